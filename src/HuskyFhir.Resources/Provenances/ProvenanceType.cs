using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Types.Keys;
using HuskyFhir.Resources.Types.Narratives;

namespace HuskyFhir.Resources.Provenances;

/// <summary>
/// Who wrote a record, and on whose behalf (US Core Provenance; R4 section 6.3). The service writes one for every write
/// by a client; clients may send their own. It belongs to the member of its targets, and is seen by whoever sees all of
/// them at the moment of the look.
/// </summary>
internal static class ProvenanceType
{
    private static readonly string[] Targets =
    [
        "Patient",
        "Coverage",
        "RelatedPerson",
        "Observation",
        "DocumentReference",
        "Binary",
        "Organization",
        "Location",
        "Practitioner",
        "PractitionerRole",
        "Task",
        "Communication",
        "Consent",
        "CareTeam",
        "Group",
        "Claim",
        "ClaimResponse",
    ];

    public static FhirType Declaration { get; } =
        new FhirTypeBuilder<Provenance>("Disclosures", AccessClass.Member)
            .Must("husky-provenance")
            .Profile("http://hl7.org/fhir/us/core/StructureDefinition/us-core-provenance")
            .Ends("A provenance stays as long as what it tells of.")
            .Follows("Provenance.target", "patient")
            .SeenWith(static provenance => provenance.Target)
            .OnlyWithOthers()
            .Narrates(
                ("Done", static provenance => Words.Of(provenance.Activity)),
                (
                    "When",
                    static provenance =>
                        provenance.RecordedElement?.JsonValue is DateTimeOffset at
                            ? at.ToString("yyyy-MM-dd HH:mm zzz", System.Globalization.CultureInfo.InvariantCulture)
                            : null
                ),
                (
                    "By",
                    static provenance =>
                        Words.Join(
                            ", ",
                            provenance.Agent.Select(static agent => Words.Of(agent.Who) ?? agent.Who?.Identifier?.Value)
                        )
                ),
                (
                    "On behalf of",
                    static provenance =>
                        Words.Join(", ", provenance.Agent.Select(static agent => Words.Of(agent.OnBehalfOf)))
                )
            )
            .Reference(
                "target",
                "Provenance.target",
                "What it tells of, in any version.",
                Targets,
                static provenance => provenance.Target
            )
            .Reference(
                "agent",
                "Provenance.agent.who",
                "Who took part.",
                ["Organization", "Patient", "Practitioner", "PractitionerRole", "RelatedPerson"],
                static provenance => provenance.Agent.Select(static agent => agent.Who)
            )
            .Token(
                "agent-type",
                "Provenance.agent.type",
                "How an agent took part, such as author or transmitter.",
                static provenance => provenance.Agent.SelectMany(static agent => Tokens.Of(agent.Type))
            )
            .Token(
                "agent-role",
                "Provenance.agent.role",
                "What an agent's role was.",
                static provenance => provenance.Agent.SelectMany(static agent => agent.Role).SelectMany(Tokens.Of)
            )
            .Reference(
                "entity",
                "Provenance.entity.what",
                "What was used for it, such as the document that it was taken from.",
                Targets,
                static provenance => provenance.Entity.Select(static entity => entity.What)
            )
            .DateColumn(
                "recorded",
                "Provenance.recorded",
                "When it was written down.",
                static provenance => Interval.Of(provenance.Recorded)
            )
            .DateColumn(
                "when",
                "Provenance.occurred as dateTime",
                "When it was done, where that is told as one moment.",
                static provenance => provenance.Occurred is FhirDateTime at ? Interval.Of(at.Value) : null
            )
            .CareDate("recorded")
            .Build();
}
