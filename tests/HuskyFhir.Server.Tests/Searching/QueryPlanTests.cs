using System.Text;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Terms;
using HuskyFhir.Exchange.Loading;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Types;
using HuskyFhir.Server.Interactions.Searching;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Server.Tests.Searching.Plans;
using HuskyFhir.Storage;
using Microsoft.Extensions.DependencyInjection;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Tests.Searching;

/// <summary>
/// The plans of the very statements that searches run, over a generated population, with the service's own options:
/// look-ups in indexes, and no walk through a table but where rows in their own order fill the page, which is listed
/// here with the reason.
/// </summary>
public sealed class QueryPlanTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const int Members = 3000;
    private const int Page = 20;

    /// <summary>
    /// So many rows match that gathering them costs more than walking in the order of the answer until the page is
    /// full: codes of which there are a handful, what all members or all enrolments have in common, and the update of
    /// all of a few organisations on one day.
    /// </summary>
    private static readonly string[] Broad =
    [
        "Patient.gender",
        "Patient.active",
        "Patient.deceased",
        "Patient.language",
        "Patient.address-state",
        "Patient.address-country",
        "Patient.address-use",
        "Patient._profile",
        "Coverage.status",
        "Coverage.type",
        "Coverage.class-type",
        "Coverage.payor",
        "Coverage._profile",
        "RelatedPerson.gender",
        "RelatedPerson.active",
        "RelatedPerson._profile",
        "Observation.status",
        "DocumentReference.status",
        "Consent.status",
        "Consent.scope",
        "Consent.category",
        "Organization.active",
        "Organization._lastUpdated",
        "Location.status",
        "Location._lastUpdated",
        "Practitioner.gender",
        "Practitioner.active",
        "PractitionerRole.active",
        "Communication.status",
        "Communication._lastUpdated",
        "Communication._profile",
        "CareTeam.status",
        "CareTeam.role",
        "CareTeam._profile",
        "Group.type",
        "Group.actual",
        "Group._lastUpdated",
        "Claim.status",
        "Claim.use",
        "ClaimResponse.status",
        "ClaimResponse.use",
        "ClaimResponse.outcome",
        "ClaimResponse.action-kind",
        "Task.status",
        "Task.intent",
        "Task.priority",
        "Task._id",
    ];

    /// <summary>
    /// Of observations a provider sees none of the incomes, and of requests nearly none, which here are all: PostgreSQL
    /// knows that few are left and walks.
    /// </summary>
    private static readonly string[] BroadToProviders =
    [
        "Observation.status",
        "Observation.all",
        "Binary.all",
        "Task.all",
    ];

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<
        string,
        Lazy<Task<Dictionary<string, List<Resource>>>>
    > Loaded = new(StringComparer.Ordinal);

    protected override bool Alone => true;

    protected override bool Samples => false;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EachParameter_IsLookedUpInAnIndex(string database)
    {
        var server = await ServerAsync(database);
        var stored = await LoadedAsync(database, server);
        var walks = new List<string>();
        foreach (var type in PlanCatalog.Types.Types)
        foreach (var (name, query) in PlanSearches.EachParameter(type.Name, stored[type.Name]))
            if (
                await WalkedAsync(server, Caller.Operator, type, query) is { Length: > 0 } walked
                && !(Broad.Contains(name) && walked == type.Row.Name)
            )
                walks.Add($"{type.Name}?{query} walks {walked}");
        Assert.True(walks.Count == 0, string.Join("; ", walks));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Combinations_ChainsAndInclusions_WalkNothing(string database)
    {
        var server = await ServerAsync(database);
        var stored = await LoadedAsync(database, server);
        var walks = new List<string>();
        foreach (var (type, query) in PlanSearches.Combined(type => stored[type][0]))
            if (
                await WalkedAsync(server, Caller.Operator, PlanCatalog.Types.Find(type)!, query) is
                { Length: > 0 } walked
            )
                walks.Add($"{type}?{query} walks {walked}");
        Assert.True(walks.Count == 0, string.Join("; ", walks));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task AProvidersSearches_StartFromItsOwnMembers(string database)
    {
        var server = await ServerAsync(database);
        var stored = await LoadedAsync(database, server);
        var organization = (
            await server.QueryAsync(
                "SELECT organization, COUNT(*) AS n FROM attributions GROUP BY organization ORDER BY n LIMIT 1",
                static row => row.Uuid(0)
            )
        )[0];
        var caller = new Caller("practice", CallerKind.Provider, organization, ScopeSet.Parse("system/*.rs"));
        var walks = new List<string>();
        // Of requests and notices a provider sees those of one kind or none, which the planner knows.
        foreach (var type in PlanCatalog.Types.Types.Where(static type => type.IsOfMembers))
        foreach (
            var (name, query) in PlanSearches
                .EachParameter(type.Name, stored[type.Name])
                .Append(($"{type.Name}.all", "_count=20"))
        )
            if (
                await WalkedAsync(server, caller, type, query) is { Length: > 0 } walked
                && !BroadToProviders.Contains(name)
                && type.Name is not ("Task" or "Communication")
            )
                walks.Add($"{type.Name}?{query} walks {walked}");
        Assert.True(walks.Count == 0, string.Join("; ", walks));
    }

    /// <summary>
    /// Runs a search as the service does, to its third page and with what it includes, and reads the plan of each
    /// statement.
    /// </summary>
    private static async Task<string> WalkedAsync(HuskyServer server, Caller caller, FhirType type, string query)
    {
        var database = server.Services.GetRequiredService<Database>();
        var recorder = new RecordingDatabase(database);
        var reading = server.Services.GetRequiredService<SearchReading>();
        var given = query
            .Split('&')
            .Select(static pair => KeyValuePair.Create(pair.Split('=', 2)[0], pair.Split('=', 2)[1]))
            .ToList();
        Assert.True(
            reading.Read(type, given, strict: true).Try(out var search, out var fault),
            $"{type.Name}?{query}: {fault?.Issues[0].Text}"
        );
        var grants = new SearchGrants(PlanCatalog.Types, caller);
        SearchCursor? after = null;
        for (var page = 0; page < 3 && (page == 0 || after is not null); page++)
        {
            var found = await new SearchExecutor(recorder, PlanCatalog.Types, server.Clock).FindAsync(
                search!,
                grants,
                after,
                Page,
                TestContext.Current.CancellationToken
            );
            await new IncludeExecutor(recorder, server.Clock).FindAsync(
                search!.Includes,
                found.Rows,
                grants,
                100,
                TestContext.Current.CancellationToken
            );
            after = found.Next;
        }

        var walked = new List<string>();
        foreach (var statement in recorder.Asked.DistinctBy(static statement => statement.Sql))
            walked.AddRange(await PlanReader.WalkedAsync(database, statement));
        return string.Join(' ', walked.Distinct());
    }

    private static Task<Dictionary<string, List<Resource>>> LoadedAsync(string database, HuskyServer server) =>
        Loaded
            .GetOrAdd(
                database,
                _ =>
                    new(async () =>
                    {
                        var folder = System.IO.Directory.CreateTempSubdirectory("husky-plans-").FullName;
                        new HuskyFhir.Simulation.Population.Population(new(Members, 7)).Write(
                            folder,
                            null,
                            TestContext.Current.CancellationToken
                        );
                        WriteDocuments(folder);
                        WriteConsents(folder);
                        WriteOrigins(folder);
                        WriteRequests(folder);
                        WriteNotices(folder);
                        await ActivatorUtilities
                            .CreateInstance<Loader>(server.Services)
                            .LoadAsync([folder], "plans", null, TestContext.Current.CancellationToken);
                        System.IO.Directory.Delete(folder, recursive: true);
                        await server
                            .Services.GetRequiredService<Database>()
                            .AnalyzeAsync(TestContext.Current.CancellationToken);
                        var stored = new Dictionary<string, List<Resource>>();
                        foreach (var type in PlanCatalog.Types.Types)
                            stored[type.Name] =
                            [
                                .. (
                                    await server.QueryAsync(
                                        "SELECT body FROM resources WHERE type = $1 ORDER BY id LIMIT 50",
                                        static row => row.Bytes(0),
                                        type.Name
                                    )
                                ).Select(static body =>
                                    new FhirJsonDeserializer().DeserializeResource(Encoding.UTF8.GetString(body))
                                ),
                            ];
                        return stored;
                    })
            )
            .Value;

    /// <summary>Nor decisions about privacy; most of these are no longer in force.</summary>
    private static void WriteConsents(string folder) =>
        File.WriteAllLines(
            Path.Combine(folder, "Consent.ndjson"),
            File.ReadLines(Path.Combine(folder, "Patient.ndjson"))
                .Take(500)
                .Select(
                    static (line, at) =>
                    {
                        var consent = Made.Denial(
                            $"Patient/{JsonNode.Parse(line)!["id"]}",
                            new()
                            {
                                ["period"] = new JsonObject
                                {
                                    ["start"] = $"2026-{1 + (at % 9):00}-{1 + (at % 28):00}",
                                },
                                ["action"] = new JsonArray(
                                    new JsonObject
                                    {
                                        ["coding"] = new JsonArray(
                                            new JsonObject
                                            {
                                                ["system"] = "http://terminology.hl7.org/CodeSystem/consentaction",
                                                ["code"] = at % 50 == 0 ? "disclose" : $"act-{at}",
                                            }
                                        ),
                                    }
                                ),
                            }
                        );
                        (consent["id"], consent["status"], consent["dateTime"]) = (
                            $"consent-{at}",
                            at % 20 == 0 ? "active" : "inactive",
                            $"2026-{1 + (at % 9):00}-{1 + (at % 28):00}"
                        );
                        consent["identifier"] = new JsonArray(
                            new JsonObject { ["system"] = Systems.ConsentKey, ["value"] = $"C{at}" }
                        );
                        return consent.ToJsonString();
                    }
                )
        );

    /// <summary>Requests of many kinds and states.</summary>
    private static void WriteRequests(string folder) =>
        File.WriteAllLines(
            Path.Combine(folder, "Task.ndjson"),
            File.ReadLines(Path.Combine(folder, "Patient.ndjson"))
                .Take(500)
                .Select(
                    static (line, at) =>
                        new JsonObject
                        {
                            ["resourceType"] = "Task",
                            ["id"] = $"request-{at}",
                            ["identifier"] = new JsonArray(
                                new JsonObject { ["system"] = Systems.CaseNumber, ["value"] = $"R{at}" }
                            ),
                            ["status"] = at % 10 == 0 ? "requested" : "completed",
                            ["intent"] = "order",
                            ["priority"] = at % 10 == 0 ? "urgent" : "routine",
                            ["code"] = new JsonObject
                            {
                                ["coding"] = new JsonArray(
                                    new JsonObject { ["system"] = "http://asked.example", ["code"] = $"ask-{at % 40}" }
                                ),
                            },
                            ["for"] = new JsonObject { ["reference"] = $"Patient/{JsonNode.Parse(line)!["id"]}" },
                            ["authoredOn"] = $"2026-{1 + (at % 9):00}-{1 + (at % 28):00}T12:00:00Z",
                            ["lastModified"] = $"2026-{1 + (at % 9):00}-{1 + (at % 28):00}T12:00:00Z",
                            ["restriction"] = new JsonObject
                            {
                                ["period"] = new JsonObject { ["end"] = $"2026-{1 + (at % 9):00}-{1 + (at % 28):00}" },
                            },
                        }.ToJsonString()
                )
        );

    /// <summary>Notices about them.</summary>
    private static void WriteNotices(string folder) =>
        File.WriteAllLines(
            Path.Combine(folder, "Communication.ndjson"),
            File.ReadLines(Path.Combine(folder, "Patient.ndjson"))
                .Take(500)
                .Select(
                    static (line, at) =>
                    {
                        var notice = Made.Notice($"Patient/{JsonNode.Parse(line)!["id"]}");
                        notice["id"] = $"notice-{at}";
                        return notice.ToJsonString();
                    }
                )
        );

    /// <summary>The population brings no papers: one for each of the first members.</summary>
    private static void WriteDocuments(string folder) =>
        File.WriteAllLines(
            Path.Combine(folder, "DocumentReference.ndjson"),
            File.ReadLines(Path.Combine(folder, "Patient.ndjson"))
                .Take(500)
                .Select(
                    static (line, at) =>
                        new JsonObject
                        {
                            ["resourceType"] = "DocumentReference",
                            ["id"] = $"paper-{at}",
                            ["identifier"] = new JsonArray(
                                new JsonObject { ["system"] = Systems.DocumentKey, ["value"] = $"P{at}" }
                            ),
                            ["status"] = "current",
                            ["type"] = new JsonObject
                            {
                                ["coding"] = new JsonArray(
                                    new JsonObject
                                    {
                                        ["system"] = "http://loinc.org",
                                        ["code"] = $"{10000 + (at % 20)}-{at % 10}",
                                    }
                                ),
                            },
                            ["subject"] = new JsonObject { ["reference"] = $"Patient/{JsonNode.Parse(line)!["id"]}" },
                            ["date"] = $"2026-{1 + (at % 9):00}-{1 + (at % 28):00}T12:00:00Z",
                            ["description"] = $"Paper {at}",
                            ["content"] = new JsonArray(
                                new JsonObject
                                {
                                    ["attachment"] = new JsonObject
                                    {
                                        ["contentType"] = "application/pdf",
                                        ["url"] = $"http://papers.example/{at}",
                                    },
                                }
                            ),
                        }.ToJsonString()
                )
        );

    /// <summary>Nor does it bring provenance: some for each of the first members.</summary>
    private static void WriteOrigins(string folder) =>
        File.WriteAllLines(
            Path.Combine(folder, "Provenance.ndjson"),
            File.ReadLines(Path.Combine(folder, "Patient.ndjson"))
                .Take(1000)
                .SelectMany(static line => (string[])[line, line])
                .Select(
                    static (line, at) =>
                        new JsonObject
                        {
                            ["resourceType"] = "Provenance",
                            ["id"] = $"origin-{at}",
                            ["target"] = new JsonArray(
                                new JsonObject { ["reference"] = $"Patient/{JsonNode.Parse(line)!["id"]}" }
                            ),
                            ["occurredDateTime"] = $"2026-{1 + (at % 9):00}-{1 + (at % 28):00}T11:00:00Z",
                            ["recorded"] = $"2026-{1 + (at % 9):00}-{1 + (at % 28):00}T12:00:00Z",
                            ["agent"] = new JsonArray(
                                new JsonObject
                                {
                                    ["type"] = new JsonObject
                                    {
                                        ["coding"] = new JsonArray(
                                            new JsonObject
                                            {
                                                ["system"] =
                                                    "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
                                                ["code"] = at % 40 == 0 ? "author" : $"part-{at % 200}",
                                            }
                                        ),
                                    },
                                    ["who"] = new JsonObject { ["display"] = "Somebody" },
                                }
                            ),
                        }.ToJsonString()
                )
        );
}
