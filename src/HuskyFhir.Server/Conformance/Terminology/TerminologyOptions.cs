using HuskyFhir.Server.Outbound;

namespace HuskyFhir.Server.Conformance.Terminology;

/// <summary>
/// The settings of a terminology server, checked. What each one means, the settings of validation say.
/// </summary>
internal sealed record TerminologyOptions(Uri Server)
{
    public Reach Reach { get; init; }

    public string Authorization { get; init; } = string.Empty;

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    public int Concurrency { get; init; } = 8;

    public int MaxBytes { get; init; } = 256 * 1024;

    public int Failures { get; init; } = 5;

    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(30);

    public int CacheEntries { get; init; } = 50_000;

    public TimeSpan CacheTime { get; init; } = TimeSpan.FromDays(1);

    public TimeSpan FailureTime { get; init; } = TimeSpan.FromMinutes(1);
}
