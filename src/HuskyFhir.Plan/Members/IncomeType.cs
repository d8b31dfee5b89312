using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Types.Keys;
using HuskyFhir.Resources.Types.Narratives;

namespace HuskyFhir.Plan.Members;

/// <summary>
/// A household's income as an Observation (R4 section 10.1). Eligibility hangs on it and care does not: the plan and
/// DSS see it, provider clients never do.
/// </summary>
internal static class IncomeType
{
    /// <summary>LOINC "Total family income in the last year".</summary>
    private const string TotalFamilyIncome = "63586-2";

    public static FhirType Declaration { get; } =
        new FhirTypeBuilder<Observation>("Members", AccessClass.Member)
            .Must("husky-household-income", IsIncome)
            .Ends(
                "An income record ends by effectivePeriod.end; one that was entered in error gets status entered-in-error."
            )
            .BelongsTo(static observation => observation.Subject, "Observation.subject", "patient", "subject")
            .Narrates(
                ("What", static observation => Words.Of(observation.Code)),
                (
                    "Value",
                    static observation =>
                        observation.Value switch
                        {
                            Quantity quantity => Words.Of(quantity),
                            CodeableConcept concept => Words.Of(concept),
                            FhirString text => text.Value,
                            _ => null,
                        }
                ),
                ("When", static observation => Words.Of(observation.Effective)),
                ("Of", static observation => Words.Of(observation.Subject)),
                ("Status", static observation => observation.StatusElement?.JsonValue as string)
            )
            .Keys(static observation => observation.Identifier, Systems.IncomeKey, Systems.DirectiveFlagKey)
            .Must("husky-directive-flag", HuskyFhir.Plan.Directives.DirectiveFlag.Is)
            .Rule(HuskyFhir.Plan.Directives.DirectiveFlag.Check)
            .Restrict(static observation => IsIncome(observation) ? Restriction.Eligibility : Restriction.None)
            .Rule(static observation =>
                observation.Subject?.Reference is null
                    ?
                    [
                        HuskyFhir.Core.Answers.Issue.Error(
                            OperationOutcome.IssueType.Required,
                            "An observation here belongs to a member: give subject.reference.",
                            "Observation.subject",
                            "subject-required"
                        ),
                    ]
                    : []
            )
            .Identifiers("Any identifier.", static observation => observation.Identifier)
            .Token("code", "Observation.code", "What was observed.", static observation => Tokens.Of(observation.Code))
            .Token(
                "category",
                "Observation.category",
                "Kind of observation.",
                static observation => observation.Category.SelectMany(Tokens.Of)
            )
            .TokenColumn(
                "status",
                "Observation.status",
                "Registered, preliminary, final, amended …",
                static observation => Tokens.Of(observation.StatusElement)
            )
            .DateColumn(
                "date",
                "Observation.effective",
                "When it holds.",
                static observation =>
                    observation.Effective switch
                    {
                        FhirDateTime at => Interval.Of(at.Value),
                        Period period => Interval.Of(period),
                        Instant instant => Interval.Of(instant.Value),
                        _ => null,
                    }
            )
            .QuantityColumn(
                "value-quantity",
                "Observation.value as Quantity",
                "The amount.",
                static observation => observation.Value as Quantity
            )
            .Token(
                "value-concept",
                "Observation.value as CodeableConcept",
                "The value, where it is coded.",
                static observation => Tokens.Of(observation.Value as CodeableConcept)
            )
            .Token(
                "component-code",
                "Observation.component.code",
                "What a component says.",
                static observation => observation.Component.SelectMany(static part => Tokens.Of(part.Code))
            )
            .Token(
                "component-value-concept",
                "Observation.component.value as CodeableConcept",
                "A component's coded value, such as how often an income comes.",
                static observation =>
                    observation.Component.SelectMany(static part => Tokens.Of(part.Value as CodeableConcept))
            )
            .Both("code-value-quantity", "What was observed, with the amount.", "code", "value-quantity")
            .Both("code-value-concept", "What was observed, with the coded value.", "code", "value-concept")
            .Pairs(
                "component-code-value-concept",
                "Observation.component",
                "What a component says, with its coded value.",
                static observation =>
                    observation.Component.Select(static part =>
                        (Tokens.Of(part.Code), Tokens.Of(part.Value as CodeableConcept))
                    )
            )
            .Reference(
                "performer",
                "Observation.performer",
                "Who reported it.",
                ["Organization", "Patient", "Practitioner", "PractitionerRole", "RelatedPerson"],
                static observation => observation.Performer
            )
            .CareDate("date")
            .Compartment("performer")
            .Build();

    private static bool IsIncome(Observation observation) =>
        observation.Code?.Coding.Any(static coding =>
            (coding.System == Systems.ObservationCode && coding.Code == "household-income")
            || coding.Code == TotalFamilyIncome
        ) == true;
}
