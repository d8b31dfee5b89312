using HuskyFhir.Plan.ReportableChanges;

namespace HuskyFhir.Exchange.Formats.Edi;

/// <summary>
/// What of a member cannot be written in full: nothing is dropped without a line here. Lines hold no value of the
/// member's.
/// </summary>
/// <param name="told">What is told of the member.</param>
internal sealed class MappingReport(MemberChanges told)
{
    private readonly List<string> remarks = [];

    /// <summary>Why the member must be set aside; null where it need not.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>What is shortened or left out.</summary>
    public IReadOnlyList<string> Remarks => remarks;

    /// <summary>Something is written shorter, or not at all, and the rest stands.</summary>
    public void Remark(string what)
    {
        if (!remarks.Contains(what))
            remarks.Add(what);
    }

    /// <summary>
    /// Something cannot be written. The member is set aside where just this is told; else the rest goes without it.
    /// </summary>
    public void Fail(ChangeKind kind, string what)
    {
        if (told.Changes.Any(change => change.Kind == kind))
            Obstacle ??= what;
        else
            Remark(what);
    }
}
