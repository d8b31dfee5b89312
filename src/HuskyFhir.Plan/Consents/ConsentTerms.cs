using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Terms;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.Consents;

/// <summary>
/// An active privacy consent as the rows that every provider's query is held against: one for each actor, type, code
/// and purpose. What the consent does not limit is empty. A denial wins over a release.
/// </summary>
internal static class ConsentTerms
{
    /// <summary>The code system of <c>provision.class</c>.</summary>
    public const string ResourceTypes = "http://hl7.org/fhir/resource-types";

    public static TableSpec Table { get; } =
        new(
            "consent_terms",
            [
                new("owner", ColumnType.Uuid),
                new("n", ColumnType.Long),
                new("member", ColumnType.Uuid),
                new("actor", ColumnType.Uuid),
                new("permits", ColumnType.Long),
                new("type", ColumnType.Text),
                new("labels", ColumnType.Long),
                new("category", ColumnType.Text),
                new("purpose", ColumnType.Text),
                new("since", ColumnType.Long),
                new("until", ColumnType.Long),
            ],
            ["owner", "n"],
            [new(["member"]), new(["until", "owner"])]
        );

    /// <summary>The rows of a consent; none unless it is active.</summary>
    public static IEnumerable<object?[]> Of(Consent consent, Guid id, Guid? member)
    {
        if (
            consent.Status != Consent.ConsentState.Active
            || !ConsentKinds.IsPrivacy(consent)
            || consent.Provision is not { } provision
            || member is null
        )
            yield break;
        var period = provision.Period is { } given ? Interval.Of(given) : null;
        var (since, until) = (period?.Low ?? 0, period?.High ?? long.MaxValue);
        var labels = provision.SecurityLabel.Aggregate(
            Restriction.None,
            static (all, label) => all | Sensitivity.Of(label)
        );
        var permits = provision.Type == Consent.ConsentProvisionType.Permit ? 1L : 0L;
        var n = 0L;
        foreach (var actor in Actors(provision))
        foreach (var type in Types(provision))
        foreach (var category in Categories(provision))
        foreach (var purpose in PurposesOf(provision))
            yield return [id, n++, member, actor, permits, type, (long)labels, category, purpose, since, until];
    }

    /// <summary>How many rows that is.</summary>
    public static long Count(Consent.provisionComponent provision) =>
        (long)Actors(provision).Count
        * Types(provision).Count
        * Categories(provision).Count
        * PurposesOf(provision).Count;

    private static List<Guid> Actors(Consent.provisionComponent provision) =>
        OrAny(provision.Actor.Select(static actor => References.Read(actor.Reference)?.Id).OfType<Guid>(), Guid.Empty);

    private static List<string> Types(Consent.provisionComponent provision) =>
        OrAny(provision.Class.Select(static coding => coding.Code ?? string.Empty), string.Empty);

    private static List<string> Categories(Consent.provisionComponent provision) =>
        OrAny(
            provision
                .Code.SelectMany(static concept => concept.Coding)
                .Select(static coding => coding.Code ?? string.Empty),
            string.Empty
        );

    private static List<string> PurposesOf(Consent.provisionComponent provision) =>
        OrAny(provision.Purpose.Select(static coding => coding.Code ?? string.Empty), string.Empty);

    private static List<T> OrAny<T>(IEnumerable<T> given, T any)
    {
        var all = given.Distinct().ToList();
        return all.Count == 0 ? [any] : all;
    }
}
