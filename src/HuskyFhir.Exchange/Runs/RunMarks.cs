namespace HuskyFhir.Exchange.Runs;

/// <summary>The places in a run between which a process may die.</summary>
public enum RunMark
{
    /// <summary>The lease is taken.</summary>
    Leased,

    /// <summary>The run is opened and has its changes.</summary>
    Opened,

    /// <summary>All members are in the temporary file.</summary>
    Writing,

    /// <summary>The file is in the spool, and the ledger does not know it.</summary>
    Spooled,

    /// <summary>The ledger knows it.</summary>
    Written,

    /// <summary>The file lies with the partner, and what goes beside it does not.</summary>
    Delivering,

    /// <summary>All of it lies with the partner, and the ledger does not know it.</summary>
    Delivered,

    /// <summary>The ledger knows that it is delivered.</summary>
    Sent,

    /// <summary>An answer was fetched.</summary>
    AnswerFetched,

    /// <summary>An answer is kept in the spool, and the ledger does not know it.</summary>
    AnswerKept,

    /// <summary>The ledger has done what the answer says, and it still lies in the partner's box.</summary>
    AnswerTaken,

    /// <summary>It is gone from there, and the ledger does not know it.</summary>
    AnswerRemoved,
}

/// <summary>Hears how far a run is: for progress bars, and for tests that stop a process at a place.</summary>
/// <param name="reached">Is told each mark; null for nobody.</param>
/// <param name="told">Is told how many members are in the file so far; null for nobody.</param>
public sealed class RunMarks(Action<RunMark>? reached = null, Action<long>? told = null)
{
    internal void Reached(RunMark mark) => reached?.Invoke(mark);

    internal void Told(long members) => told?.Invoke(members);
}
