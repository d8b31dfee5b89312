namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>Something that one way shows and reading by id does not, or the other way round.</summary>
/// <param name="Seed">Of the store.</param>
/// <param name="Caller">Who asked.</param>
/// <param name="Way">Which way the planner was made to take.</param>
/// <param name="Asked">The request.</param>
/// <param name="Told">What was wrong with the answer.</param>
internal sealed record Finding(int Seed, string Caller, string Way, string Asked, string Told)
{
    public override string ToString() => $"seed {Seed}, {Caller}, {Way}: {Asked}: {Told}";
}

/// <summary>What was asked so far, and what was found.</summary>
internal sealed class Tally
{
    public long Asked { get; set; }

    public long Compared { get; set; }

    /// <summary>Questions that the plan itself is refused, such as a value that does not fit.</summary>
    public long Refused { get; set; }

    public List<Finding> Findings { get; } = [];

    /// <summary>Which condition was asked by whom, and by which way of the planner.</summary>
    public HashSet<(string Condition, string Caller, string Way)> Covered { get; } = [];
}
