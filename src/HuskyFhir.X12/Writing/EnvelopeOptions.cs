using HuskyFhir.X12.Envelope;
using HuskyFhir.X12.Reading;

namespace HuskyFhir.X12.Writing;

/// <summary>
/// What stands around everything in a file that we write. Control numbers come from the caller, who must never use one
/// twice.
/// </summary>
/// <param name="Sender">ISA05 and ISA06.</param>
/// <param name="Receiver">ISA07 and ISA08.</param>
/// <param name="SenderCode">GS02.</param>
/// <param name="ReceiverCode">GS03.</param>
/// <param name="Created">ISA09 and 10, GS04 and 05.</param>
/// <param name="InterchangeNumber">ISA13: 1 to 999,999,999.</param>
/// <param name="GroupNumber">GS06: 1 to 999,999,999.</param>
public sealed record EnvelopeOptions(
    InterchangeParty Sender,
    InterchangeParty Receiver,
    string SenderCode,
    string ReceiverCode,
    DateTime Created,
    int InterchangeNumber,
    int GroupNumber
)
{
    /// <summary>ISA15: a test, or else production.</summary>
    public bool IsTest { get; init; }

    /// <summary>ISA14: whether a TA1 is asked for.</summary>
    public bool AcknowledgementRequested { get; init; }

    /// <summary>The separators; none of them can occur in data.</summary>
    public Separators Separators { get; init; } = Separators.Usual;

    /// <summary>What data may have.</summary>
    public CharacterSet Characters { get; init; } = CharacterSet.Extended;

    /// <summary>Whether a line feed follows each segment, for people who look into files.</summary>
    public bool Lines { get; init; }

    /// <summary>ST02 of the first transaction set; the following count up. 1 to 999,999,999.</summary>
    public int FirstSetNumber { get; init; } = 1;

    /// <summary>
    /// Throws where a file could not be written so that it can be read: a caller that did not check its configuration
    /// is a bug.
    /// </summary>
    /// <exception cref="ArgumentException">Which option, and why.</exception>
    internal EnvelopeOptions Checked()
    {
        if (!Separators.Usable || Separators.Has((byte)'.') || Separators.Has((byte)'-'))
            throw new ArgumentException(
                "Separators must be four different characters that are no letters, digits or spaces, nor point or hyphen, which numbers need."
            );
        foreach (
            var (name, number) in new[]
            {
                ("InterchangeNumber", InterchangeNumber),
                ("GroupNumber", GroupNumber),
                ("FirstSetNumber", FirstSetNumber),
            }
        )
        {
            if (number is < 1 or > 999_999_999)
                throw new ArgumentException($"{name} must be 1 to 999,999,999.");
        }

        foreach (var party in new[] { Sender, Receiver })
        {
            if (party.Qualifier.Length != 2 || party.Id.Length is 0 or > 15)
                throw new ArgumentException(
                    "An interchange party has a qualifier of two characters and an id of at most fifteen."
                );
        }

        return SenderCode.Length is >= 2 and <= 15 && ReceiverCode.Length is >= 2 and <= 15
            ? this
            : throw new ArgumentException("GS02 and GS03 have two to fifteen characters.");
    }
}
