using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Validation.Structure;

/// <summary>Collects issues up to a limit, and turns a place in the body into line and position.</summary>
internal sealed class Findings(ReadOnlyMemory<byte> body, int limit)
{
    private readonly List<Issue> issues = [];

    public bool Any => issues.Count > 0;

    /// <summary>Whether no more issues are told: the rest of a body need not be looked at.</summary>
    public bool Full => issues.Count > limit;

    /// <summary>Whether a narrative must be written anew before it may be stored.</summary>
    public bool Rewrites { get; set; }

    /// <summary>Whether the body cannot be read as this resource at all.</summary>
    public bool Structural { get; private set; }

    public void Add(OperationOutcome.IssueType code, string detail, string text, string? expression, long offset)
    {
        if (issues.Count > limit)
            return;
        if (issues.Count == limit)
        {
            issues.Add(ValidationReport.More);
            return;
        }

        Structural |= code == OperationOutcome.IssueType.Structure;
        var (line, position) = Place(offset);
        issues.Add(Issue.Error(code, text, expression, detail) with { Line = line, Position = position });
    }

    public ValidationReport Report() => issues.Count == 0 ? ValidationReport.Clean : new ValidationReport(issues);

    private (long Line, long Position) Place(long offset)
    {
        var before = body.Span[..(int)Math.Clamp(offset, 0, body.Length)];
        return (before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
    }
}
