namespace HuskyFhir.Exchange.Formats;

/// <summary>
/// Whom an error means. The member that the answer names comes first (CTX of a 999, 005010X231A1); else the one at the
/// position. What is missing is reported where the next segment stands, which may already be the next member's.
/// </summary>
/// <param name="members">Of one set, in the order of their places.</param>
internal sealed class ErrorAttribution(List<PlacedMember> members)
{
    private Dictionary<ulong, int>? keys;

    /// <summary>The place of the member in the list; null where the error falls on nobody.</summary>
    public int? Find(PlaceFault fault)
    {
        // A file written by an earlier build has no keys; there the position is all that is known.
        if (fault.Subject is { } subject && Keys is { Count: > 0 } known)
            return known.TryGetValue(subject, out var named) ? named : null;
        return fault.Position <= 0 ? null : At(fault.IsMissing ? fault.Position - 1 : fault.Position);
    }

    private Dictionary<ulong, int> Keys
    {
        get
        {
            if (keys is not null)
                return keys;
            keys = [];
            for (var at = 0; at < members.Count; at++)
                if (members[at].Key != 0)
                    keys.TryAdd(members[at].Key, at);
            return keys;
        }
    }

    private int? At(int position)
    {
        var (low, high) = (0, members.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (position < members[middle].First)
                high = middle - 1;
            else if (position > members[middle].Last)
                low = middle + 1;
            else
                return middle;
        }

        return null;
    }
}
