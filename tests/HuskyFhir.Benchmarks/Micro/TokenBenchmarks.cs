using BenchmarkDotNet.Attributes;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Security;
using HuskyFhir.Server.Security.Clients;
using Microsoft.IdentityModel.Tokens;

namespace HuskyFhir.Benchmarks.Micro;

/// <summary>Validation of an access token: its signature each time, or remembered for some seconds.</summary>
[MemoryDiagnoser]
public class TokenBenchmarks
{
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(10);

    private readonly CachingTokenHandler plain = new(TimeProvider.System, TimeSpan.Zero);
    private readonly CachingTokenHandler caching = new(TimeProvider.System, Keep);
    private TokenValidationParameters parameters = new();
    private string token = string.Empty;

    [GlobalSetup]
    public void Setup()
    {
        var folder = Directory.CreateTempSubdirectory("husky-micro-").FullName;
        var settings = new SecuritySettings { SandboxKeyFile = Path.Combine(folder, "key.json") };
        var issuer = SandboxIssuer.Open(settings);
        Directory.Delete(folder, recursive: true);
        token = issuer.Token("ehr-riverbend", null, TimeProvider.System.GetUtcNow());
        parameters = new()
        {
            ValidIssuer = SandboxIssuer.Issuer,
            ValidAudience = settings.Audience,
            IssuerSigningKey = issuer.VerificationKey,
        };
        if (!plain.ValidateTokenAsync(token, parameters).GetAwaiter().GetResult().IsValid)
            throw new InvalidOperationException("The token is not valid.");
    }

    [Benchmark]
    public Task UncachedAsync() => plain.ValidateTokenAsync(token, parameters);

    [Benchmark]
    public Task CachedAsync() => caching.ValidateTokenAsync(token, parameters);
}
