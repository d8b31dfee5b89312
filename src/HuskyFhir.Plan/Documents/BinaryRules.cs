using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Contents;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Plan.Documents;

/// <summary>
/// What a Binary must be: a kind of document that is kept here, with bytes of that kind, of one member. Faults: 422.
/// </summary>
public static class BinaryRules
{
    internal static IEnumerable<Issue> Check(Binary binary)
    {
        if (!References.MayLeadTo(binary.SecurityContext, "Patient", "DocumentReference"))
            yield return Issue.Error(
                OperationOutcome.IssueType.Required,
                "A document's bytes belong to a member: give securityContext (by itself: the header X-Security-Context) as Patient/id or DocumentReference/id.",
                "Binary.securityContext",
                "security-context"
            );
        if (ContentKind.Of(binary.ContentType) is not { } kind)
            yield return Issue.Error(
                OperationOutcome.IssueType.NotSupported,
                $"Documents of this media type are not kept here; these are: {ContentKind.Offered}.",
                "Binary.contentType",
                "binary-media-type"
            );
        else if (!ContentKind.IsHeader(binary.ContentType!))
            yield return Issue.Error(
                OperationOutcome.IssueType.Value,
                "This is no media type as RFC 9110 section 8.3.1 writes one; leave its parameters out, or write them as name=value in ASCII.",
                "Binary.contentType",
                "binary-media-type"
            );
        else if (binary.Data is { } data && !Is(kind, data))
            yield return ContentMismatch.Of(kind);
    }

    private static bool Is(ContentKind kind, byte[] data)
    {
        using var bytes = new MemoryStream(data, writable: false);
        return ContentCheck.Is(kind, bytes);
    }
}
