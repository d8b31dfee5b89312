using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Core.Search;

/// <summary>
/// Reads one parameter of a search into a condition: a plain one, a chain (R4 section 3.1.1.4.11) or <c>_has</c>
/// (3.1.1.4.12). The answer is null for a parameter that the type does not have. What a chain or <c>_has</c> leads to
/// must exist: a name that is half known is a mistake, never ignored. Faults: 400.
/// </summary>
internal sealed class ConditionReader(
    ISearchTypes types,
    ValueReader values,
    SearchLimits limits,
    IReadOnlyList<string> searched
)
{
    /// <summary>Values read so far, in all parameters.</summary>
    public int Seen { get; private set; }

    public Result<SearchCondition?> Read(string name, string value)
    {
        var answer = Read(searched[0], name, value, 0);
        if (searched.Count == 1 || !answer.Try(out var condition, out _) || condition is null)
            return answer;
        // Over several types only what means the same in each of them is taken (R4 section 3.1.1.3).
        return
            condition is SearchFilter { Parameter: var parameter }
            && searched.All(type => types.Find(type, parameter.Name)?.Kind == parameter.Kind)
            ? answer
            : (SearchCondition?)null;
    }

    private static Fault Bad(OperationOutcome.IssueType code, string text, string name, string detail) =>
        new(FaultKind.Malformed, code, text, name, detail);

    private Result<SearchCondition?> Read(string type, string name, string value, int links)
    {
        if (links > limits.MaxLinks)
            return Bad(
                OperationOutcome.IssueType.TooCostly,
                $"A chain has at most {limits.MaxLinks} links here.",
                name,
                "search-too-large"
            );
        if (name.StartsWith("_has:", StringComparison.Ordinal))
            return ReadHas(type, name, value, links);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? ReadFilter(type, name, value) : ReadChain(type, name[..dot], name[(dot + 1)..], value, links);
    }

    private Result<SearchCondition?> ReadHas(string type, string name, string value, int links)
    {
        var parts = name.Split(':', 4);
        if (parts.Length < 4)
            return Bad(
                OperationOutcome.IssueType.Value,
                "Write _has:Type:reference:parameter=value, such as _has:Coverage:beneficiary:status=active.",
                name,
                "search-has"
            );
        if (types.Find(parts[1], parts[2]) is not { Kind: SearchKind.Reference } reference)
            return Bad(
                OperationOutcome.IssueType.NotSupported,
                $"{Clip(parts[1])} has no reference parameter '{Clip(parts[2])}'.",
                name,
                "search-has"
            );
        if (!reference.Targets.Contains(type))
            return Bad(
                OperationOutcome.IssueType.NotSupported,
                $"{parts[1]}.{parts[2]} refers to {string.Join(", ", reference.Targets)}, not to {type}.",
                name,
                "search-has"
            );
        if (!Read(parts[1], parts[3], value, links + 1).Try(out var condition, out var fault))
            return fault;
        return condition is null ? Unknown(parts[1], parts[3], name) : new HasFilter(parts[1], reference, condition);
    }

    private Result<SearchCondition?> ReadChain(string type, string head, string rest, string value, int links)
    {
        var colon = head.IndexOf(':', StringComparison.Ordinal);
        if (types.Find(type, colon < 0 ? head : head[..colon]) is not { Kind: SearchKind.Reference } reference)
            return (SearchCondition?)null;
        var wanted = colon < 0 ? null : head[(colon + 1)..];
        if (wanted is not null && !reference.Targets.Contains(wanted))
            return Bad(
                OperationOutcome.IssueType.NotSupported,
                $"'{reference.Name}' refers to {string.Join(", ", reference.Targets)}, not to '{Clip(wanted)}'.",
                $"{head}.{rest}",
                "search-chain"
            );
        var found = new List<(string, SearchCondition)>();
        Fault? first = null;
        foreach (var target in reference.Targets.Where(target => wanted is null || target == wanted))
            if (!Read(target, rest, value, links + 1).Try(out var condition, out var fault))
                first ??= fault;
            else if (condition is not null)
                found.Add((target, condition));
        if (found.Count > 0)
            return new ChainFilter(reference, found);
        return first ?? Unknown(wanted ?? string.Join(", ", reference.Targets), rest, $"{head}.{rest}");
    }

    private static Fault Unknown(string type, string name, string whole) =>
        Bad(
            OperationOutcome.IssueType.NotSupported,
            $"{type} has no search parameter '{Clip(name)}'; the CapabilityStatement at /metadata lists them.",
            whole,
            "search-chain"
        );

    private static string Clip(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private Result<SearchCondition?> ReadFilter(string type, string name, string value)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var modifier = colon < 0 ? null : name[(colon + 1)..];
        if (types.Find(type, colon < 0 ? name : name[..colon]) is not { } parameter)
            return (SearchCondition?)null;
        if (modifier is not null && !parameter.Modifiers.Contains(modifier))
            return Bad(
                OperationOutcome.IssueType.NotSupported,
                $"The modifier ':{Clip(modifier)}' is not offered on '{parameter.Name}'; {Offered(parameter)}.",
                name,
                "search-modifier"
            );
        return modifier == "missing"
            ? ReadMissing(parameter, name, value)
            : ReadValues(parameter, modifier, name, value);
    }

    private static string Offered(ParameterInfo parameter) =>
        parameter.Modifiers.Count == 0
            ? "it takes none"
            : "it takes " + string.Join(", ", parameter.Modifiers.Select(static modifier => ":" + modifier));

    private static Result<SearchCondition?> ReadMissing(ParameterInfo parameter, string name, string value) =>
        value is "true" or "false"
            ? new SearchFilter(parameter, "missing", [], value == "true")
            : Bad(OperationOutcome.IssueType.Value, ":missing takes true or false.", name, "search-value");

    private Result<SearchCondition?> ReadValues(ParameterInfo parameter, string? modifier, string name, string value)
    {
        var parts = SearchText.Split(value, ',');
        Seen += parts.Count;
        var read = new List<SearchValue>(Math.Min(parts.Count, limits.MaxValues));
        var issues = new List<Issue>();
        foreach (var part in Seen > limits.MaxValues ? [] : parts)
            if (part.Length == 0)
                issues.Add(
                    Issue.Error(
                        OperationOutcome.IssueType.Value,
                        "An empty value matches nothing; leave the parameter out, or use :missing.",
                        name,
                        "search-value"
                    )
                );
            else if (values.Read(parameter, modifier, part).Try(out var one, out var fault))
                read.Add(one);
            else
                issues.AddRange(fault.Issues);
        return issues.Count > 0
            ? new Fault(FaultKind.Malformed, issues)
            : new SearchFilter(parameter, modifier, read, null);
    }
}
