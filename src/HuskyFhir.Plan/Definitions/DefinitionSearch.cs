using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Plan.Definitions;

/// <summary>
/// A search over our own definitions (R4 section 3.1.1), in memory: all parameters must hold, any of a parameter's
/// values may. Faults, all 400: unknown parameter under strict handling, unsupported modifier, a value that
/// <c>:missing</c> does not take.
/// </summary>
public sealed class DefinitionSearch
{
    private static readonly string[] HandledElsewhere = ["_format", "_pretty"];

    private readonly string type;
    private readonly List<(DefinitionParameter Parameter, string? Modifier, string Value)> filters = [];

    private readonly List<string> ignored = [];

    private DefinitionSearch(string type) => this.type = type;

    /// <summary>The parameters that were understood, as the self link repeats them.</summary>
    public IEnumerable<KeyValuePair<string, string>> Applied =>
        filters.Select(static filter =>
            KeyValuePair.Create(
                filter.Modifier is null ? filter.Parameter.Name : $"{filter.Parameter.Name}:{filter.Modifier}",
                filter.Value
            )
        );

    /// <summary>Reads the parameters; an unknown one is left out, unless handling is strict.</summary>
    public static Answer<DefinitionSearch> Read(
        string type,
        IEnumerable<KeyValuePair<string, string>> given,
        bool strict
    )
    {
        var search = new DefinitionSearch(type);
        foreach (var (name, value) in given)
            if (search.Add(name, value, strict) is { } fault)
                return fault;
        return search;
    }

    /// <summary>Parameters that are not known, and were passed over.</summary>
    public IReadOnlyList<string> Ignored => ignored;

    /// <summary>What was found, by id.</summary>
    /// <param name="all">What is searched.</param>
    public IReadOnlyList<OwnDefinition> Run(IEnumerable<OwnDefinition> all) =>
        [
            .. all.Where(own =>
                own.Type == type
                && filters.TrueForAll(filter =>
                    Holds(filter.Parameter, filter.Modifier, filter.Value, own.Values(filter.Parameter))
                )
            ),
        ];

    private static bool Holds(
        DefinitionParameter parameter,
        string? modifier,
        string value,
        IReadOnlyList<string> actual
    ) =>
        modifier switch
        {
            "missing" => actual.Count == 0 == (value == "true"),
            "not" => !Any(parameter, null, value, actual),
            _ => Any(parameter, modifier, value, actual),
        };

    private static bool Any(
        DefinitionParameter parameter,
        string? modifier,
        string value,
        IReadOnlyList<string> actual
    ) =>
        SearchText
            .Split(value, ',')
            .Exists(one =>
                actual.Any(known =>
                    parameter.Kind switch
                    {
                        SearchParamType.Token => IsToken(parameter, SearchText.Split(one, '|', 2), known),
                        SearchParamType.String => IsText(modifier, SearchText.Unescape(one), known),
                        _ => SearchText.Unescape(one) == known,
                    }
                )
            );

    private static bool IsToken(DefinitionParameter parameter, List<string> given, string known) =>
        given switch
        {
            [var code] => SearchText.Unescape(code) == known,
            [var system, var code] => (parameter.System ?? string.Empty) == SearchText.Unescape(system)
                && (code.Length == 0 || SearchText.Unescape(code) == known),
            _ => false,
        };

    private static bool IsText(string? modifier, string given, string known) =>
        modifier switch
        {
            "exact" => known == given,
            "contains" => Folding.Fold(known).Contains(Folding.Fold(given), StringComparison.Ordinal),
            _ => Folding.Fold(known).StartsWith(Folding.Fold(given), StringComparison.Ordinal),
        };

    private static Fault Refused(IssueType code, string text, string name, string detail) =>
        new(FaultKind.Malformed, code, text, name, detail);

    private Fault? Ignore(string name)
    {
        ignored.Add(name);
        return null;
    }

    private Fault? Add(string given, string value, bool strict)
    {
        if (HandledElsewhere.Contains(given))
            return null;
        var colon = given.IndexOf(':', StringComparison.Ordinal);
        var (name, modifier) = colon < 0 ? (given, null) : (given[..colon], given[(colon + 1)..]);
        if (DefinitionParameters.Of(type).FirstOrDefault(one => one.Name == name) is not { } parameter)
            return !strict
                ? Ignore(given)
                : Refused(
                    IssueType.NotSupported,
                    $"{type} has no search parameter '{name}'; it has {string.Join(", ", DefinitionParameters.Of(type).Select(static one => one.Name))}.",
                    given,
                    "search-parameter"
                );
        if (modifier is not null && !parameter.Modifiers.Contains(modifier))
            return Refused(
                IssueType.NotSupported,
                $"The modifier ':{modifier}' is not offered on '{name}'; it takes {string.Join(", ", parameter.Modifiers.Select(static one => ":" + one))}.",
                given,
                "search-modifier"
            );
        if (modifier == "missing" && value is not ("true" or "false"))
            return Refused(IssueType.Value, ":missing takes true or false.", given, "search-value");
        if (value.Length == 0)
            return Refused(
                IssueType.Value,
                "An empty value matches nothing; leave the parameter out, or use :missing.",
                given,
                "search-value"
            );
        filters.Add((parameter, modifier, value));
        return null;
    }
}
