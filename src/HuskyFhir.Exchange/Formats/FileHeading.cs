namespace HuskyFhir.Exchange.Formats;

/// <summary>One end of the exchange.</summary>
/// <param name="Name">In words, such as <c>HUSKY Health</c>.</param>
/// <param name="Qualifier">ISA05 or ISA07: two characters, such as <c>ZZ</c>.</param>
/// <param name="Id">ISA06 or ISA08, and the system's name in a message: at most fifteen characters.</param>
/// <param name="Code">GS02 or GS03: two to fifteen characters.</param>
/// <param name="TaxId">N104 with the qualifier FI: the federal tax number, nine digits.</param>
/// <param name="Endpoint">Where messages go or come from, as a URL (MessageHeader).</param>
public sealed record FileParty(string Name, string Qualifier, string Id, string Code, string TaxId, string Endpoint);

/// <summary>What stands around everything in a file.</summary>
/// <param name="Sender">The plan.</param>
/// <param name="Receiver">The partner.</param>
/// <param name="ControlNumber">ISA13 and GS06, or the number of the manifest: 1 to 999,999,999, never used twice with a
/// partner but for the very same file.</param>
/// <param name="Run">The run that writes it.</param>
/// <param name="Created">When the run was opened, and not when the file was written: a file that is written again is
/// the same.</param>
public sealed record FileHeading(
    FileParty Sender,
    FileParty Receiver,
    int ControlNumber,
    Guid Run,
    DateTimeOffset Created
)
{
    /// <summary>ISA15: a test, or else production.</summary>
    public bool IsTest { get; init; }

    /// <summary>ISA14: whether a TA1 is asked for.</summary>
    public bool ReceiptAsked { get; init; } = true;

    /// <summary>Members of a transaction set: what is rejected together at most. 1 to 100,000.</summary>
    public int MembersPerSet { get; init; } = 5_000;

    /// <summary>Whether the file has everybody, as they are now, and not changes alone.</summary>
    public bool IsFull { get; init; }

    /// <summary>Whether persons of the household who did not change go along with a member who did.</summary>
    public bool WholeHouseholds { get; init; }

    /// <summary>Address of this service, by which a message names its resources.</summary>
    public Uri Base { get; init; } = new("https://plan.example/fhir");
}
