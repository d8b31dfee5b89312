using Hl7.Fhir.Model;

namespace HuskyFhir.Core.Answers;

/// <summary>
/// One thing to tell the sender, in the terms of FHIR's OperationOutcome.issue (R4 section 2.33).
/// The text says what is wrong, where, and how to mend it; it never speaks of anyone else's data.
/// </summary>
/// <param name="Severity">Fatal and error refuse the request; warning and information do not.</param>
/// <param name="Code">The issue type of R4's required value set.</param>
/// <param name="Text">Diagnostics in one or two sentences.</param>
/// <param name="Expression">FHIRPath of the element (<c>Patient.name[0].family</c>), a parameter's name, or a
/// header's.</param>
/// <param name="Detail">A stable code of ours for programs to act on, such as <c>reference-unknown</c>.</param>
/// <param name="Line">Line in the body, from 1, where it is known.</param>
/// <param name="Position">Byte in that line, from 1, where it is known.</param>
public sealed record Issue(
    OperationOutcome.IssueSeverity Severity,
    OperationOutcome.IssueType Code,
    string Text,
    string? Expression = null,
    string? Detail = null,
    long? Line = null,
    long? Position = null
)
{
    /// <summary>An issue that refuses the request.</summary>
    public static Issue Error(
        OperationOutcome.IssueType code,
        string text,
        string? expression = null,
        string? detail = null
    ) => new(OperationOutcome.IssueSeverity.Error, code, text, expression, detail);

    /// <summary>An issue that lets the request through.</summary>
    public static Issue Warning(
        OperationOutcome.IssueType code,
        string text,
        string? expression = null,
        string? detail = null
    ) => new(OperationOutcome.IssueSeverity.Warning, code, text, expression, detail);

    /// <summary>Whether this issue alone refuses the request.</summary>
    public bool Refuses => Severity is OperationOutcome.IssueSeverity.Error or OperationOutcome.IssueSeverity.Fatal;

    /// <summary>Something to know.</summary>
    public static Issue Information(
        OperationOutcome.IssueType code,
        string text,
        string? expression = null,
        string? detail = null
    ) => new(OperationOutcome.IssueSeverity.Information, code, text, expression, detail);
}
