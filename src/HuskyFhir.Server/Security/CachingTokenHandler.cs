using System.Collections.Concurrent;
using HuskyFhir.Core.Time;
using HuskyFhir.Server.Security.Keys;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HuskyFhir.Server.Security;

/// <summary>
/// Remembers for a few seconds that a token was valid, since an EHR sends the same one with every call and verifying a
/// signature costs more than the read it guards. Refusals are not remembered: they must not fill the memory.
/// </summary>
internal sealed class CachingTokenHandler(TimeProvider clock, TimeSpan keep, AccessTokens? tokens = null)
    : JsonWebTokenHandler
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, (TokenValidationResult Result, TimeSpan Until)> valid = new(
        StringComparer.Ordinal
    );

    /// <param name="token">As it came.</param>
    /// <param name="validationParameters">The rules for what is neither ours nor the sandbox's.</param>
    public override async Task<TokenValidationResult> ValidateTokenAsync(
        string token,
        TokenValidationParameters validationParameters
    )
    {
        var now = clock.Steady();
        if (valid.TryGetValue(token, out var known) && now < known.Until)
            return known.Result;
        var own = tokens is null ? null : await tokens.RulesAsync(token, CancellationToken.None);
        var result = await base.ValidateTokenAsync(token, own ?? validationParameters);
        if (!result.IsValid || keep == TimeSpan.Zero)
            return result;
        if (valid.Count >= Most)
            valid.Clear();
        var left = new DateTimeOffset(result.SecurityToken.ValidTo, TimeSpan.Zero) - clock.GetUtcNow();
        valid[token] = (result, now + (left < keep ? left : keep));
        return result;
    }
}
