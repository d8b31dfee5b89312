namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>
/// What reading by id shows is held against the plain policy, since all else is held against reading.
/// </summary>
internal sealed class ReadRules(GeneratedStore store, StoreFacts facts, int seed, Tally tally)
{
    public void Check(IReadOnlyList<Probe> probes)
    {
        foreach (var probe in probes)
        {
            foreach (
                var address in store.Sealed.Where(address => probe.Caller.Kind != "plan" && probe.Truth.Reads(address))
            )
                Told(probe, address, "is read, and is about a grievance");
            foreach (
                var address in store.Heard.Where(address =>
                    probe.Caller.Kind == "provider" && probe.Truth.Reads(address)
                )
            )
                Told(probe, address, "is read, and is about a hearing");
            foreach (
                var address in store
                    .Heard.Concat(store.Opened)
                    .Where(address => probe.Caller.Kind == "agency" && !probe.Truth.Reads(address))
            )
                Told(probe, address, "is not read, and belongs to a hearing");
            if (probe.Caller.Kind != "plan")
                foreach (
                    var secret in store.Secrets.Where(secret =>
                        probe.Truth.Everything.Contains(secret, StringComparison.OrdinalIgnoreCase)
                    )
                )
                    Told(probe, secret, "is read, and is confidential");
            if (!probe.Caller.IsWhole)
                continue;
            foreach (var thing in store.World.Things.Where(thing => facts.Find(thing.Address) is not null))
                if (PlainPolicy.Sees(probe.Caller, thing, store.World.Members) != probe.Truth.Reads(thing.Address))
                    Told(
                        probe,
                        thing.Address,
                        probe.Truth.Reads(thing.Address)
                            ? "is read against the plain policy"
                            : "is not read, and the plain policy allows it"
                    );
        }
    }

    /// <summary>
    /// What is about another is read by who reads the other: a provenance with all its targets, a paper and a notice
    /// with the request that they are about, bytes with every document that has them or had them; bytes that no
    /// document has are read by the plan alone.
    /// </summary>
    public async Task CheckTiesAsync(IReadOnlyList<Probe> probes)
    {
        var ties = Ties.SelectMany(tie => facts.Paths(tie.Type, tie.Path))
            .Where(tie =>
                !tie.Other.StartsWith("Patient/", StringComparison.Ordinal)
                || tie.Thing.StartsWith("Provenance/", StringComparison.Ordinal)
            )
            .ToList();
        var bytes = new List<(string Thing, string Other)>();
        foreach (var held in facts.Of("DocumentReference"))
            for (var version = 1; version <= held.Versions; version++)
                bytes.AddRange(
                    Bytes(
                            await probes[0]
                                .Truth.VersionAsync(
                                    held.Address,
                                    version.ToString(System.Globalization.CultureInfo.InvariantCulture)
                                )
                        )
                        .Select(binary => (binary, held.Address))
                );
        var linked = bytes.Select(static tie => tie.Thing).ToHashSet();
        foreach (var probe in probes.Where(static probe => probe.Caller.IsWhole || probe.Caller.IsEmergency))
        {
            foreach (
                var (thing, other) in ties.Concat(bytes)
                    .Where(tie =>
                        probe.Truth.Reads(tie.Thing)
                        && facts.Find(tie.Other) is not null
                        && !probe.Truth.Reads(tie.Other)
                    )
            )
                Told(probe, thing, $"is read, and {other}, which it is about, is not");
            foreach (
                var binary in facts
                    .Of("Binary")
                    .Where(binary =>
                        probe.Caller.Kind != "plan"
                        && !linked.Contains(binary.Address)
                        && probe.Truth.Reads(binary.Address)
                    )
            )
                Told(probe, binary.Address, "is read, and no document has it");
        }
    }

    private static readonly (string Type, string Path)[] Ties =
    [
        ("Provenance", "Provenance.target"),
        ("DocumentReference", "DocumentReference.context.related"),
        ("Communication", "Communication.about | Communication.basedOn | Communication.partOf"),
        ("Task", "Task.focus | Task.basedOn | Task.partOf"),
    ];

    private static IEnumerable<string> Bytes(string? document) =>
        document is null
            ? []
            : System.Text.Json.Nodes.JsonNode.Parse(document)!["content"]!
                .AsArray()
                .Select(static content => (string?)content!["attachment"]?["url"])
                .OfType<string>()
                .Where(static url => url.StartsWith("Binary/", StringComparison.Ordinal));

    private void Told(Probe probe, string asked, string told) =>
        tally.Findings.Add(new(seed, probe.Caller.Name, "read", asked, told));
}
