using HuskyFhir.X12.Enrolment;
using HuskyFhir.X12.Envelope;

namespace HuskyFhir.Exchange.Enrolling.Merging;

/// <summary>How a 999 speaks of members whom the plan refused.</summary>
public enum BusinessRejects
{
    /// <summary>Their set is accepted with errors (IK5 E), and each is named.</summary>
    Errors,

    /// <summary>Their set is rejected (IK5 R), and each is named. What was loaded of the others stays.</summary>
    Sets,

    /// <summary>Not at all: the 999 speaks of the form alone.</summary>
    None,
}

/// <summary>What was agreed with a partner about its enrolment files.</summary>
/// <param name="Partner">As in the configuration, such as <c>dss</c>.</param>
public sealed record EnrolmentOptions(string Partner)
{
    /// <summary>What ISA05 and ISA06 must say; null where any sender is taken.</summary>
    public InterchangeParty? Sender { get; init; }

    /// <summary>What ISA07 and ISA08 must say; null where any receiver is taken.</summary>
    public InterchangeParty? Receiver { get; init; }

    /// <summary>
    /// Whether files that are marked as a test (ISA15) are loaded; without it they are refused, and production files
    /// are refused where it is set.
    /// </summary>
    public bool IsTest { get; init; }

    /// <summary>Which findings make a member unusable.</summary>
    public Strictness Strictness { get; init; }

    /// <summary>
    /// What the partner calls the programmes, besides <c>HUSKY A</c> to <c>HUSKY D</c> in any writing: to
    /// <c>HUSKY-A</c> and so on.
    /// </summary>
    public IReadOnlyDictionary<string, string> Programmes { get; init; } = new Dictionary<string, string>();

    /// <summary>The programme of a coverage that names none; null where such a coverage is refused.</summary>
    public string? OtherProgramme { get; init; }

    /// <summary>The key of the organisation that pays.</summary>
    public string Payor { get; init; } = "CT-DSS";

    /// <summary>
    /// Whether the coverage of those who are missing in a full file is ended. Never by default: then they are only
    /// listed.
    /// </summary>
    public bool EndMissing { get; init; }

    /// <summary>
    /// Where more than so many per cent of the covered members are missing, nobody is ended: such a file is rather cut
    /// short.
    /// </summary>
    public decimal MostMissingPercent { get; init; } = 2;

    /// <summary>How the 999 speaks of members who stand in the form of the guide, and whom the plan refused.</summary>
    public BusinessRejects Rejects { get; init; }

    /// <summary>
    /// Whether a file with a line for each refused or noted member goes to the partner beside the 999.
    /// </summary>
    public bool RejectFile { get; init; } = true;

    /// <summary>Members of a transaction: 1 to 1,000.</summary>
    public int BatchSize { get; init; } = 200;
}
