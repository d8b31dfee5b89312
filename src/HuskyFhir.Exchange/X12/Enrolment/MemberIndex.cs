namespace HuskyFhir.Exchange.X12.Enrolment;

/// <summary>Which member stands at a segment of a transaction set. Sixteen bytes for each member, so that a whole file's index is small.</summary>
public sealed class MemberIndex
{
    private readonly Dictionary<(string Group, string Set), List<(int First, int Last, long Offset)>> sets = [];

    /// <summary>Adds a member; members of a set come in their order.</summary>
    public void Add(MemberPlace place)
    {
        var key = (place.GroupControlNumber, place.SetControlNumber);
        if (!sets.TryGetValue(key, out var of))
            sets.Add(key, of = []);
        of.Add((place.FirstSegment, place.LastSegment, place.Offset));
    }

    /// <summary>The sets in the order in which they were added.</summary>
    public IEnumerable<(string Group, string Set)> Sets => sets.Keys;

    /// <summary>How many members a set has; null for a set that is not ours.</summary>
    public int? Count(string group, string set) => sets.TryGetValue((group, set), out var of) ? of.Count : null;

    /// <summary>The member at a segment; null where none is, such as in the header or behind the last.</summary>
    public MemberPlace? At(string group, string set, int segment)
    {
        if (!sets.TryGetValue((group, set), out var of))
            return null;
        var (low, high) = (0, of.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (segment < of[middle].First)
                high = middle - 1;
            else if (segment > of[middle].Last)
                low = middle + 1;
            else
                return Place(group, set, middle);
        }

        return null;
    }

    /// <summary>A member by its number in the set.</summary>
    public MemberPlace Place(string group, string set, int index)
    {
        var (first, last, offset) = sets[(group, set)][index];
        return new(group, set, index, first, last, offset);
    }
}
