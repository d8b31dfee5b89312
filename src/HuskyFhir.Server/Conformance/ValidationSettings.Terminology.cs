using System.ComponentModel.DataAnnotations;
using HuskyFhir.Server.Conformance.Terminology;
using HuskyFhir.Server.Outbound;

namespace HuskyFhir.Server.Conformance;

/// <content>A terminology server outside, for codes that the loaded value sets and code systems cannot tell
/// of.</content>
public sealed partial class ValidationSettings : IValidatableObject
{
    /// <summary>
    /// The base address of a FHIR R4 terminology server; none by default. Codes, their systems and value sets are sent
    /// to it, and nothing else.
    /// </summary>
    public string TerminologyServer { get; set; } = string.Empty;

    /// <summary>
    /// Where it may stand: <c>Public</c> (default), <c>Private</c> (also in a private network) or <c>Loopback</c> (this
    /// machine alone, also over http). Link-local addresses are never called.
    /// </summary>
    public Reach TerminologyReach { get; set; } = Reach.Public;

    /// <summary>
    /// The value of its <c>Authorization</c> header, such as <c>Bearer …</c>; none by default. A secret.
    /// </summary>
    public string TerminologyAuthorization { get; set; } = string.Empty;

    /// <summary>How long one question may take, in milliseconds, 50 to 10,000; 2,000 by default.</summary>
    [Range(50, 10_000)]
    public int TerminologyTimeout { get; set; } = 2_000;

    /// <summary>
    /// How long one validation may wait for all its questions, in milliseconds, 0 to 60,000; 5,000 by default.
    /// </summary>
    [Range(0, 60_000)]
    public int TerminologyTimePerValidation { get; set; } = 5_000;

    /// <summary>Questions that may be underway at once, 1 to 64; 8 by default.</summary>
    [Range(1, 64)]
    public int TerminologyConcurrency { get; set; } = 8;

    /// <summary>The largest answer in bytes, 1,000 to 10,000,000; 262,144 by default.</summary>
    [Range(1_000, 10_000_000)]
    public int TerminologyMaxBytes { get; set; } = 256 * 1024;

    /// <summary>Failures in a row after which the server is left alone, 1 to 100; 5 by default.</summary>
    [Range(1, 100)]
    public int TerminologyFailures { get; set; } = 5;

    /// <summary>For how many seconds, 1 to 3,600; 30 by default.</summary>
    [Range(1, 3_600)]
    public int TerminologyPause { get; set; } = 30;

    /// <summary>Answers that are kept, 100 to 1,000,000; 50,000 by default.</summary>
    [Range(100, 1_000_000)]
    public int TerminologyCacheEntries { get; set; } = 50_000;

    /// <summary>Minutes for which an answer is kept, 1 to 10,080; 1,440 by default.</summary>
    [Range(1, 10_080)]
    public int TerminologyCacheMinutes { get; set; } = 1_440;

    /// <summary>Seconds for which it is kept that there was no answer, 1 to 3,600; 60 by default.</summary>
    [Range(1, 3_600)]
    public int TerminologyFailureSeconds { get; set; } = 60;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Engine == ValidationEngine.Both)
            yield return new(
                "Engine takes Husky or Firely; both beside each other are for the validate command and $validate.",
                [nameof(Engine)]
            );
        if (
            TerminologyServer.Length > 0
            && OutboundAddress.Flaw(
                TerminologyServer,
                TerminologyReach,
                nameof(TerminologyReach),
                " Put a secret into TerminologyAuthorization."
            )
                is { } flaw
        )
            yield return new($"TerminologyServer {flaw}", [nameof(TerminologyServer)]);
    }

    /// <summary>The server's settings in one piece; null where none is named.</summary>
    internal TerminologyOptions? Outside() =>
        TerminologyServer.Length == 0
            ? null
            : new(new Uri(TerminologyServer))
            {
                Reach = TerminologyReach,
                Authorization = TerminologyAuthorization,
                Timeout = TimeSpan.FromMilliseconds(TerminologyTimeout),
                Concurrency = TerminologyConcurrency,
                MaxBytes = TerminologyMaxBytes,
                Failures = TerminologyFailures,
                Pause = TimeSpan.FromSeconds(TerminologyPause),
                CacheEntries = TerminologyCacheEntries,
                CacheTime = TimeSpan.FromMinutes(TerminologyCacheMinutes),
                FailureTime = TimeSpan.FromSeconds(TerminologyFailureSeconds),
            };
}
