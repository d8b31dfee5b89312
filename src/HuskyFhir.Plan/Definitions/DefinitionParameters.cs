using Kind = HuskyFhir.Core.Search.SearchKind;

namespace HuskyFhir.Plan.Definitions;

/// <summary>
/// The one table of what our own definitions can be searched by, type by type. The search, the CapabilityStatement and
/// the tests read it.
/// </summary>
public static class DefinitionParameters
{
    private const string Fhir = "http://hl7.org/fhir/";

    private static readonly string[] Everything =
    [
        "CapabilityStatement",
        "CodeSystem",
        "Measure",
        "NamingSystem",
        "OperationDefinition",
        "SearchParameter",
        "StructureDefinition",
        "ValueSet",
    ];
    private static readonly string[] Canonical = [.. Everything.Except(["NamingSystem"])];
    private static readonly string[] Titled = [.. Canonical.Except(["SearchParameter"])];

    /// <summary>Every parameter; a name may stand here more than once, for different types.</summary>
    public static IReadOnlyList<DefinitionParameter> All { get; } =
    [
        new("_id", Kind.Token, "id", "The id.", Everything),
        new("_lastUpdated", Kind.Date, "meta.lastUpdated", "When it was last changed.", Everything),
        new("url", Kind.Uri, "url", "The canonical URL.", Canonical),
        new("version", Kind.Token, "version", "The version of the definition.", Canonical),
        new("name", Kind.String, "name", "The name for programmers.", Everything),
        new("title", Kind.String, "title", "The name for people.", Titled),
        new("date", Kind.Date, "date", "When it was published.", Everything),
        new("status", Kind.Token, "status", "draft or active.", Everything, Fhir + "publication-status"),
        new("description", Kind.String, "description", "What it is for.", Everything),
        new("type", Kind.Uri, "type", "The type that it constrains.", ["StructureDefinition"]),
        new(
            "kind",
            Kind.Token,
            "kind",
            "resource or complex-type.",
            ["StructureDefinition"],
            Fhir + "structure-definition-kind"
        ),
        new("base", Kind.Reference, "baseDefinition", "The definition that it is built on.", ["StructureDefinition"]),
        new(
            "derivation",
            Kind.Token,
            "derivation",
            "constraint, for a profile.",
            ["StructureDefinition"],
            Fhir + "type-derivation-rule"
        ),
        new("code", Kind.Token, "code", "The name of the parameter in a URL.", ["SearchParameter"]),
        new("base", Kind.Token, "base", "The type that it searches.", ["SearchParameter"], Fhir + "resource-types"),
        new(
            "type",
            Kind.Token,
            "type",
            "How its values are compared.",
            ["SearchParameter"],
            Fhir + "search-param-type"
        ),
        new(
            "target",
            Kind.Token,
            "target",
            "The type that it may point to.",
            ["SearchParameter"],
            Fhir + "resource-types"
        ),
        new("code", Kind.Token, "code", "The name of the operation in a URL, without its $.", ["OperationDefinition"]),
        new("kind", Kind.Token, "kind", "operation or query.", ["OperationDefinition"], Fhir + "operation-kind"),
        new("system", Kind.Token, "system", "true where it is asked of the whole service.", ["OperationDefinition"]),
        new("type", Kind.Token, "type", "true where it is asked of a type.", ["OperationDefinition"]),
        new("instance", Kind.Token, "instance", "true where it is asked of one resource.", ["OperationDefinition"]),
        new("system", Kind.Uri, "url", "The system that a Coding names, which is its canonical URL.", ["CodeSystem"]),
        new(
            "content-mode",
            Kind.Token,
            "content",
            "complete, where all codes are there.",
            ["CodeSystem"],
            Fhir + "codesystem-content-mode"
        ),
        new("code", Kind.Token, "concept.code", "A code that it defines.", ["CodeSystem"]),
        new("reference", Kind.Uri, "compose.include.system", "A code system that it takes codes from.", ["ValueSet"]),
        new("code", Kind.Token, "compose.include.concept.code", "A code that it lists.", ["ValueSet"]),
        new("kind", Kind.Token, "kind", "identifier or codesystem.", ["NamingSystem"], Fhir + "namingsystem-type"),
        new("value", Kind.String, "uniqueId.value", "The URL that it names.", ["NamingSystem"]),
        new(
            "id-type",
            Kind.Token,
            "uniqueId.type",
            "uri, oid, uuid or other.",
            ["NamingSystem"],
            Fhir + "namingsystem-identifier-type"
        ),
    ];

    /// <summary>What one type can be searched by.</summary>
    public static IEnumerable<DefinitionParameter> Of(string type) =>
        All.Where(parameter => parameter.Types.Contains(type));
}
