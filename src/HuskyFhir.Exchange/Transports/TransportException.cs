namespace HuskyFhir.Exchange.Transports;

/// <summary>What is wrong with a way to a partner.</summary>
public enum TransportFlaw
{
    /// <summary>Nobody answers, or the connection broke: worth another try.</summary>
    Unreachable,

    /// <summary>What arrived is not what was sent: worth another try.</summary>
    Damaged,

    /// <summary>No room on the disk, here or there.</summary>
    DiskFull,

    /// <summary>
    /// The server shows another key than the one that is pinned: somebody is in between, or it was replaced.
    /// </summary>
    HostKeyChanged,

    /// <summary>Our key, or its user, is refused.</summary>
    Refused,

    /// <summary>Reading or writing is not allowed there.</summary>
    Denied,

    /// <summary>A file or a folder is not there.</summary>
    Missing,

    /// <summary>A file of the same name and another content is there already.</summary>
    OtherContent,

    /// <summary>Anything else that a disk or a server does.</summary>
    Broken,
}

/// <summary>A way to a partner does not work; the message says what to do.</summary>
public sealed class TransportException(TransportFlaw flaw, string message, Exception? inner = null)
    : IOException(message, inner)
{
    /// <summary>What is wrong.</summary>
    public TransportFlaw Flaw { get; } = flaw;

    /// <summary>Whether the same may go well a little later.</summary>
    public bool IsPassing => Flaw is TransportFlaw.Unreachable or TransportFlaw.Damaged;

    /// <summary>As it is kept and told, such as <c>host-key-changed</c>.</summary>
    public string Code =>
        Flaw switch
        {
            TransportFlaw.Unreachable => "unreachable",
            TransportFlaw.Damaged => "damaged",
            TransportFlaw.DiskFull => "disk-full",
            TransportFlaw.HostKeyChanged => "host-key-changed",
            TransportFlaw.Refused => "key-refused",
            TransportFlaw.Denied => "access-denied",
            TransportFlaw.Missing => "missing",
            TransportFlaw.OtherContent => "other-content",
            TransportFlaw.Broken => "broken",
            _ => throw new InvalidOperationException($"{Flaw} has no code."),
        };

    /// <summary>What a failed operation on our own disk means.</summary>
    public static TransportException Of(Exception fault, string what) =>
        fault switch
        {
            TransportException known => known,
            FileNotFoundException or DirectoryNotFoundException => new(
                TransportFlaw.Missing,
                $"{what} is not there. Make the folder, or correct the setting that names it.",
                fault
            ),
            UnauthorizedAccessException => new(
                TransportFlaw.Denied,
                $"{what} may not be read or written by this service's user. Give that user the right to it.",
                fault
            ),
            IOException { HResult: NoSpace or NoSpaceOnWindows or QuotaExceeded or FileTooLarge } => new(
                TransportFlaw.DiskFull,
                $"There is no room for {what}. Make room on that disk; the next run goes on from here.",
                fault
            ),
            _ => new(TransportFlaw.Broken, $"{what} cannot be used: {fault.Message}", fault),
        };

    private const int NoSpace = 28;
    private const int FileTooLarge = 27;
    private const int QuotaExceeded = 122;
    private const int NoSpaceOnWindows = unchecked((int)0x80070070);
}
