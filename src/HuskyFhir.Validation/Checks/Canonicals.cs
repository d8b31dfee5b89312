using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Checks;

/// <summary>
/// Resources that have a canonical URL. R4 has no type above them; the extensions that stand on all of them name
/// CanonicalResource or MetadataResource, as later versions do.
/// </summary>
internal static class Canonicals
{
    public static bool Has(Base value) =>
        value is DomainResource
        && value
            is IConformanceResource
                or ActivityDefinition
                or Measure
                or PlanDefinition
                or Questionnaire
                or Library
                or EventDefinition
                or ResearchDefinition
                or ResearchElementDefinition
                or Evidence
                or EvidenceVariable
                or ChargeItemDefinition
                or ExampleScenario
                or EffectEvidenceSynthesis
                or RiskEvidenceSynthesis;
}
