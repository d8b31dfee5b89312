using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Core.Search;

/// <summary>
/// Reads the parameters of a search into a <see cref="SearchQuery"/> (R4 section 3.1.1). Faults, all 400: unknown parameter
/// under strict handling, unsupported modifier, unreadable value, too many of anything. Under lenient handling an unknown
/// parameter is left out, and so is absent from the self link.
/// </summary>
/// <param name="values">Reads single values.</param>
/// <param name="limits">Bounds.</param>
/// <param name="strict">Whether <c>Prefer: handling=strict</c> was asked.</param>
public sealed class SearchReader(ValueReader values, SearchLimits limits, bool strict)
{
    private static readonly string[] HandledElsewhere = ["_format", "_pretty"];

    private readonly List<Issue> issues = [];
    private readonly List<SearchFilter> filters = [];
    private readonly List<SortKey> sort = [];
    private readonly List<KeyValuePair<string, string>> applied = [];
    private int? count;
    private TotalMode total;
    private int seenValues;

    /// <summary>Reads all parameters; every fault is told, not only the first.</summary>
    /// <param name="type">The type searched.</param>
    /// <param name="find">Finds a parameter of that type by name.</param>
    /// <param name="given">Names (with modifiers) and values, unescaped from the URL or the form.</param>
    public Answer<SearchQuery> Read(string type, Func<string, ParameterInfo?> find, IReadOnlyCollection<KeyValuePair<string, string>> given)
    {
        if (given.Count > limits.MaxParameters)
            return TooMany($"{given.Count} parameters were given; at most {limits.MaxParameters} are taken.");
        foreach (var (name, value) in given)
            ReadOne(type, find, name, value);
        if (seenValues > limits.MaxValues)
            return TooMany($"{seenValues} values were given; at most {limits.MaxValues} are taken. Split the search.");
        return issues.Count > 0 ? new Fault(FaultKind.Malformed, issues) : new SearchQuery(type, filters, sort, count, total, applied);
    }

    private static Fault TooMany(string text) => new(FaultKind.Malformed, OperationOutcome.IssueType.TooCostly, text, null, "search-too-large");

    private void ReadOne(string type, Func<string, ParameterInfo?> find, string name, string value)
    {
        switch (name)
        {
            case "_count": ReadCount(value); break;
            case "_total": ReadTotal(value); break;
            case "_sort": ReadSort(type, find, value); break;
            case var other when HandledElsewhere.Contains(other): break;
            default: ReadFilter(type, find, name, value); break;
        }
    }

    private void Refuse(OperationOutcome.IssueType code, string text, string name, string detail) => issues.Add(Issue.Error(code, text, name, detail));

    private void ReadCount(string value)
    {
        if (value.Length == 0 || !value.All(char.IsAsciiDigit))
        {
            Refuse(OperationOutcome.IssueType.Value, "_count takes a whole number from 0.", "_count", "search-value");
            return;
        }

        // More than a page holds is cut to a page, however large the number.
        var rows = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : int.MaxValue;
        count = Math.Min(rows, limits.MaxCount);
        applied.Add(new("_count", count.Value.ToString(CultureInfo.InvariantCulture)));
    }

    private void ReadTotal(string value)
    {
        if (value is not ("none" or "estimate" or "accurate"))
        {
            Refuse(OperationOutcome.IssueType.Value, "_total takes none, estimate or accurate.", "_total", "search-value");
            return;
        }

        total = Enum.Parse<TotalMode>(value, ignoreCase: true);
        applied.Add(new("_total", value));
    }

    private void ReadSort(string type, Func<string, ParameterInfo?> find, string value)
    {
        var known = new List<string>();
        foreach (var key in value.Split(','))
        {
            var descending = key.StartsWith('-');
            if (find(descending ? key[1..] : key) is { } parameter)
            {
                sort.Add(new(parameter, descending));
                known.Add(key);
            }
            else if (strict || key is "" or "-")
                Refuse(OperationOutcome.IssueType.NotSupported, $"{type} cannot be sorted by '{key}'.", "_sort", "search-sort");
        }

        if (sort.Count > limits.MaxSortKeys)
            Refuse(OperationOutcome.IssueType.TooCostly, $"At most {limits.MaxSortKeys} sort keys are taken.", "_sort", "search-too-large");
        else if (known.Count > 0)
            applied.Add(new("_sort", string.Join(',', known)));
    }

    private void ReadFilter(string type, Func<string, ParameterInfo?> find, string name, string value)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var modifier = colon < 0 ? null : name[(colon + 1)..];
        if (find(colon < 0 ? name : name[..colon]) is not { } parameter)
            RefuseUnknown(type, name);
        else if (modifier is not null && !parameter.Modifiers.Contains(modifier))
            Refuse(OperationOutcome.IssueType.NotSupported, $"The modifier ':{modifier}' is not offered on '{parameter.Name}'; it takes {string.Join(", ", parameter.Modifiers.Select(static m => ":" + m))}.", name, "search-modifier");
        else if (modifier == "missing")
            ReadMissing(parameter, name, value);
        else
            ReadValues(parameter, modifier, name, value);
    }

    private void RefuseUnknown(string type, string name)
    {
        if (strict)
            Refuse(OperationOutcome.IssueType.NotSupported, $"{type} has no search parameter '{name}'; the CapabilityStatement at /metadata lists them.", name, "search-parameter");
    }

    private void ReadMissing(ParameterInfo parameter, string name, string value)
    {
        if (value is not ("true" or "false"))
        {
            Refuse(OperationOutcome.IssueType.Value, ":missing takes true or false.", name, "search-value");
            return;
        }

        filters.Add(new(parameter, "missing", [], value == "true"));
        applied.Add(new(name, value));
    }

    private void ReadValues(ParameterInfo parameter, string? modifier, string name, string value)
    {
        var parts = SearchText.Split(value, ',');
        seenValues += parts.Count;
        if (seenValues > limits.MaxValues)
            return;
        var read = new List<SearchValue>(parts.Count);
        foreach (var part in parts)
        {
            if (part.Length == 0)
                Refuse(OperationOutcome.IssueType.Value, "An empty value matches nothing; leave the parameter out, or use :missing.", name, "search-value");
            else if (values.Read(parameter, modifier, part).Try(out var one, out var fault))
                read.Add(one);
            else
                issues.AddRange(fault.Issues);
        }

        filters.Add(new(parameter, modifier, read, null));
        applied.Add(new(name, value));
    }
}
