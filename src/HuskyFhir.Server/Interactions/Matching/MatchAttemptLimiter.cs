using System.Globalization;
using HuskyFhir.Core.Answers;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Pipeline.Transport;
using Microsoft.Extensions.Options;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Matching;

/// <summary>
/// Counts descriptions that fit nobody: whoever describes people until someone is found is guessing. Fault: 429.
/// </summary>
internal sealed class MatchAttemptLimiter(IOptions<SecuritySettings> settings, TimeProvider clock)
{
    private readonly RateMeter misses = new(settings.Value.FailedMatchesPerMinute, clock);

    /// <summary>Counts what a client missed; the fault where it was one too many.</summary>
    public Fault? Missed(string client)
    {
        if (misses.Take(client) is not { } wait)
            return null;
        var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return new(
            FaultKind.TooMany,
            IssueType.Throttled,
            $"Too many descriptions fitted nobody; go on in {seconds} s.",
            null,
            "too-many-guesses"
        );
    }
}
