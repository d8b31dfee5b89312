using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HuskyFhir.Benchmarks.Tokens;

/// <summary>A client that asks for token after token over kept-alive connections.</summary>
internal sealed class TokenLoad(Uri endpoint, string client, JsonWebKey key, string algorithm)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(4);

    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>What a measurement saw; times in milliseconds.</summary>
    internal sealed record Result(double Rate, double P50, double P99);

    public static JsonWebKey NewKey(string algorithm)
    {
        using var rsa = RSA.Create(2048);
        var key =
            algorithm == SecurityAlgorithms.RsaSha384
                ? JsonWebKeyConverter.ConvertFromRSASecurityKey(
                    new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: true))
                )
                : JsonWebKeyConverter.ConvertFromECDsaSecurityKey(
                    new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP384))
                );
        key.Kid = algorithm;
        return key;
    }

    public async Task<Result> RunAsync(int tokens, int connections, CancellationToken cancellation)
    {
        var bodies = Enumerable.Range(0, tokens).Select(_ => Body()).ToArray();
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections });
        var taken = new double[tokens];
        var next = -1;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(
            Enumerable
                .Range(0, connections)
                .Select(async _ =>
                {
                    for (int at; (at = Interlocked.Increment(ref next)) < tokens; )
                    {
                        var begun = Stopwatch.GetTimestamp();
                        using var answer = await http.PostAsync(
                            endpoint,
                            new ByteArrayContent(bodies[at])
                            {
                                Headers = { ContentType = new("application/x-www-form-urlencoded") },
                            },
                            cancellation
                        );
                        if (!answer.IsSuccessStatusCode)
                            throw new InvalidOperationException(
                                $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellation)}"
                            );
                        taken[at] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
                    }
                })
        );
        var seconds = watch.Elapsed.TotalSeconds;
        Array.Sort(taken);
        return new(tokens / seconds, taken[tokens / 2], taken[tokens * 99 / 100]);
    }

    private byte[] Body()
    {
        var claims = JsonSerializer.Serialize(
            new
            {
                iss = client,
                sub = client,
                aud = endpoint.ToString(),
                exp = (TimeProvider.System.GetUtcNow() + Life).ToUnixTimeSeconds(),
                jti = Guid.NewGuid(),
            }
        );
        var assertion = handler.CreateToken(claims, new SigningCredentials(key, algorithm));
        return System.Text.Encoding.ASCII.GetBytes(
            $"grant_type=client_credentials&scope=system/*.rs&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion={assertion}"
        );
    }
}
