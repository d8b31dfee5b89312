using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Terms;

namespace HuskyFhir.Plan.Documents;

/// <summary>
/// Kinds of documents that the service itself reads (CodeSystem husky-document-kind, in <c>category</c>), and who may
/// write a document.
/// Fault: 422 <c>disputed-record</c>.
/// </summary>
internal static class DocumentKinds
{
    public const string System = Systems.Base + "/CodeSystem/husky-document-kind";

    /// <summary>By which a member chose a primary care provider, signed.</summary>
    public const string PcpForm = "pcp-selection-form";

    /// <summary>A member's statement of disagreement (45 CFR 164.526(d)(2)).</summary>
    public const string Statement = "disagreement-statement";

    /// <summary>The plan's rebuttal of one (45 CFR 164.526(d)(3)).</summary>
    public const string Rebuttal = "disagreement-rebuttal";

    /// <summary>
    /// A letter of the plan. It is between the plan and whom it goes to: its address may be one that nobody else may
    /// know, and providers read records and not the member's post.
    /// </summary>
    public const string Letter = "letter";

    /// <summary>Codes of CodeSystem husky-notice-kind, which make a document a notice.</summary>
    public const string Notices = Systems.Base + "/CodeSystem/husky-notice-kind";

    /// <summary>
    /// The kind of request that a document answers (CodeSystem husky-request-type): the mark by which what the plan
    /// hands to a member is kept from providers.
    /// </summary>
    public const string Answers = CodeSystems.RequestType;

    /// <summary>Whether the plan handed it to the member, and to nobody else.</summary>
    public static bool IsHandedOver(DocumentReference document) => Has(document, Answers, null);

    /// <summary>Whether it is of a kind.</summary>
    public static bool Is(DocumentReference document, string kind) => Has(document, System, kind);

    /// <summary>Whether it stands with a disputed record, and goes where that goes (45 CFR 164.526(d)(5)).</summary>
    public static bool IsOfDispute(DocumentReference document) => Is(document, Statement) || Is(document, Rebuttal);

    /// <summary>Who may write it.</summary>
    public static WriteContent ContentOf(DocumentReference document) =>
        IsOfDispute(document) || Is(document, Letter) || Has(document, Notices, null) || IsHandedOver(document)
            ? WriteContent.PlanPaper
            : WriteContent.Document;

    /// <summary>What stands with a record names it.</summary>
    public static IEnumerable<Issue> Check(DocumentReference document) =>
        IsOfDispute(document)
        && !(document.Context?.Related.Exists(static each => !string.IsNullOrEmpty(each.Reference)) ?? false)
            ?
            [
                Issue.Error(
                    OperationOutcome.IssueType.Required,
                    "A statement of disagreement, or a rebuttal, goes "
                        + "wherever the disputed record goes: name that record in context.related (45 CFR "
                        + "164.526(d)(4)).",
                    "DocumentReference.context.related",
                    "disputed-record"
                ),
            ]
            : [];

    private static bool Has(DocumentReference document, string system, string? code) =>
        document.Category.Exists(category =>
            category.Coding.Exists(coding => coding.System == system && (code is null || coding.Code == code))
        );
}
