using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Core.Search;

/// <summary>
/// Reads <c>_include</c> and <c>_revinclude</c>, with <c>:iterate</c> (R4 section 3.1.1.5.5): <c>Type:parameter</c>,
/// <c>Type:parameter:target</c>, <c>Type:*</c> or <c>*</c>. The answer is null for what is unknown. Faults: 400.
/// </summary>
internal sealed class IncludeReader(ISearchTypes types, bool strict, IReadOnlyList<string> searched)
{
    public static bool IsRule(string name) =>
        name
            is "_include"
                or "_revinclude"
                or "_include:iterate"
                or "_revinclude:iterate"
                or "_include:recurse"
                or "_revinclude:recurse";

    public Result<IncludeRule?> Read(string name, string value)
    {
        var (reverse, iterate) = (
            name.StartsWith("_rev", StringComparison.Ordinal),
            name.Contains(':', StringComparison.Ordinal)
        );
        var parts = value.Split(':');
        if (value == "*" && !reverse)
            return new IncludeRule(false, iterate, "*", [], null);
        if (parts.Length is < 2 or > 3 || parts.Any(static part => part.Length == 0))
            return new Fault(
                FaultKind.Malformed,
                OperationOutcome.IssueType.Value,
                $"Write {name}=Type:parameter, such as {(reverse ? "Coverage:beneficiary" : "PractitionerRole:practitioner")}.",
                name,
                "search-include"
            );
        var references = types.References(parts[0]).Where(one => parts[1] == "*" || one.Name == parts[1]).ToList();
        if (
            references.Count > 0
            && (parts.Length == 2 || references.Any(one => one.Targets.Contains(parts[2])))
            && (iterate || Applies(reverse, parts[0], references))
        )
            return new IncludeRule(reverse, iterate, parts[0], references, parts.Length == 3 ? [parts[2]] : null);
        return strict
            ? new Fault(
                FaultKind.Malformed,
                OperationOutcome.IssueType.NotSupported,
                "The service has no such reference to follow; the CapabilityStatement at /metadata lists them.",
                name,
                "search-include"
            )
            : (IncludeRule?)null;
    }

    /// <summary>
    /// Whether a rule can find anything beside the matches themselves; one that cannot is a mistake, unless what it
    /// includes is followed further.
    /// </summary>
    private bool Applies(bool reverse, string source, List<ParameterInfo> references) =>
        reverse ? references.Exists(one => one.Targets.Any(searched.Contains)) : searched.Contains(source);
}
