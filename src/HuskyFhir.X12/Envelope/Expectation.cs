namespace HuskyFhir.X12.Envelope;

/// <summary>What a file must be to be used here.</summary>
/// <param name="FunctionalId">GS01.</param>
/// <param name="SetId">ST01.</param>
/// <param name="Versions">What GS08 and ST03 may be.</param>
public sealed record Expectation(string FunctionalId, string SetId, IReadOnlyList<string> Versions)
{
    /// <summary>Benefit enrolment: 834 by 005010X220A1.</summary>
    public static Expectation Enrolment { get; } = new("BE", "834", ["005010X220A1"]);

    /// <summary>
    /// Answers to what we sent: 999 by 005010X231, with its erratum or without. A file of nothing but TA1 is one as
    /// well.
    /// </summary>
    public static Expectation Acknowledgement { get; } = new("FA", "999", ["005010X231A1", "005010X231"]);
}
