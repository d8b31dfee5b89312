using System.Globalization;
using Hl7.Fhir.Model;

namespace HuskyFhir.Plan.Determinations.Revising;

/// <summary>
/// From when until when what an appeal grants may be given: from the day of the action that it reverses (42 CFR
/// 431.246), and not before what was asked for. A time that ran out while the appeal was open is given anew, in its
/// full length.
/// </summary>
public static class AuthorizedTime
{
    /// <summary>The time; without an end where neither the request nor an earlier authorization has one.</summary>
    /// <param name="original">The decision that is reversed.</param>
    /// <param name="previous">What was granted before the original took it away; null for none.</param>
    /// <param name="asked">What the decision is on; null where it is not known here.</param>
    /// <param name="decided">The day of the appeal's decision.</param>
    public static Period Of(ClaimResponse original, ClaimResponse? previous, Claim? asked, DateOnly decided)
    {
        var (from, to) = Asked(asked);
        var wrong =
            DecisionTerms.Day(original, DecisionTerms.ActionDate) ?? DecisionTerms.DayOf(original.Created) ?? decided;
        var start = from is { } wanted && wanted > wrong ? wanted : wrong;
        var end =
            DecisionTerms.DayOf(original.PreAuthPeriod?.End) ?? DecisionTerms.DayOf(previous?.PreAuthPeriod?.End) ?? to;
        if (end < start)
            end = null;
        if (end < decided)
            end = decided.AddDays(end.Value.DayNumber - start.DayNumber);
        return new() { Start = Text(start), End = end is { } last ? Text(last) : null };
    }

    private static (DateOnly? From, DateOnly? To) Asked(Claim? asked)
    {
        if (asked is null)
            return default;
        var periods = asked
            .Item.Select(static item =>
                item.Serviced switch
                {
                    Period period => period,
                    Date day => new Period { Start = day.Value, End = day.Value },
                    _ => null,
                }
            )
            .Append(asked.BillablePeriod)
            .OfType<Period>()
            .ToList();
        return (
            periods.Min(static period => DecisionTerms.DayOf(period.Start)),
            periods.Max(static period => DecisionTerms.DayOf(period.End))
        );
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
