using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Types.Keys;
using HuskyFhir.Resources.Types.Narratives;

namespace HuskyFhir.Plan.Determinations;

/// <summary>
/// What a provider asks the plan to authorise or to pay, as far as a decision on it needs to be understood (R4 section
/// 13.6). The decision is a <see cref="ClaimResponseType"/>.
/// </summary>
internal static class ClaimType
{
    private static readonly string[] Providers = ["Practitioner", "PractitionerRole", "Organization"];

    public static FhirType Declaration { get; } =
        new FhirTypeBuilder<Claim>("Decisions", AccessClass.Member)
            .Must("husky-service-request")
            .Ends("A request that is taken back gets status cancelled; one that was entered in error gets that status.")
            .BelongsTo(static claim => claim.Patient, "Claim.patient", "patient")
            .Narrates(
                (
                    "Asked for",
                    static claim => Words.Join(", ", claim.Item.Select(static item => Words.Of(item.ProductOrService)))
                ),
                ("To be", static claim => DecisionWords.Of(claim.Use)),
                ("Kind", static claim => Words.Of(claim.Type)),
                ("For", static claim => Words.Of(claim.Patient)),
                ("By", static claim => Words.Of(claim.Provider)),
                ("Number", static claim => Words.Of(claim.Identifier, Systems.ClaimNumber)),
                ("Received", DecisionWords.Received),
                ("Cannot wait", static claim => DecisionTerms.IsExpedited(claim) ? "yes" : null),
                ("Decided by", static claim => DecisionWords.Due(claim)),
                ("Status", static claim => claim.StatusElement?.JsonValue as string)
            )
            .Keys(static claim => claim.Identifier, Systems.ClaimNumber)
            .Rule(ClaimRules.Check)
            .Identifiers(
                "The number of the request or claim, or any other identifier.",
                static claim => claim.Identifier
            )
            .TokenColumn(
                "status",
                "Claim.status",
                "Active, cancelled, draft or entered in error.",
                static claim => Tokens.Of(claim.StatusElement)
            )
            .TokenColumn(
                "use",
                "Claim.use",
                "Whether an authorisation is asked for (preauthorization), or payment (claim).",
                static claim => Tokens.Of(claim.UseElement)
            )
            .Token(
                "priority",
                "Claim.priority",
                "How soon it is to be decided: normal, or stat for what cannot wait.",
                static claim => Tokens.Of(claim.Priority)
            )
            .DateColumn("created", "Claim.created", "When it was written.", static claim => Interval.Of(claim.Created))
            .DateColumn(
                "due",
                DecisionTerms.DueExpression,
                "The day by which it must be decided.",
                static claim => Interval.Of(DecisionClock.Of(claim)?.Due)
            )
            .Reference("provider", "Claim.provider", "Who asks.", Providers, static claim => [claim.Provider])
            .Reference("insurer", "Claim.insurer", "Who is asked.", ["Organization"], static claim => [claim.Insurer])
            .Reference(
                "enterer",
                "Claim.enterer",
                "Who wrote it.",
                ["Practitioner", "PractitionerRole"],
                static claim => [claim.Enterer]
            )
            .Reference(
                "facility",
                "Claim.facility",
                "Where the service is given.",
                ["Location"],
                static claim => [claim.Facility]
            )
            .Reference(
                "payee",
                "Claim.payee.party",
                "Who is to be paid.",
                ["Organization", "Patient", "Practitioner", "PractitionerRole", "RelatedPerson"],
                static claim => [claim.Payee?.Party]
            )
            .Reference(
                "care-team",
                "Claim.careTeam.provider",
                "Who gives the service.",
                Providers,
                static claim => claim.CareTeam.Select(static each => each.Provider)
            )
            .CareDate("created")
            .Compartment("payee")
            .Build();
}
