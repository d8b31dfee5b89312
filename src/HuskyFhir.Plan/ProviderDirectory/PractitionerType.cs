using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Terms;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Types.Keys;
using HuskyFhir.Resources.Types.Narratives;

namespace HuskyFhir.Plan.ProviderDirectory;

/// <summary>A person who provides care (US Core Practitioner; R4 section 8.3).</summary>
internal static class PractitionerType
{
    public static FhirType Declaration { get; } =
        new FhirTypeBuilder<Practitioner>("Directory", AccessClass.Directory)
            .Must("husky-practitioner")
            .Profile("http://hl7.org/fhir/us/core/StructureDefinition/us-core-practitioner")
            .Narrates(
                ("Name", static practitioner => Words.Of(practitioner.Name)),
                ("NPI", static practitioner => Words.Of(practitioner.Identifier, Systems.Npi)),
                ("Languages", static practitioner => Words.Of(practitioner.Communication)),
                ("Record", static practitioner => practitioner.Active == false ? "not in use" : null)
            )
            .Keys(static practitioner => practitioner.Identifier, Systems.Npi)
            .Rule(static practitioner => NpiRule.Check(practitioner.Identifier, "Practitioner"))
            .Identifiers("The NPI, or any other identifier.", static practitioner => practitioner.Identifier)
            .Names(static practitioner => practitioner.Name)
            .Telecoms(static practitioner => practitioner.Telecom)
            .Addresses(static practitioner => practitioner.Address)
            .TokenColumn(
                "gender",
                "Practitioner.gender",
                "Administrative gender.",
                static practitioner => Tokens.Of(practitioner.GenderElement)
            )
            .FlagColumn(
                "active",
                "Practitioner.active",
                "Whether the record is in use.",
                static practitioner => practitioner.Active
            )
            .Token(
                "communication",
                "Practitioner.communication",
                "A language in which the practitioner can be spoken to.",
                static practitioner => practitioner.Communication.SelectMany(Tokens.Of)
            )
            .Build();
}
