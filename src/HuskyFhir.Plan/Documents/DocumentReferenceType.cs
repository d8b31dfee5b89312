using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Types.Keys;
using HuskyFhir.Resources.Types.Narratives;

namespace HuskyFhir.Plan.Documents;

/// <summary>
/// A member's document, such as a notice or the paper of an advance directive: what it is, and the paper itself or
/// where it is (US Core DocumentReference; R4 section 12.1).
/// </summary>
internal static class DocumentReferenceType
{
    /// <summary>LOINC "Advance directives".</summary>
    internal const string AdvanceDirectives = "42348-3";

    /// <summary>LOINC "Portable medical order form".</summary>
    internal const string PortableOrder = "93037-0";

    /// <summary>The part of the references by which a document has its bytes.</summary>
    public const string BinaryPart = "binary";

    public static FhirType Declaration { get; } =
        new FhirTypeBuilder<DocumentReference>("Documents", AccessClass.Member)
            .Must("husky-directive-document", IsDirective)
            .Must("husky-notice-document", IsNotice)
            .Must("husky-disagreement-document", DocumentKinds.IsOfDispute)
            .Must("husky-pcp-form", static document => DocumentKinds.Is(document, DocumentKinds.PcpForm))
            .Profile("http://hl7.org/fhir/us/core/StructureDefinition/us-core-documentreference")
            .Ends("A document is superseded by another (relatesTo, status superseded) or gets status entered-in-error.")
            .BelongsTo(static document => document.Subject, "DocumentReference.subject", "patient", "subject")
            .Narrates(
                ("What", static document => Words.Of(document.Type)),
                ("About", static document => document.Description),
                ("Of", static document => Words.Of(document.Subject)),
                (
                    "Written",
                    static document =>
                        document.DateElement?.JsonValue is DateTimeOffset at
                            ? at.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
                            : null
                ),
                ("Status", static document => document.StatusElement?.JsonValue as string)
            )
            .Keys(
                static document =>
                    document.MasterIdentifier is null
                        ? document.Identifier
                        : [document.MasterIdentifier, .. document.Identifier],
                Systems.DocumentKey
            )
            .Rule(static document =>
                document.Subject?.Reference is null
                    ?
                    [
                        HuskyFhir.Core.Answers.Issue.Error(
                            OperationOutcome.IssueType.Required,
                            "A document here belongs to a member: give subject.reference.",
                            "DocumentReference.subject",
                            "subject-required"
                        ),
                    ]
                    : []
            )
            .Rule(DocumentKinds.Check)
            .SeenWith(About)
            .Restrict(static document =>
                DocumentKinds.IsHandedOver(document)
                || DocumentKinds.Is(document, DocumentKinds.Letter)
                || IsUnexplained(document)
                    ? Restriction.Plan
                    : Restriction.None
            )
            .WrittenAs(DocumentKinds.ContentOf)
            .Identifiers(
                "The document's number, or any other identifier.",
                static document =>
                    document.MasterIdentifier is null
                        ? document.Identifier
                        : [document.MasterIdentifier, .. document.Identifier],
                "DocumentReference.masterIdentifier | DocumentReference.identifier"
            )
            .TokenColumn(
                "status",
                "DocumentReference.status",
                "Current, superseded or entered in error.",
                static document => Tokens.Of(document.StatusElement)
            )
            .Token(
                "type",
                "DocumentReference.type",
                "Kind of document, by LOINC.",
                static document => Tokens.Of(document.Type)
            )
            .Token(
                "category",
                "DocumentReference.category",
                "Class of document.",
                static document => document.Category.SelectMany(Tokens.Of)
            )
            .Token(
                "security-label",
                "DocumentReference.securityLabel",
                "A security label.",
                static document => document.SecurityLabel.SelectMany(Tokens.Of)
            )
            .Token(
                "contenttype",
                "DocumentReference.content.attachment.contentType",
                "Media type.",
                static document =>
                    document.Content.SelectMany(static each => Tokens.Of(each.Attachment?.ContentTypeElement)),
                HuskyFhir.Core.Search.TokenForm.Plain
            )
            .Text(
                "description",
                "DocumentReference.description",
                "A title that people read.",
                static document => [document.Description]
            )
            .DateColumn(
                "date",
                "DocumentReference.date",
                "When the entry was made.",
                static document => Interval.Of(document.Date)
            )
            .DateColumn(
                "period",
                "DocumentReference.context.period",
                "The time that the document is about.",
                static document => Interval.Of(document.Context?.Period)
            )
            .Reference(
                "author",
                "DocumentReference.author",
                "Who wrote it.",
                ["Organization", "Patient", "Practitioner", "PractitionerRole", "RelatedPerson"],
                static document => document.Author
            )
            .Reference(
                "custodian",
                "DocumentReference.custodian",
                "The organisation that keeps it.",
                ["Organization"],
                static document => [document.Custodian]
            )
            .Reference(
                "relatesto",
                "DocumentReference.relatesTo.target",
                "Another document that this one replaces, appends or signs.",
                ["DocumentReference"],
                static document => document.RelatesTo.Select(static each => each.Target)
            )
            .Token(
                "relation",
                "DocumentReference.relatesTo.code",
                "How it relates to another document.",
                static document => document.RelatesTo.SelectMany(static each => Tokens.Of(each.CodeElement)),
                HuskyFhir.Core.Search.TokenForm.Code
            )
            .Uri(
                "location",
                "DocumentReference.content.attachment.url",
                "Where the document itself is.",
                static document => document.Content.Select(static each => each.Attachment?.Url)
            )
            .Holds(BinaryPart, "Binary", Attachments.InBinaries)
            .CareDate("period")
            .Compartment("author")
            .Build();

    /// <summary>Whether it is the paper of an advance directive, or of an order that is filed with them.</summary>
    internal static bool IsDirective(DocumentReference document) =>
        Has(document, "http://loinc.org", AdvanceDirectives);

    /// <summary>Whether it is the paper of a medical order.</summary>
    internal static bool IsOrder(DocumentReference document) =>
        document.Type?.Coding.Any(static coding => coding.Code == PortableOrder) == true;

    /// <summary>
    /// What a document is about, but for its member and the directory: what its context names, and the document that it
    /// adds to. One that replaces another stands by itself.
    /// </summary>
    private static IEnumerable<ResourceReference?> About(DocumentReference document) =>
        [
            .. (document.Context?.Related ?? []).Where(static related =>
                References.Read(related) is { Type: not "Patient" }
            ),
            .. document
                .RelatesTo.Where(static each => each.Code != DocumentRelationshipType.Replaces)
                .Select(static each => each.Target),
        ];

    private static bool IsNotice(DocumentReference document) => Has(document, DocumentKinds.Notices, null);

    /// <summary>
    /// A notice that does not name what it is about may be the receipt of a grievance: it stays between the member and
    /// the plan (42 CFR 438.402, 438.406).
    /// </summary>
    private static bool IsUnexplained(DocumentReference document) =>
        IsNotice(document) && !About(document).Any(static other => References.Read(other) is { Id: not null });

    private static bool Has(DocumentReference document, string system, string? code) =>
        document.Category.Any(category =>
            category.Coding.Any(coding => coding.System == system && (code is null || coding.Code == code))
        );
}
