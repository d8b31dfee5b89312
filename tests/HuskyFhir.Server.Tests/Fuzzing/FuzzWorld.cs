using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Capability;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Fuzzing;

/// <summary>A type as it is declared, with resources of it that are stored.</summary>
/// <param name="Name">FHIR type.</param>
/// <param name="Parameters">Each search parameter with its values.</param>
/// <param name="Includes">As the CapabilityStatement lists them.</param>
/// <param name="Stored">At least one.</param>
internal sealed record FuzzType(
    string Name,
    IReadOnlyList<string> Parameters,
    IReadOnlyList<string> Includes,
    IReadOnlyList<JsonObject> Stored
)
{
    public JsonObject One(Random random) => random.Pick(Stored);

    /// <summary>Whether it holds records, and not the service's own definitions.</summary>
    public bool HoldsRecords => Stored[0].ContainsKey("meta");
}

/// <summary>What the service declares and holds, as the requests are made of it.</summary>
internal sealed record FuzzWorld(
    IReadOnlyList<FuzzType> Types,
    IReadOnlyList<OperationCall> Operations,
    IReadOnlyList<string> References
)
{
    public static async Task<FuzzWorld> ReadAsync(HttpClient plan)
    {
        var rest = await Statement.RestAsync(plan);
        var types = new List<FuzzType>();
        var operations = new List<OperationCall>();
        foreach (var resource in rest.Resource)
        {
            var name = resource.Name();
            var stored = resource.HoldsRecords()
                ? await StoredAsync(plan, name)
                : [new JsonObject { ["resourceType"] = name, ["id"] = "x" }];
            string[] pairs = [.. resource.SearchParam.SelectMany(DeclaredSearches.Of)];
            types.Add(
                new(name, pairs, [.. resource.SearchInclude.Concat(resource.SearchRevInclude).OfType<string>()], stored)
            );
            operations.AddRange(
                resource.Operation.SelectMany(operation => DeclaredOperations.Of(name, operation.Name!, stored[0]))
            );
        }

        return new(
            types,
            operations,
            [
                .. types
                    .Where(static type => type.HoldsRecords)
                    .SelectMany(static type => type.Stored)
                    .Select(static one => one.At()),
            ]
        );
    }

    private readonly IReadOnlyList<FuzzType> records = [.. Types.Where(static type => type.HoldsRecords)];

    public FuzzType Type(Random random) => random.Pick(Types);

    /// <summary>One that can be written; once in a while one that cannot.</summary>
    public FuzzType Writable(Random random) => random.Once(30) ? Type(random) : random.Pick(records);

    private static async Task<IReadOnlyList<JsonObject>> StoredAsync(HttpClient plan, string type)
    {
        var found = (await plan.AskAsync($"{type}?_count=4")).Expect(HttpStatusCode.OK);
        return found.Entries.Count > 0
            ?
            [
                .. found.Entries.Select(static entry =>
                    JsonNode.Parse(entry.GetProperty("resource").GetRawText())!.AsObject()
                ),
            ]
            : [await plan.CreateAsync(await OneOfEach.NewAsync(plan, type))];
    }
}
