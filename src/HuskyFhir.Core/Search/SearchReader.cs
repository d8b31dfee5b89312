using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Core.Search;

/// <summary>
/// Reads the parameters of a search into a <see cref="SearchQuery"/> (R4 section 3.1.1). Faults, all 400: unknown
/// parameter under strict handling, unsupported modifier, unreadable value, too many of anything. Under lenient
/// handling an unknown parameter is left out, and so is absent from the self link.
/// </summary>
/// <param name="types">What can be searched.</param>
/// <param name="values">Reads single values.</param>
/// <param name="limits">Bounds.</param>
/// <param name="strict">Whether <c>Prefer: handling=strict</c> was asked.</param>
public sealed class SearchReader(ISearchTypes types, ValueReader values, SearchLimits limits, bool strict)
{
    private static readonly string[] HandledElsewhere = ["_format", "_pretty"];

    private readonly List<Issue> issues = [];
    private readonly List<SearchCondition> filters = [];
    private readonly List<SortKey> sort = [];
    private readonly List<IncludeRule> includes = [];
    private readonly List<KeyValuePair<string, string>> applied = [];
    private readonly List<(string? Type, string Element)> elements = [];
    private readonly List<string> ignored = [];
    private int? count;
    private TotalMode total;
    private SummaryMode summary;
    private bool anyType;

    /// <summary>Reads all parameters; every fault is told, not only the first.</summary>
    /// <param name="searched">The types searched; a parameter must be one of all of them.</param>
    /// <param name="given">Names (with modifiers) and values, unescaped from the URL or the form.</param>
    /// <param name="anyType">Whether <c>_type</c> chose the types.</param>
    public Result<SearchQuery> Read(
        IReadOnlyList<string> searched,
        IReadOnlyCollection<KeyValuePair<string, string>> given,
        bool anyType = false
    )
    {
        this.anyType = anyType;
        if (given.Count > limits.MaxParameters)
            return TooMany($"{given.Count} parameters were given; at most {limits.MaxParameters} are taken.");
        var conditions = new ConditionReader(types, values, limits, searched);
        var rules = new IncludeReader(types, strict, searched);
        foreach (var (name, value) in given)
            ReadOne(conditions, rules, searched, name, value);
        if (conditions.Seen > limits.MaxValues)
            return TooMany(
                $"{conditions.Seen} values were given; at most {limits.MaxValues} are taken. Split the search."
            );
        if (includes.Count > limits.MaxIncludes)
            return TooMany($"{includes.Count} inclusions were asked for; at most {limits.MaxIncludes} are taken.");
        if (summary != SummaryMode.False && elements.Count > 0)
            Refuse(
                OperationOutcome.IssueType.Invariant,
                "Give _summary or _elements, not both.",
                "_elements",
                "search-value"
            );
        return issues.Count > 0
            ? new Fault(FaultKind.Malformed, issues)
            : new SearchQuery(
                searched,
                filters,
                sort,
                summary == SummaryMode.Count ? 0 : count,
                total,
                includes,
                new(summary, elements),
                applied
            )
            {
                Ignored = ignored,
            };
    }

    private static Fault TooMany(string text) =>
        new(FaultKind.Malformed, OperationOutcome.IssueType.TooCostly, text, null, "search-too-large");

    private void ReadOne(
        ConditionReader conditions,
        IncludeReader rules,
        IReadOnlyList<string> searched,
        string name,
        string value
    )
    {
        switch (name)
        {
            case "_count":
                ReadCount(value);
                break;
            case "_total":
                ReadChoice("_total", value, ref total);
                break;
            case "_summary":
                ReadChoice("_summary", value, ref summary);
                break;
            case "_elements":
                ReadElements(value);
                break;
            case "_sort":
                ReadSort(searched, value);
                break;
            case "_type" when anyType:
                applied.Add(new(name, value));
                break;
            case var rule when IncludeReader.IsRule(rule):
                Keep(name, value, rules.Read(name, value), includes);
                break;
            case var other when HandledElsewhere.Contains(other):
                break;
            default:
                Keep(name, value, conditions.Read(name, value), filters);
                break;
        }
    }

    /// <summary>
    /// What was read is kept and told in the self link; what is unknown is left out, or refused under strict handling.
    /// </summary>
    private void Keep<T>(string name, string value, Result<T?> read, List<T> into)
    {
        if (!read.Try(out var one, out var fault))
            issues.AddRange(fault.Issues);
        else if (one is not null)
        {
            into.Add(one);
            applied.Add(new(name, value));
        }
        else if (strict)
            Refuse(
                OperationOutcome.IssueType.NotSupported,
                $"There is no search parameter '{name}' here; the CapabilityStatement at /metadata lists them.",
                name,
                "search-parameter"
            );
        else
            ignored.Add(name);
    }

    private void Refuse(OperationOutcome.IssueType code, string text, string name, string detail) =>
        issues.Add(Issue.Error(code, text, name, detail));

    private void ReadCount(string value)
    {
        if (value.Length == 0 || !value.All(char.IsAsciiDigit))
        {
            Refuse(OperationOutcome.IssueType.Value, "_count takes a whole number from 0.", "_count", "search-value");
            return;
        }

        // More than a page holds is cut to a page, however large the number.
        var rows = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var read)
            ? read
            : int.MaxValue;
        count = Math.Min(rows, limits.MaxCount);
        applied.Add(new("_count", count.Value.ToString(CultureInfo.InvariantCulture)));
    }

    private void ReadChoice<T>(string name, string value, ref T into)
        where T : struct, Enum
    {
        var choices = Enum.GetNames<T>().Select(static choice => choice.ToLowerInvariant());
        if (!choices.Contains(value))
        {
            Refuse(
                OperationOutcome.IssueType.Value,
                $"{name} takes one of {string.Join(", ", choices)}.",
                name,
                "search-value"
            );
            return;
        }

        into = Enum.Parse<T>(value, ignoreCase: true);
        applied.Add(new(name, value));
    }

    private void ReadElements(string value)
    {
        foreach (var element in value.Split(','))
        {
            var parts = element.Split('.');
            if (parts.Length > 2 || parts.Any(static part => part.Length == 0 || !part.All(char.IsAsciiLetterOrDigit)))
            {
                Refuse(
                    OperationOutcome.IssueType.Value,
                    "_elements takes names of elements of the resource itself, such as name,birthDate or Patient.name.",
                    "_elements",
                    "search-value"
                );
                return;
            }

            elements.Add(parts.Length == 2 ? (parts[0], parts[1]) : (null, parts[0]));
        }

        applied.Add(new("_elements", value));
    }

    private void ReadSort(IReadOnlyList<string> searched, string value)
    {
        var known = new List<string>();
        foreach (var key in value.Split(','))
        {
            var descending = key.StartsWith('-');
            if (FindSort(searched, descending ? key[1..] : key) is { } parameter)
            {
                sort.Add(new(parameter, descending));
                known.Add(key);
            }
            else if (strict || key is "" or "-")
                Refuse(
                    OperationOutcome.IssueType.NotSupported,
                    $"This search cannot be sorted by '{key}'.",
                    "_sort",
                    "search-sort"
                );
            else
                ignored.Add("_sort=" + key);
        }

        if (sort.Count > limits.MaxSortKeys)
            Refuse(
                OperationOutcome.IssueType.TooCostly,
                $"At most {limits.MaxSortKeys} sort keys are taken.",
                "_sort",
                "search-too-large"
            );
        else if (known.Count > 0)
            applied.Add(new("_sort", string.Join(',', known)));
    }

    private ParameterInfo? FindSort(IReadOnlyList<string> searched, string name) =>
        searched.All(type => types.Find(type, name) is { Sorts: true }) ? types.Find(searched[0], name) : null;
}
