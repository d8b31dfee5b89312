using Hl7.Fhir.Model;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Terms;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Plan.Directives;

/// <summary>A directive that is in force, with what goes with it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Consent">The directive.</param>
/// <param name="Document">Id of its paper.</param>
/// <param name="Agents">Ids of the persons whose appointment stands, in the order in which they speak.</param>
public sealed record DirectiveInForce(DirectiveKind Kind, Consent Consent, Guid? Document, IReadOnlyList<Guid> Agents);

/// <summary>
/// Which of a member's directives are in force on a day, the one to follow first: active, signed by then, within their
/// period, not resting on a paper that was replaced, and of each kind the last that was signed. Pure.
/// </summary>
public static class DirectivesInForce
{
    /// <param name="consents">All of the member's that the caller may see.</param>
    /// <param name="papers">The documents that they rest on, as far as the caller may see them.</param>
    /// <param name="day">The day, in Connecticut.</param>
    public static IReadOnlyList<DirectiveInForce> Of(
        IEnumerable<Consent> consents,
        IReadOnlyDictionary<Guid, DocumentReference> papers,
        DateOnly day
    )
    {
        var (begin, end) = (
            ProgrammeTime.ToUtcTicks(day.ToDateTime(default)),
            ProgrammeTime.ToUtcTicks(day.PlusDays(1).ToDateTime(default))
        );
        return
        [
            .. consents
                .Where(consent =>
                    consent.Status == Consent.ConsentState.Active
                    && ConsentKinds.IsDirective(consent)
                    && Holds(consent, papers, begin, end)
                )
                .Select(static consent => (Kind: DirectiveKind.Of(consent), consent))
                .Where(static each => each.Kind is not null)
                .GroupBy(static each => each.Kind!)
                .Select(static same =>
                    same.OrderByDescending(static each => Signed(each.consent))
                        .ThenByDescending(static each => each.consent.Id, StringComparer.Ordinal)
                        .First()
                )
                .OrderBy(static each => DirectiveKind.All.ToList().IndexOf(each.Kind!))
                .Select(static each => new DirectiveInForce(
                    each.Kind!,
                    each.consent,
                    Paper(each.consent),
                    [
                        .. DirectiveParties
                            .Agents(each.consent)
                            .Select(static agent => References.Read(agent.Reference)?.Id)
                            .OfType<Guid>(),
                    ]
                )),
        ];
    }

    private static bool Holds(
        Consent consent,
        IReadOnlyDictionary<Guid, DocumentReference> papers,
        long begin,
        long end
    ) =>
        Signed(consent) < end
        && (
            consent.Provision?.Period is not { } period
            || Interval.Of(period) is not { } interval
            || (interval.Low < end && interval.High > begin)
        )
        && (
            Paper(consent) is not { } id
            || !papers.TryGetValue(id, out var paper)
            || paper.Status == DocumentReferenceStatus.Current
        );

    private static long Signed(Consent consent) =>
        Interval.TryParse(consent.DateTime ?? string.Empty, out var when) ? when.Low : 0;

    private static Guid? Paper(Consent consent) =>
        References.Read(consent.Source as ResourceReference) is { Type: "DocumentReference", Id: { } id } ? id : null;
}
