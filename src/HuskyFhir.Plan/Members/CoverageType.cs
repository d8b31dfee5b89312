using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Search;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Types.Keys;
using HuskyFhir.Resources.Types.Narratives;

namespace HuskyFhir.Plan.Members;

/// <summary>A member's enrolment in HUSKY A, B, C or D (US Core Coverage; R4 section 13.1).</summary>
internal static class CoverageType
{
    public static FhirType Declaration { get; } =
        new FhirTypeBuilder<Coverage>("Members", AccessClass.Eligibility)
            .Must("husky-coverage")
            .Profile("http://hl7.org/fhir/us/core/StructureDefinition/us-core-coverage")
            .Ends("An enrolment ends by its period: set period.end.")
            .BelongsTo(static coverage => coverage.Beneficiary, "Coverage.beneficiary", "patient", "beneficiary")
            .Narrates(
                (
                    "Programme",
                    static coverage => Words.Join(", ", coverage.Class.Select(static each => each.Name ?? each.Value))
                ),
                ("In force", static coverage => Words.Of(coverage.Period)),
                ("Member number", static coverage => Words.Of(coverage.Identifier, Systems.MemberNumber)),
                ("Kind", static coverage => Words.Of(coverage.Type)),
                ("Member", static coverage => Words.Of(coverage.Beneficiary)),
                ("Payer", static coverage => Words.Join(", ", coverage.Payor.Select(Words.Of))),
                ("Status", static coverage => coverage.StatusElement?.JsonValue as string)
            )
            .Keys(static coverage => coverage.Identifier, Systems.MemberNumber)
            .Identifiers(
                "The member number on the card, or any other identifier.",
                static coverage => coverage.Identifier
            )
            .TokenColumn(
                "status",
                "Coverage.status",
                "Whether the record is in use; an enrolment ends by its period.",
                static coverage => Tokens.Of(coverage.StatusElement)
            )
            .Token(
                "type",
                "Coverage.type",
                "Kind of coverage: Medicaid or CHIP.",
                static coverage => Tokens.Of(coverage.Type)
            )
            .Token(
                "class-type",
                "Coverage.class.type",
                "Kind of class, such as plan.",
                static coverage => coverage.Class.SelectMany(static each => Tokens.Of(each.Type))
            )
            .Text(
                "class-value",
                "Coverage.class.value",
                "The programme, such as HUSKY-A.",
                static coverage => coverage.Class.Select(static each => each.Value)
            )
            .DateColumn(
                "period",
                "Coverage.period",
                "When the enrolment is in force.",
                static coverage => Interval.Of(coverage.Period)
            )
            .Text("dependent", "Coverage.dependent", "Dependent number.", static coverage => [coverage.Dependent])
            .Token(
                "subscriber-id",
                "Coverage.subscriberId",
                "Subscriber id.",
                static coverage => coverage.SubscriberId is { Length: > 0 } id ? [new(null, id)] : [],
                TokenForm.Plain
            )
            .Reference(
                "payor",
                "Coverage.payor",
                "Who pays.",
                ["Organization", "Patient", "RelatedPerson"],
                static coverage => coverage.Payor
            )
            .Reference(
                "policy-holder",
                "Coverage.policyHolder",
                "Who owns the policy.",
                ["Organization", "Patient", "RelatedPerson"],
                static coverage => [coverage.PolicyHolder]
            )
            .Reference(
                "subscriber",
                "Coverage.subscriber",
                "Who signed up.",
                ["Patient", "RelatedPerson"],
                static coverage => [coverage.Subscriber]
            )
            .CareDate("period")
            .Compartment("policy-holder", "subscriber", "payor")
            .Build();
}
