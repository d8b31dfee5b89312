using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.Members.Matching;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Server.Interactions.Searching;

namespace HuskyFhir.Server.Interactions.Matching;

/// <summary>Finds the members that a description may be of, within a grant.</summary>
internal sealed class MemberFinder(
    SearchExecutor searches,
    ResourceReader reads,
    SearchReading reading,
    FhirTypeCatalog families
)
{
    /// <summary>Members that one clue may bring up; a clue that fits more says too little.</summary>
    private const int Candidates = 200;

    /// <summary>All that some clue brings up. Fault: 400 for what cannot be searched by.</summary>
    public async Task<Result<List<StoredResource>>> CandidatesAsync(
        Patient asked,
        Grant grant,
        CancellationToken cancellation
    )
    {
        var found = new Dictionary<Guid, StoredResource>();
        foreach (var clue in MatchClues.Of(asked))
        {
            if (!(await FindAsync("Patient", clue, grant, cancellation)).Try(out var rows, out var fault))
                return fault;
            foreach (var row in rows)
                found[row.Id] = row;
        }

        return found.Values.ToList();
    }

    /// <summary>
    /// The one member whose record and coverage both agree with what is told: the plan's own number on the coverage,
    /// the family name and the birth date. Null where there is none, or more than one, or one whose consents deny the
    /// caller, or one outside the parameters of its
    /// scopes: it learns no difference.
    /// </summary>
    public async Task<Result<StoredResource?>> OneAsync(
        Patient asked,
        Coverage coverage,
        Caller caller,
        IReadOnlyList<IReadOnlyList<Core.Search.SearchCondition>>? narrowed,
        CancellationToken cancellation
    )
    {
        // The plan itself looks: the caller sees nothing but whether there is one.
        var grant = new Grant(Caller.Operator, RowFilter.Everything);
        if (!(await CandidatesAsync(asked, grant, cancellation)).Try(out var candidates, out var fault))
            return fault;
        var same = new List<StoredResource>();
        foreach (var row in candidates)
            if (
                MatchScore.Of(asked, (Patient)FhirJson.Read(row.Body!)) is { Agreed: true }
                && await HoldsAsync(row, coverage, grant, cancellation)
            )
                same.Add(row);
        return same.Count == 1 && await MayKnowAsync(same[0], caller, narrowed, cancellation)
            ? same[0]
            : (StoredResource?)null;
    }

    /// <summary>Whether the caller may see the member, attributed or not: what consents deny is not seen.</summary>
    private async Task<bool> MayKnowAsync(
        StoredResource member,
        Caller caller,
        IReadOnlyList<IReadOnlyList<Core.Search.SearchCondition>>? narrowed,
        CancellationToken cancellation
    )
    {
        var type = families.Find("Patient")!;
        return Policy.Reach(caller, type.Name, type.Openness) is { } reach
            && (
                await reads.ReadAsync(
                    type,
                    member.Id,
                    new(caller, reach with { Attributed = null }) { Narrowed = narrowed },
                    cancellation
                )
            ).Fault
                is null;
    }

    private async Task<bool> HoldsAsync(
        StoredResource member,
        Coverage asked,
        Grant grant,
        CancellationToken cancellation
    )
    {
        var numbers = asked
            .Identifier.Select(static each => each.Value)
            .Append(asked.SubscriberId)
            .Where(static value => !string.IsNullOrWhiteSpace(value))
            .ToHashSet(StringComparer.Ordinal);
        if (numbers.Count == 0)
            return false;
        var rows = await FindAsync("Coverage", [new("beneficiary", $"Patient/{member.Id:D}")], grant, cancellation);
        return rows.Value!.Select(static row => (Coverage)FhirJson.Read(row.Body!))
                .Any(known =>
                    known.Identifier.Select(static each => each.Value).Append(known.SubscriberId).Any(numbers.Contains)
                ) || ((Patient)FhirJson.Read(member.Body!)).Identifier.Exists(each => numbers.Contains(each.Value));
    }

    private async Task<Result<List<StoredResource>>> FindAsync(
        string type,
        IReadOnlyCollection<KeyValuePair<string, string>> clue,
        Grant grant,
        CancellationToken cancellation
    )
    {
        var searched = families.Find(type)!;
        if (!reading.Read(searched, clue, strict: true).Try(out var query, out var fault))
            return fault;
        return (await searches.FindAsync(searched, query, grant, null, Candidates, cancellation)).Rows.ToList();
    }
}
