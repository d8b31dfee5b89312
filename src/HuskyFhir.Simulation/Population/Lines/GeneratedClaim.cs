using HuskyFhir.Simulation.Population.Providers;

namespace HuskyFhir.Simulation.Population.Lines;

/// <summary>Whose request it is, who asks, and under which coverage.</summary>
internal sealed record Asking(long Number, Clinician Provider, string Coverage);

/// <summary>A request for an authorisation, or a claim.</summary>
internal sealed record GeneratedClaim(
    Asking Asking,
    int Nth,
    string Use,
    DateOnly Received,
    string Text,
    string? Code,
    bool Expedited
)
{
    /// <summary>What is asked for a claim.</summary>
    public int Dollars { get; init; }

    public string Id => $"cl-{Asking.Number:D7}-{Nth}";

    public string Authorization => $"AUTH-{Ids.ClientId(Asking.Number)}-{Nth}";
}

/// <summary>A decision on it; without an action it grants what was asked.</summary>
internal sealed record GeneratedDecision(GeneratedClaim Claim, int Nth, DateOnly Decided, string? Action)
{
    public string Reason { get; init; } = string.Empty;

    public DateOnly Notice { get; init; }

    /// <summary>From when something is taken away; null for a decision on the request itself.</summary>
    public DateOnly? Effective { get; init; }

    public string Id => IdOf(Nth);

    public string IdOf(int nth) => $"cr-{Claim.Asking.Number:D7}-{Claim.Nth}-{nth}";
}
