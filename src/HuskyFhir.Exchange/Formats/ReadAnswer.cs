namespace HuskyFhir.Exchange.Formats;

/// <summary>What a partner says of a file, or of a part of it.</summary>
public enum AnswerVerdict
{
    /// <summary>Taken.</summary>
    Accepted,

    /// <summary>Taken, but for members that are named.</summary>
    AcceptedWithErrors,

    /// <summary>Some of its sets were taken.</summary>
    PartiallyAccepted,

    /// <summary>Nothing was taken.</summary>
    Rejected,
}

/// <summary>What an answer speaks of.</summary>
public enum AnswerStage
{
    /// <summary>The file arrived whole (TA1): nothing is said of its members yet, unless it was rejected.</summary>
    Receipt,

    /// <summary>Its members were looked at (999, or the JSON acknowledgement).</summary>
    Content,
}

/// <summary>What a file from a partner answers: each of our files that it speaks of.</summary>
/// <param name="Sha256">Of its bytes, in lower-case hexadecimal: the same answer sent twice has the same.</param>
/// <param name="Files">In file order; none where nothing can be read.</param>
/// <param name="Unreadable">Why the whole or a part cannot be read, in named states without anybody's data.</param>
public sealed record ReadAnswer(string Sha256, IReadOnlyList<FileAnswer> Files, IReadOnlyList<string> Unreadable);

/// <summary>What is said of one file of ours.</summary>
/// <param name="Stage">What it speaks of.</param>
/// <param name="ControlNumber">Which file; by this the run is found.</param>
/// <param name="Verdict">Of the whole.</param>
/// <param name="Codes">Why, in the partner's codes; empty for none.</param>
/// <param name="Sets">Sets that are spoken of; a partner may leave out those that it took.</param>
public sealed record FileAnswer(
    AnswerStage Stage,
    int ControlNumber,
    AnswerVerdict Verdict,
    string Codes,
    IReadOnlyList<SetSaid> Sets
)
{
    /// <summary>What holds of sets that are not spoken of; null where the answer does not tell.</summary>
    public AnswerVerdict? Rest { get; init; }

    /// <summary>The digest of our file as the partner received it, where the answer tells it.</summary>
    public string? FileSha256 { get; init; }
}

/// <summary>What is said of a set.</summary>
/// <param name="Set">ST02; empty where the format has no sets.</param>
/// <param name="Verdict">Of the whole set.</param>
/// <param name="Faults">What is wrong at which positions.</param>
public sealed record SetSaid(string Set, AnswerVerdict Verdict, IReadOnlyList<PlaceFault> Faults)
{
    /// <summary>
    /// Positions of which the answer speaks, where it has a line for each record; a member without any is left open.
    /// Null where silence accepts.
    /// </summary>
    public IReadOnlySet<int>? Named { get; init; }
}

/// <summary>Something that is wrong with a member.</summary>
/// <param name="Position">A segment of the set, where ST is 1; or a line of the file, from 1. 0 where the answer gives
/// none.</param>
/// <param name="Codes">What, in the partner's codes, such as <c>N4 8 N401 1</c>; never a value.</param>
public readonly record struct PlaceFault(int Position, string Codes)
{
    /// <summary><see cref="MemberKey"/> of the member that the answer names; null where it names none.</summary>
    public ulong? Subject { get; init; }

    /// <summary>Whether something is missing: the position is then that of the segment behind it.</summary>
    public bool IsMissing { get; init; }
}
