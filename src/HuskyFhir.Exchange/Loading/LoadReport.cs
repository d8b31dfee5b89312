using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Exchange.Loading;

/// <summary>What a load did.</summary>
/// <param name="Created">Resources that are new.</param>
/// <param name="Updated">Resources that got a new version.</param>
/// <param name="Unchanged">Resources that were the same already.</param>
/// <param name="Refusals">How many units were refused.</param>
/// <param name="Refused">Units that were refused whole, each with its reason; the first ten thousand of them.</param>
public sealed record LoadReport(
    long Created,
    long Updated,
    long Unchanged,
    long Refusals,
    IReadOnlyList<Refusal> Refused
)
{
    /// <summary>How often each fact, such as <c>address</c>, stayed as it is, since another source said it.</summary>
    public IReadOnlyDictionary<string, long> Kept { get; init; } = new Dictionary<string, long>();

    /// <summary>
    /// The conflicts that are the plan's to settle, those that were open before included; the first ten thousand of
    /// them.
    /// </summary>
    public IReadOnlyList<KeptFact> Conflicts { get; init; } = [];
}

/// <summary>A file, a line or a bundle that was refused; nothing of it was stored.</summary>
/// <param name="Where">File, and line of an NDJSON file.</param>
/// <param name="Reason">What, where, and how to mend it.</param>
public sealed record Refusal(string Where, string Reason);
