using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Resources.Contents;

/// <summary>Bytes that are not of the kind that they are said to be. Faults: 422.</summary>
public static class ContentMismatch
{
    /// <summary>Rule: the bytes are not what the media type says.</summary>
    public const string Rule = "binary-content-type";

    /// <summary>The refusal of bytes that are not of the kind that they are said to be.</summary>
    public static Issue Of(ContentKind kind) =>
        Issue.Error(
            OperationOutcome.IssueType.Invalid,
            $"The bytes are not those of {kind.MediaTypes[0]}. Send the media type that they have, and the whole file.",
            "Binary.contentType",
            Rule
        );
}
