using HuskyFhir.Exchange.Formats;
using HuskyFhir.Plan.PartnerRuns;

namespace HuskyFhir.Exchange.Runs;

/// <summary>What came of reading a partner's box.</summary>
public sealed record AnswersTaken
{
    /// <summary>Answers that were used.</summary>
    public int Applied { get; init; }

    /// <summary>Answers that were quarantined.</summary>
    public int Quarantined { get; init; }

    /// <summary>Members that the partner took.</summary>
    public long Acknowledged { get; init; }

    /// <summary>Members that it refused for something of their own.</summary>
    public long Rejected { get; init; }

    /// <summary>Members that wait to be sent again.</summary>
    public long Again { get; init; }

    /// <summary>What people should know, without anybody's data.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    internal AnswersTaken And(AnswersTaken other) =>
        new()
        {
            Applied = Applied + other.Applied,
            Quarantined = Quarantined + other.Quarantined,
            Acknowledged = Acknowledged + other.Acknowledged,
            Rejected = Rejected + other.Rejected,
            Again = Again + other.Again,
            Notes = [.. Notes, .. other.Notes],
        };

    internal static AnswersTaken Of(AnswerRow row, IReadOnlyList<RunSettlement> settlements, ReadAnswer? read) =>
        new()
        {
            Applied = row.State == "applied" ? 1 : 0,
            Quarantined = row.State == "quarantined" ? 1 : 0,
            Acknowledged = settlements.Sum(static each => each.Taken),
            Rejected = settlements.Sum(static each => (long)each.Refused.Count),
            Again = settlements.Sum(static each => (long)each.Again.Count),
            Notes = row.Reason is null
                ? []
                : [$"{row.Name} ({read?.Files.Count ?? 0} answers) was {row.State}: {row.Reason}"],
        };
}
