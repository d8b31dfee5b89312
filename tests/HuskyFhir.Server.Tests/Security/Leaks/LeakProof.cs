using HuskyFhir.Plan.Catalog;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>How much a seed asks.</summary>
/// <param name="Conditions">Conditions, each of every caller by every way of the planner.</param>
/// <param name="Chains">Chains and reverse chains, likewise.</param>
/// <param name="Inclusions">Steps, each included forward, backward and repeatedly, of every caller.</param>
/// <param name="Compartments">Types, each in one member's compartment.</param>
/// <param name="Looks">Resources whose history, operations and absence each caller asks for.</param>
internal sealed record LeakShare(int Conditions, int Chains, int Inclusions, int Compartments, int Looks)
{
    /// <summary>Of one seed among many.</summary>
    public static LeakShare Usual { get; } = new(14, 4, 3, 1, 4);
}

/// <summary>
/// The proof that protection cannot be gone around: over a store made from a seed, whatever way a caller asks, it is
/// shown exactly what reading by id shows it.
/// </summary>
internal sealed class LeakProof(HuskyServer server, Tally tally, LeakShare share)
{
    private const string First = "1999900016";
    private const string Second = "1999900024";
    private const string Category = "http://loinc.org|11488-4";

    /// <summary>Makes the store of a seed, and asks what is that seed's turn.</summary>
    public async Task RunAsync(int seed)
    {
        var random = new Random(seed);
        using var plan = server.As("plan-admin");
        var store = new GeneratedStore(server, plan, random);
        await store.MakeAsync(First, Second);
        var facts = await StoreFacts.ReadAsync(server, plan);
        var clients = new List<HttpClient>();
        try
        {
            var probes = new List<Probe>();
            var emergency = store.World.Members[random.Next(store.World.Members.Count)].Id;
            foreach (var caller in Callers(store.World))
            {
                var http = caller.Connect(server);
                clients.Add(http);
                var truth = await Truth.ReadAsync(http, facts, together: !caller.IsEmergency);
                probes.Add(
                    new(server, http, caller, facts, truth, Markers(store, caller, truth), seed, tally)
                    {
                        Ordinary = caller.IsEmergency
                            ? probes.Single(static probe => probe.Caller.Name == "second provider").Truth
                            : null,
                    }
                );
                probes[^1].Open(emergency);
            }

            var rules = new ReadRules(store, facts, seed, tally);
            rules.Check(probes);
            await rules.CheckTiesAsync(probes);
            await AskAsync(probes, plan, facts, random, seed);
        }
        finally
        {
            clients.ForEach(static http => http.Dispose());
        }
    }

    /// <summary>Who asks: each kind of caller, and tokens of less than their clients may have.</summary>
    private static IEnumerable<Onlooker> Callers(LeakWorld world) =>
        [
            new("plan-admin", "plan", null, "system/*.cruds"),
            new("ehr-riverbend", "provider", world.Organization(0), "system/*.rs"),
            new("ehr-harbor", "provider", world.Organization(1), "system/*.rs") { Name = "second provider" },
            new("ehr-harbor", "provider", world.Organization(1), "system/*.rs") { Name = "emergency", Purpose = "BTG" },
            new("dss", "agency", null, "system/*.rs"),
            new(
                "ehr-riverbend",
                "provider",
                world.Organization(0),
                $"system/Patient.rs system/DocumentReference.rs?category={Category} system/Binary.rs system/Coverage.rs?status=active system/Provenance.rs system/CareTeam.rs system/Group.rs"
            )
            {
                Name = "narrowed provider",
            },
            new(
                "plan-admin",
                "plan",
                null,
                "system/Patient.rs?gender=female system/DocumentReference.rs?_security=http://terminology.hl7.org/CodeSystem/v3-ActCode|HIV system/Task.rs?status=requested system/Organization.rs system/PractitionerRole.rs system/Communication.rs"
            )
            {
                Name = "narrowed plan",
            },
        ];

    /// <summary>
    /// Words that the caller may not be told: of what it does not read, and of confidential elements.
    /// </summary>
    private static IEnumerable<string> Markers(GeneratedStore store, Onlooker caller, Truth truth) =>
        store
            .World.Things.Where(thing => !truth.Reads(thing.Address))
            .Select(static thing => thing.Marker)
            .Concat(caller.Kind == "plan" ? [] : store.Secrets);

    private async Task AskAsync(List<Probe> probes, HttpClient http, StoreFacts facts, Random random, int seed)
    {
        var plan = probes[0];
        var patients = facts.Of("Patient").ToList();
        var searches = new SearchProbe(plan, probes, tally, random, seed);
        foreach (var condition in Questions.Of(Questions.Conditions, seed, share.Conditions))
            await searches.ConditionAsync(condition);
        var reaches = new ReachProbe(plan, probes, tally, random);
        foreach (var (step, condition, reverse) in Questions.Of(Questions.Chains, seed, share.Chains))
            await reaches.ChainAsync(step, condition, reverse);
        foreach (var step in Questions.Of(Questions.Steps, seed, share.Inclusions))
            await reaches.IncludeAsync(step, [.. random.GetItems([.. Questions.Steps], 2)], seed);
        foreach (
            var type in Questions.Of(
                [.. PlanCatalog.Types.Types.Where(static type => type.IsOfMembers)],
                seed,
                share.Compartments
            )
        )
            await reaches.CompartmentAsync(type, patients[random.Next(patients.Count)]);
        await LookAsync(probes, http, facts, random, seed);
    }

    private async Task LookAsync(List<Probe> probes, HttpClient http, StoreFacts facts, Random random, int seed)
    {
        var (past, operations) = (new PastProbe(probes[0], random), new OperationProbe(http, probes[0]));
        var patients = facts.Of("Patient").ToList();
        var types = PlanCatalog.Types.Types;
        foreach (var probe in probes)
        {
            probe.Way = SearchProbe.Ways[random.Next(SearchProbe.Ways.Count)];
            var some = random.GetItems([.. facts.All], share.Looks);
            foreach (var held in some)
            {
                probe.Open(held.Member);
                await OperationProbe.ReadAsync(probe, held);
                await past.OfInstanceAsync(probe, held);
                await OperationProbe.NothingAsync(probe, held);
                await operations.DeclaredAsync(probe, held);
            }

            foreach (
                var together in some.DistinctBy(static held => held.Id)
                    .GroupBy(held => probe.Caller.IsEmergency ? held.Member : null)
            )
            {
                probe.Open(together.Key);
                await OperationProbe.BatchAsync(probe, [.. together]);
            }

            await past.OfManyAsync(probe, types[seed % types.Count].Name + "/", since: random.Next(2) == 0);
            await past.OfManyAsync(probe, string.Empty, since: true);
            var patient = patients[random.Next(patients.Count)];
            probe.Open(patient.Id);
            await operations.EverythingAsync(
                probe,
                patient,
                (
                    (string[])
                        [
                            "",
                            "&_since=2026-11-23",
                            "&start=2026-01-01&end=2026-12-31",
                            "&_type=DocumentReference,Provenance,Binary",
                        ]
                )[random.Next(4)]
            );
        }
    }
}
