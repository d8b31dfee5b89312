using HuskyFhir.Plan.PartnerRuns;

namespace HuskyFhir.Exchange.Runs;

/// <summary>How a look at a partner ended.</summary>
public enum RunEnd
{
    /// <summary>A file was delivered, or found delivered.</summary>
    Sent,

    /// <summary>Nothing waited, or the period had its run.</summary>
    Nothing,

    /// <summary>There was no file: all was taken back or set aside.</summary>
    Empty,

    /// <summary>Another process works for the partner.</summary>
    Busy,

    /// <summary>Something stands in the way; the run waits where it is.</summary>
    Troubled,
}

/// <summary>What a run did.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Run">The run; null where none was opened.</param>
/// <param name="Answers">What came from the partner.</param>
/// <param name="Problem">What stands in the way, such as <c>host-key-changed</c>; null for nothing.</param>
/// <param name="Report">The same in a sentence that says what to do.</param>
public sealed record RunReport(
    RunEnd End,
    ExchangeRun? Run,
    AnswersTaken Answers,
    string? Problem = null,
    string? Report = null
);
