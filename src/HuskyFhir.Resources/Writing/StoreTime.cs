using HuskyFhir.Core.Time;
using HuskyFhir.Storage;

namespace HuskyFhir.Resources.Writing;

/// <summary>
/// When a transaction is, by the store's own count: as the clock says, and never before what the store holds already. A
/// clock that is set back, or an instance whose clock is behind, so cannot make versions that <c>_since</c> and
/// <c>_lastUpdated</c> would pass over. The mark is the last row of <c>changes</c>, which every write adds and whose
/// ids are in the order of their instants.
/// </summary>
internal static class StoreTime
{
    /// <summary>The instant for what is written now, in whole milliseconds.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="prepared">What the clock said when the writes were prepared.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<DateTimeOffset> InAsync(Work work, DateTimeOffset prepared, CancellationToken cancellation)
    {
        var wanted = ProgrammeTime.ToMilliseconds(prepared);
        var last = await work.QueryAsync(
            new("SELECT at FROM changes ORDER BY id DESC LIMIT 1"),
            static row => row.Long(0),
            cancellation
        );
        return last is [var mark] && mark > wanted.UtcTicks ? After(new(mark, TimeSpan.Zero)) : wanted;
    }

    /// <summary>The next instant that FHIR JSON can tell from another.</summary>
    public static DateTimeOffset After(DateTimeOffset instant) => instant.AddMilliseconds(1);
}
