using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Search;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Types.Keys;
using HuskyFhir.Resources.Types.Narratives;

namespace HuskyFhir.Plan.Determinations;

/// <summary>
/// What the plan decided on an authorisation or a payment (R4 section 13.7), and, where that took something from the
/// member, what, why, from when, and when the member was told. <c>outcome</c> says only how far the processing is:
/// approval is never read from it.
/// </summary>
internal static class ClaimResponseType
{
    public static FhirType Declaration { get; } =
        new FhirTypeBuilder<ClaimResponse>("Decisions", AccessClass.Member)
            .Must("husky-decision")
            .Ends(
                "A decision stays as it was told to the member: issue a new one that replaces it, or set status entered-in-error."
            )
            .BelongsTo(static response => response.Patient, "ClaimResponse.patient", "patient")
            .Narrates(
                ("Decision", DecisionWords.Action),
                ("On", static response => DecisionWords.Of(response.Use)),
                ("In words", static response => response.Disposition),
                (
                    "Why",
                    static response => Words.Join(", ", DecisionItems.Reasons(response).Select(Words.Of).Distinct())
                ),
                ("Decided", static response => response.Created),
                ("Notice mailed", static response => response.GetExtensionValue<Date>(DecisionTerms.NoticeDate)?.Value),
                ("Takes effect", static response => response.GetExtensionValue<Date>(DecisionTerms.ActionDate)?.Value),
                ("Authorised for", static response => Words.Of(response.PreAuthPeriod)),
                ("Authorisation", static response => response.PreAuthRef),
                ("For", static response => Words.Of(response.Patient)),
                ("Asked by", static response => Words.Of(response.Requestor)),
                ("Was to be decided by", static response => DecisionWords.Due(response)),
                ("Status", static response => response.StatusElement?.JsonValue as string)
            )
            .Keys(static response => response.Identifier, Systems.DecisionNumber)
            .Leads("request")
            .Rule(DecisionRules.Check)
            .Masks(Amounts.AreIn, Amounts.Remove)
            .Identifiers(
                "The number of the decision or of the authorisation, or any other identifier.",
                static response => response.Identifier
            )
            .TokenColumn(
                "status",
                "ClaimResponse.status",
                "Active, cancelled (replaced or withdrawn), draft or entered in error.",
                static response => Tokens.Of(response.StatusElement)
            )
            .TokenColumn(
                "use",
                "ClaimResponse.use",
                "Whether it is about an authorisation (preauthorization) or a payment (claim).",
                static response => Tokens.Of(response.UseElement)
            )
            .TokenColumn(
                "outcome",
                "ClaimResponse.outcome",
                "How far it was processed: queued, complete, partial or error; approval is not read from it.",
                static response => Tokens.Of(response.OutcomeElement)
            )
            .TokenColumn(
                "action-kind",
                DecisionTerms.ActionKindExpression,
                "What it does to a service: denied-full, denied-partial, suspended, reduced, terminated.",
                static response =>
                    DecisionReader.Action(response) is { } kind
                        ? [new(DecisionTerms.ActionKindSystem, kind.Code())]
                        : [],
                TokenForm.Code
            )
            .Text(
                "disposition",
                "ClaimResponse.disposition",
                "What was said of it in words.",
                static response => [response.Disposition]
            )
            .DateColumn(
                "created",
                "ClaimResponse.created",
                "When it was decided.",
                static response => Interval.Of(response.Created)
            )
            .DateColumn(
                "notice-date",
                DecisionTerms.NoticeDateExpression,
                "The day on which the notice was mailed.",
                static response => Interval.Of(response.GetExtensionValue<Date>(DecisionTerms.NoticeDate)?.Value)
            )
            .DateColumn(
                "payment-date",
                "ClaimResponse.payment.date",
                "When it is paid.",
                static response => Interval.Of(response.Payment?.Date)
            )
            .Reference(
                "insurer",
                "ClaimResponse.insurer",
                "Who decided.",
                ["Organization"],
                static response => [response.Insurer]
            )
            .Reference(
                "request",
                "ClaimResponse.request",
                "What was decided on.",
                ["Claim"],
                static response => [response.Request]
            )
            .Reference(
                "requestor",
                "ClaimResponse.requestor",
                "Who asked.",
                ["Practitioner", "PractitionerRole", "Organization"],
                static response => [response.Requestor]
            )
            .Reference(
                "replaces",
                DecisionTerms.ReplacesExpression,
                "The decision that it stands in for.",
                ["ClaimResponse"],
                static response => [response.GetExtensionValue<ResourceReference>(DecisionTerms.Replaces)]
            )
            .CareDate("created")
            .Build();
}
