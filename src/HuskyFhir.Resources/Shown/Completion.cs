using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;

namespace HuskyFhir.Resources.Shown;

/// <summary>
/// Adds to rows what their type does not store but works out at the moment of the look, such as who is on a panel.
/// </summary>
internal static class Completion
{
    public static async Task<IReadOnlyList<StoredResource>> CompleteAsync(
        this Database database,
        IReadOnlyList<StoredResource> rows,
        FhirTypeCatalog types,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        Completing? Of(StoredResource row) => types.Find(row.Type)?.Declared.Completes;
        if (!rows.Any(row => Of(row) is not null))
            return rows;
        var completed = rows.ToArray();
        foreach (
            var group in Enumerable
                .Range(0, completed.Length)
                .Where(at => completed[at].Body is not null && Of(completed[at]) is not null)
                .GroupBy(at => completed[at].Type)
                .ToList()
        )
        {
            var ats = group.ToArray();
            var done = await Of(completed[ats[0]])!(database, [.. ats.Select(at => completed[at])], now, cancellation);
            for (var which = 0; which < ats.Length; which++)
                completed[ats[which]] = done[which];
        }

        return completed;
    }
}
