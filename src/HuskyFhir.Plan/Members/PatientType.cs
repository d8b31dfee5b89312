using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Types.Keys;
using HuskyFhir.Resources.Types.Narratives;

namespace HuskyFhir.Plan.Members;

/// <summary>A member of HUSKY Health (US Core Patient; R4 section 8.1).</summary>
internal static class PatientType
{
    public static FhirType Declaration { get; } = Declare().Build();

    private static FhirTypeBuilder<Patient> Declare()
    {
        var type = new FhirTypeBuilder<Patient>("Members", AccessClass.Eligibility)
            .Must("husky-member")
            .Profile("http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient")
            .Ends("A member's record is kept for good: set active to false, or deceased[x].")
            .Narrates(
                ("Name", static patient => Words.Of(patient.Name)),
                ("Born", static patient => patient.BirthDate),
                ("Gender", static patient => patient.GenderElement?.JsonValue as string),
                ("Client id", static patient => Words.Of(patient.Identifier, Systems.ClientId)),
                ("Language", static patient => Words.Of(patient.Communication.Select(static each => each.Language))),
                ("Primary care", static patient => Words.Join(", ", patient.GeneralPractitioner.Select(Words.Of))),
                (
                    "Died",
                    static patient =>
                        patient.Deceased is FhirDateTime at ? at.Value
                        : HasDied(patient) ? "yes"
                        : null
                ),
                ("Record", static patient => patient.Active == false ? "not in use" : null)
            )
            .Keys(static patient => patient.Identifier, Systems.ClientId)
            .Rule(RecordConsequence.Check)
            .Identifiers("The DSS client id, or any other identifier.", static patient => patient.Identifier)
            .Names(static patient => patient.Name)
            .Telecoms(static patient => patient.Telecom)
            .Addresses(static patient => patient.Address)
            .DateColumn(
                "birthdate",
                "Patient.birthDate",
                "Date of birth.",
                static patient => Interval.Of(patient.BirthDate)
            )
            .TokenColumn(
                "gender",
                "Patient.gender",
                "Administrative gender.",
                static patient => Tokens.Of(patient.GenderElement)
            )
            .FlagColumn("active", "Patient.active", "Whether the record is in use.", static patient => patient.Active)
            .FlagColumn(
                "deceased",
                "Patient.deceased.exists() and Patient.deceased != false",
                "Whether the member has died.",
                static patient => HasDied(patient)
            )
            .DateColumn(
                "death-date",
                "Patient.deceased as dateTime",
                "Date of death.",
                static patient => Interval.Of((patient.Deceased as FhirDateTime)?.Value)
            )
            .Token(
                "language",
                "Patient.communication.language",
                "A language in which the member can be spoken to.",
                static patient => patient.Communication.SelectMany(static each => Tokens.Of(each.Language))
            )
            .TokenPart(Background.Race, static patient => Background.Categories(patient, Background.Race))
            .TokenPart(Background.Ethnicity, static patient => Background.Categories(patient, Background.Ethnicity))
            .Reference(
                "general-practitioner",
                "Patient.generalPractitioner",
                "The current primary care provider.",
                ["PractitionerRole", "Practitioner", "Organization"],
                static patient => patient.GeneralPractitioner
            )
            .Reference(
                "organization",
                "Patient.managingOrganization",
                "The organisation that keeps the record.",
                ["Organization"],
                static patient => [patient.ManagingOrganization]
            )
            .Reference(
                "link",
                "Patient.link.other",
                "Another record of the same person.",
                ["Patient", "RelatedPerson"],
                static patient => patient.Link.Select(static link => link.Other)
            );
        type.Compartment("link");
        foreach (var effect in Attribution.OfMembers)
            type.Effect(effect);
        return type;
    }

    private static bool HasDied(Patient patient) => patient.Deceased is FhirDateTime or FhirBoolean { Value: true };
}
