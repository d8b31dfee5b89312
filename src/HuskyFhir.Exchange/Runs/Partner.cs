using HuskyFhir.Exchange.Formats;
using HuskyFhir.Exchange.Transports;

namespace HuskyFhir.Exchange.Runs;

/// <summary>A partner as a run needs to know it; made from the configuration, and checked there.</summary>
/// <param name="Name">Short, such as <c>dss</c>: in the ledger, in commands and in the names of folders.</param>
/// <param name="Format">How changes are told to it.</param>
/// <param name="Sender">The plan.</param>
/// <param name="Receiver">The partner.</param>
/// <param name="Spool">Folder of ours, in which its files lie until they are answered.</param>
/// <param name="Open">Opens the way to it.</param>
public sealed record Partner(
    string Name,
    IExchangeFormat Format,
    FileParty Sender,
    FileParty Receiver,
    string Spool,
    Func<ITransport> Open
)
{
    /// <summary>The box of what we send.</summary>
    public string Outbox { get; init; } = "to-partner";

    /// <summary>The box of its answers.</summary>
    public string Inbox { get; init; } = "from-partner";

    /// <summary>Whether files say that they are a test (ISA15).</summary>
    public bool IsTest { get; init; }

    /// <summary>What is rejected together at most.</summary>
    public int MembersPerSet { get; init; } = 5_000;

    /// <summary>Whether persons of a household who did not change go along.</summary>
    public bool WholeHouseholds { get; init; }

    /// <summary>Address of this service, as messages name it.</summary>
    public Uri Base { get; init; } = new("https://plan.example/fhir");

    /// <summary>How long a process that died keeps others from its work.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>After which time an answer is late.</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>After which time an answer is missing.</summary>
    public TimeSpan MissingAfter { get; init; } = TimeSpan.FromHours(72);

    /// <summary>Encrypts a file for the partner; null where it is sent as it is.</summary>
    public IFileSeal? Seal { get; init; }

    /// <summary>The name of the file of a control number: the same however often it is sent.</summary>
    public string FileName(int number) => $"husky-{Name}-{number:D9}{Format.FileExtension}{Seal?.Extension}";

    /// <summary>What stands around everything in a run's file.</summary>
    public FileHeading Heading(HuskyFhir.Plan.PartnerRuns.ExchangeRun run) =>
        new(Sender, Receiver, run.Number, run.Id, run.Opened)
        {
            IsTest = IsTest,
            MembersPerSet = MembersPerSet,
            WholeHouseholds = WholeHouseholds,
            IsFull = run.IsFull,
            Base = Base,
        };
}

/// <summary>Makes a file unreadable to all but the partner.</summary>
public interface IFileSeal
{
    /// <summary>What is added to its name, such as <c>.pgp</c>.</summary>
    string Extension { get; }

    /// <summary>Writes the sealed form of a file.</summary>
    Task SealAsync(Stream plain, string name, Stream target, CancellationToken cancellation);
}
