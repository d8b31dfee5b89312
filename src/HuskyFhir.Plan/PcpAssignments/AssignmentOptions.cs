namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>What the plan decides about changes of the primary care provider.</summary>
public sealed record AssignmentOptions
{
    /// <summary>The defaults.</summary>
    public static AssignmentOptions Default { get; } = new();

    /// <summary>
    /// Whether a change that is asked for waits for someone of the plan to accept it; otherwise one that meets the
    /// rules is done at once.
    /// </summary>
    public bool Review { get; init; }

    /// <summary>How many days ahead a change may be asked for.</summary>
    public int MostDaysAhead { get; init; } = 90;

    /// <summary>NUCC specialties of primary care providers.</summary>
    public IReadOnlyList<string> Specialties { get; init; } =
    [
        "207Q00000X",
        "207QA0000X",
        "207QA0505X",
        "207QG0300X",
        "207R00000X",
        "207RA0000X",
        "207RG0300X",
        "208000000X",
        "2080A0000X",
        "208D00000X",
        "363L00000X",
        "363LA2200X",
        "363LF0000X",
        "363LP0200X",
        "363LP2300X",
        "363LG0600X",
        "363LW0102X",
        "363A00000X",
        "363AM0700X",
    ];
}
