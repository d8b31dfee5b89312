using HuskyFhir.Plan.Enrollment;

namespace HuskyFhir.Exchange.Enrolling;

/// <summary>What became of a file. The same file, however often it was broken off, has the same report.</summary>
/// <param name="File">The file.</param>
/// <param name="Counts">How many members came to which outcome.</param>
public sealed record EnrolmentReport(EnrolmentFile File, IReadOnlyDictionary<MemberOutcome, long> Counts)
{
    /// <summary>
    /// For how many members something was not taken over, since another source's word stands; <c>enrol show</c> tells
    /// what.
    /// </summary>
    public long Kept { get; init; }

    /// <summary>The conflicts that the file opened, for the plan to settle.</summary>
    public IReadOnlyList<Guid> Conflicts { get; init; } = [];

    /// <summary>How many members came to an outcome.</summary>
    public long Of(MemberOutcome outcome) => Counts.GetValueOrDefault(outcome);

    /// <summary>Whether all of it was taken.</summary>
    public bool IsClean => File.State == EnrolmentState.Done && Of(MemberOutcome.Rejected) == 0 && File.Reason is null;
}
