using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Resources.Searching;

/// <summary>
/// How many rows a condition is likely to leave, as a rank: an identifier names one, a gender half of everyone.
/// </summary>
internal static class Selectivity
{
    /// <summary>Up to here the matches are few whatever the value is.</summary>
    public const int Few = 3;

    /// <summary>From here they are many; in between, it hangs on the value.</summary>
    public const int Many = 8;

    public static int Of(FhirType type, SearchCondition condition, SearchGrants grants) =>
        condition switch
        {
            SearchFilter filter => OfFilter(type, filter),
            // One row may be referred to by many.
            ChainFilter chain => Math.Max(
                Few + 1,
                chain.Targets.Max(target => Of(grants.Type(target.Type), target.Condition, grants))
            ),
            HasFilter has => Of(grants.Type(has.Type), has.Condition, grants),
            CompartmentFilter => 2,
            CareFilter => Many + 1,
            EitherFilter either => either.Conditions.Max(each => Of(type, each, grants)),
            _ => throw new ArgumentOutOfRangeException(nameof(condition)),
        };

    private static int OfFilter(FhirType type, SearchFilter filter)
    {
        var parameter = type.Parameter(filter.Parameter.Name)!;
        if (filter.Missing is not null || filter.Modifier is "not" or "not-in" or "contains")
            return Many + 1;
        return (parameter.Place, parameter.Info.Kind) switch
        {
            (ParameterStorage.Id, _) => 0,
            (ParameterStorage.Keys, SearchKind.Token)
                when parameter.Info.Form == TokenForm.Identifier
                    || parameter.Info.Name is "phone" or "email" or "telecom" => 1,
            (ParameterStorage.Member, _) => 2,
            (ParameterStorage.Row, SearchKind.Date)
                when filter.AnyOf.All(static value =>
                    value is DateValue { Prefix: Prefix.Eq, Interval: var day }
                    && day.High - day.Low <= 2 * TimeSpan.TicksPerDay
                ) => Few,
            (ParameterStorage.Keys, SearchKind.Reference) => 4,
            (ParameterStorage.Keys, SearchKind.String) => 5,
            (ParameterStorage.Keys, _) => 6,
            (ParameterStorage.Parts or ParameterStorage.Pairs, _) => 7,
            // Narrow or not by the value: all since this morning, or all since the start.
            (ParameterStorage.Updated, _) => 7,
            _ => Many,
        };
    }
}
