using Hl7.Fhir.Model;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Terms;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.Directives;

/// <summary>
/// Whom directives in use appoint, and when a spouse's relationship ends: rows beside both records, so that the day is
/// found by an index on which the one ends the other.
/// </summary>
internal static class Appointments
{
    /// <summary>One row for each appointment that stands.</summary>
    public static TableSpec Standing { get; } =
        new(
            "appointments",
            [new("owner", ColumnType.Uuid), new("n", ColumnType.Long), new("agent", ColumnType.Uuid)],
            ["owner", "n"],
            [new(["agent", "owner"])]
        );

    /// <summary>One row for a spouse whose relationship has an end.</summary>
    public static TableSpec Ends { get; } =
        new(
            "spouse_ends",
            [new("owner", ColumnType.Uuid), new("at", ColumnType.Long)],
            ["owner"],
            [new(["at", "owner"])]
        );

    public static IEnumerable<object?[]> Rows(Consent consent, Guid id, Guid? member) =>
        consent.Status != Consent.ConsentState.Active || !ConsentKinds.IsDirective(consent)
            ? []
            : DirectiveParties
                .Agents(consent)
                .Select(static agent => References.IdOf(agent.Reference, "RelatedPerson"))
                .OfType<Guid>()
                .Distinct()
                .Select((agent, at) => new object?[] { id, (long)at, agent });

    public static IEnumerable<object?[]> EndOf(RelatedPerson person, Guid id, Guid? member) =>
        EndedAt(person) is { } at
            ?
            [
                [id, at],
            ]
            : [];

    /// <summary>
    /// From when on one who was a spouse no longer is, by the end of the period; null where none is set, or it is no
    /// spouse.
    /// </summary>
    public static long? EndedAt(RelatedPerson person) =>
        person.Period?.End is not null && SpouseRevocation.IsSpouse(person) ? Interval.Of(person.Period)?.High : null;
}
