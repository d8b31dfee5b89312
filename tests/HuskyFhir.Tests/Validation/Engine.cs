using HuskyFhir.Validation;
using HuskyFhir.Validation.Definitions;
using HuskyFhir.Validation.Reports;
using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Tests.Validation;

/// <summary>An engine over definitions that a test writes itself.</summary>
internal static class Engine
{
    public const string Url = "http://example.org/StructureDefinition/under-test";

    private static readonly ResourceParser Parser = new();

    /// <summary>A profile of a type from its differential's elements.</summary>
    public static string Profile(string type, string elements, string url = Url, string? parent = null) =>
        $$$"""{"resourceType":"StructureDefinition","url":"{{{url}}}","name":"T","status":"active","kind":"resource","abstract":false,"type":"{{{type}}}","baseDefinition":"{{{parent ?? "http://hl7.org/fhir/StructureDefinition/" + type}}}","derivation":"constraint","differential":{"element":[{"id":"{{{type}}}","path":"{{{type}}}"},{{{elements}}}]}}""";

    /// <summary>An extension with a string value, from its contexts and whether it is a modifier.</summary>
    public static string Extension(
        string contexts,
        bool modifier = false,
        string invariants = "",
        string url = "http://example.org/StructureDefinition/tag"
    ) =>
        $$$"""{"resourceType":"StructureDefinition","url":"{{{url}}}","name":"E","status":"active","kind":"complex-type","abstract":false,"context":[{{{contexts}}}],"contextInvariant":[{{{invariants}}}],"type":"Extension","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Extension","derivation":"constraint","differential":{"element":[{"id":"Extension","path":"Extension","isModifier":{{{(modifier ? "true" : "false")}}}},{"id":"Extension.url","path":"Extension.url","fixedUri":"{{{url}}}"},{"id":"Extension.value[x]","path":"Extension.value[x]","min":1,"type":[{"code":"string"}]}]}}""".Replace(
            ",\"contextInvariant\":[]",
            string.Empty,
            StringComparison.Ordinal
        );

    public static ProfileValidator With(params string[] definitions) => With(null, definitions);

    public static ProfileValidator With(ValidationSettings? settings, params string[] definitions)
    {
        var loader = new PackageLoader();
        for (var i = 0; i < definitions.Length; i++)
            loader.Add(Bodies.Utf8(definitions[i]), $"definition-{i}.json");
        return new ProfileValidator(loader.Load(), settings);
    }

    public static ValidationReport Judge(this ProfileValidator engine, string body, params string[] profiles)
    {
        var parsed = Parser.Parse(Bodies.Utf8(body));
        Assert.True(parsed.Resource is not null, string.Join("; ", parsed.Report.Issues.Select(issue => issue.Text)));
        return parsed.Report.And(engine.Validate(parsed.Resource, profiles));
    }
}
