using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Types.Keys;
using HuskyFhir.Resources.Types.Narratives;

namespace HuskyFhir.Plan.Notices;

/// <summary>
/// What the plan told a member, who speaks for the member, or its own staff about a request (R4 section 12.9,
/// Communication). Notices are between the member and the plan: one about a grievance would tell its subject of it.
/// </summary>
internal static class NoticeType
{
    private static readonly string[] About =
    [
        "Task",
        "Claim",
        "ClaimResponse",
        "Consent",
        "CareTeam",
        "DocumentReference",
        "Patient",
    ];
    private static readonly string[] People =
    [
        "Patient",
        "RelatedPerson",
        "Practitioner",
        "PractitionerRole",
        "Organization",
    ];

    public static FhirType Declaration { get; } =
        new FhirTypeBuilder<Communication>("Requests", AccessClass.Member)
            .Must(
                "husky-notice",
                static message => !MessageKinds.IsOfCorrection(message) && !MessageKinds.IsDisclosure(message)
            )
            .Must("husky-correction-message", MessageKinds.IsOfCorrection)
            .Must("husky-outside-disclosure", MessageKinds.IsDisclosure)
            .Ends("A notice that was sent stays; one that was recorded by mistake gets the status entered-in-error.")
            .BelongsTo(static notice => notice.Subject, "Communication.subject", "patient", "subject")
            .Narrates(
                ("Notice", static notice => Words.Of(notice.Category)),
                ("To", static notice => Words.Join(", ", notice.Recipient.Select(Words.Of))),
                ("From", static notice => Words.Of(notice.Sender)),
                ("Sent", static notice => notice.Sent),
                (
                    "Says",
                    static notice =>
                        Words.Join(" ", notice.Payload.Select(static part => (part.Content as FhirString)?.Value))
                ),
                ("Status", static notice => notice.StatusElement?.JsonValue as string)
            )
            .Keys(static notice => notice.Identifier, Systems.NoticeKey)
            .Restrict(static _ => Restriction.Plan)
            .SeenWith(static notice => [.. notice.About, .. notice.BasedOn, .. notice.PartOf])
            .Shows(
                static notice => notice.Payload.Select(static part => part.Content as ResourceReference),
                "DocumentReference",
                "Binary"
            )
            .Table(Outbox.LetterTableRows.Table, Outbox.LetterTableRows.Of)
            .Identifiers("The notice's number, or any other identifier.", static notice => notice.Identifier)
            .TokenColumn(
                "status",
                "Communication.status",
                "Whether it was sent.",
                static notice => Tokens.Of(notice.StatusElement)
            )
            .Token(
                "category",
                "Communication.category",
                "What it tells, such as that a request was received.",
                static notice => notice.Category.SelectMany(Tokens.Of)
            )
            .Token(
                "letter-state",
                "Communication.statusReason",
                "How far its letter is: waiting, sent, mailed, returned, no-address or failed.",
                static notice => Tokens.Of(notice.StatusReason)
            )
            .Token(
                "letter-step",
                "Communication.topic",
                "The step that its letter is about.",
                static notice => Tokens.Of(notice.Topic)
            )
            .Token(
                "medium",
                "Communication.medium",
                "How it went.",
                static notice => notice.Medium.SelectMany(Tokens.Of)
            )
            .DateColumn("sent", "Communication.sent", "When it was sent.", static notice => Interval.Of(notice.Sent))
            .DateColumn(
                "received",
                "Communication.received",
                "When it was received.",
                static notice => Interval.Of(notice.Received)
            )
            .Reference(
                "about",
                "Communication.about",
                "The request or the decision that it is about.",
                About,
                static notice => notice.About
            )
            .Reference(
                "recipient",
                "Communication.recipient",
                "To whom it went.",
                People,
                static notice => notice.Recipient
            )
            .Reference("sender", "Communication.sender", "Who sent it.", People, static notice => [notice.Sender])
            .Reference(
                "based-on",
                "Communication.basedOn",
                "What asked for it.",
                ["Task"],
                static notice => notice.BasedOn
            )
            .Reference(
                "part-of",
                "Communication.partOf",
                "What it is a part of.",
                ["Task", "Communication"],
                static notice => notice.PartOf
            )
            .CareDate("sent")
            .Build();
}
