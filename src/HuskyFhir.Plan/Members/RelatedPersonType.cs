using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Types.Keys;
using HuskyFhir.Resources.Types.Narratives;

namespace HuskyFhir.Plan.Members;

/// <summary>
/// A person of the household, or a representative, of one member (US Core RelatedPerson; R4 section 8.5).
/// </summary>
internal static class RelatedPersonType
{
    public static FhirType Declaration { get; } =
        new FhirTypeBuilder<RelatedPerson>("Members", AccessClass.Eligibility)
            .Must("husky-related-person")
            .Profile("http://hl7.org/fhir/us/core/StructureDefinition/us-core-relatedperson")
            .BelongsTo(static person => person.Patient, "RelatedPerson.patient", "patient")
            .Narrates(
                ("Name", static person => Words.Of(person.Name)),
                ("Relationship", static person => Words.Of(person.Relationship)),
                ("Of", static person => Words.Of(person.Patient)),
                ("Telephone", static person => Words.Of(person.Telecom, ContactPoint.ContactPointSystem.Phone)),
                ("In force", static person => Words.Of(person.Period)),
                ("Record", static person => person.Active == false ? "not in use" : null)
            )
            .Keys(static person => person.Identifier, Systems.RelatedPersonKey)
            .Identifiers("Any identifier.", static person => person.Identifier)
            .Names(static person => person.Name)
            .Telecoms(static person => person.Telecom)
            .Addresses(static person => person.Address)
            .DateColumn(
                "birthdate",
                "RelatedPerson.birthDate",
                "Date of birth.",
                static person => Interval.Of(person.BirthDate)
            )
            .TokenColumn(
                "gender",
                "RelatedPerson.gender",
                "Administrative gender.",
                static person => Tokens.Of(person.GenderElement)
            )
            .FlagColumn(
                "active",
                "RelatedPerson.active",
                "Whether the record is in use.",
                static person => person.Active
            )
            .Token(
                "relationship",
                "RelatedPerson.relationship",
                "Relationship to the member.",
                static person => person.Relationship.SelectMany(Tokens.Of)
            )
            .Table(HuskyFhir.Plan.Directives.Appointments.Ends, HuskyFhir.Plan.Directives.Appointments.EndOf)
            .Build();
}
