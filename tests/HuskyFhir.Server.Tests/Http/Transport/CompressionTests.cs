using System.IO.Compression;
using System.Net;
using System.Text;
using HuskyFhir.Server.Tests.BadInput;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Http.Transport;

/// <summary>Compression of answers and of bodies, and bombs among the latter.</summary>
public sealed class CompressionTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override (string Name, string Value)[] Settings => [("Http:MaxBodyBytes", "100000")];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Answers_AreCompressed_ForThoseWhoAsk(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var accept in new[] { "application/fhir+json", "application/fhir+xml", "text/html" })
        {
            var address = "Organization?_count=20&_total=accurate";
            var plain = (await plan.AskAsync(address, ("Accept", accept))).Expect(HttpStatusCode.OK);
            Assert.Null(plain.Header("Content-Encoding"));
            foreach (var encoding in new[] { "br", "gzip" })
            {
                var packed = (await plan.AskAsync(address, ("Accept", accept), ("Accept-Encoding", encoding))).Expect(
                    HttpStatusCode.OK
                );
                Assert.Equal(encoding, packed.Header("Content-Encoding"));
                Assert.True(packed.Body.Length < plain.Body.Length / 2, $"{packed.Body.Length} of {plain.Body.Length}");
                Assert.Contains("Accept-Encoding", packed.Header("Vary"), StringComparison.Ordinal);
                Assert.Equal(plain.Text.Length, Unpack(packed.Body, encoding).Length, 100.0);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Bodies_InEachEncoding_AreRead(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var encoding in new[] { "gzip", "br", "deflate", "identity" })
        {
            var word = Made.Word();
            var body = Encoding.UTF8.GetBytes(Made.Location(word).ToJsonString());
            (
                await plan.RawAsync(
                    HttpMethod.Post,
                    "Location",
                    Pack(body, encoding),
                    "application/fhir+json",
                    ("Content-Encoding", encoding)
                )
            ).Expect(HttpStatusCode.Created);
            var form = Pack(Encoding.UTF8.GetBytes($"name={word}&_total=accurate"), encoding);
            Assert.Equal(
                1,
                (
                    await plan.RawAsync(
                        HttpMethod.Post,
                        "Location/_search",
                        form,
                        "application/x-www-form-urlencoded",
                        ("Content-Encoding", encoding)
                    )
                )
                    .Expect(HttpStatusCode.OK)
                    .Total
            );
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Bombs_Are413_AndFalseEncodings400(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var encoding in new[] { "gzip", "br", "deflate" })
        {
            // 64 MiB in a few kilobytes, against a limit of 100,000 bytes.
            var bomb = Pack(new byte[64 * 1024 * 1024], encoding);
            Assert.True(bomb.Length < 100_000);
            foreach (
                var (address, type) in new[]
                {
                    ("Patient", "application/fhir+json"),
                    ("Patient", "application/fhir+xml"),
                    ("Patient/_search", "application/x-www-form-urlencoded"),
                }
            )
                Outcomes.Check(
                    (await plan.RawAsync(HttpMethod.Post, address, bomb, type, ("Content-Encoding", encoding))).Refused(
                        HttpStatusCode.RequestEntityTooLarge,
                        "too-large"
                    ),
                    encoding
                );
            Outcomes.Check(
                (
                    await plan.RawAsync(
                        HttpMethod.Post,
                        "Patient",
                        "never packed"u8.ToArray(),
                        "application/fhir+json",
                        ("Content-Encoding", encoding)
                    )
                ).Refused(HttpStatusCode.BadRequest, "content-encoding"),
                encoding
            );
            Outcomes.Check(
                (
                    await plan.RawAsync(
                        HttpMethod.Post,
                        "Patient/_search",
                        "never packed"u8.ToArray(),
                        "application/x-www-form-urlencoded",
                        ("Content-Encoding", encoding)
                    )
                ).Refused(HttpStatusCode.BadRequest, "search-too-large"),
                encoding
            );
        }

        foreach (var encoding in new[] { "gzip, gzip", "compress", "zstd" })
            Outcomes.Check(
                (
                    await plan.RawAsync(
                        HttpMethod.Post,
                        "Patient",
                        "{}"u8.ToArray(),
                        "application/fhir+json",
                        ("Content-Encoding", encoding)
                    )
                ).Refused(HttpStatusCode.UnsupportedMediaType, "content-type"),
                encoding
            );
    }

    private static byte[] Pack(byte[] body, string encoding)
    {
        using var packed = new MemoryStream();
        using (
            Stream stream = encoding switch
            {
                "gzip" => new GZipStream(packed, CompressionLevel.Optimal),
                "br" => new BrotliStream(packed, CompressionLevel.Optimal),
                "deflate" => new ZLibStream(packed, CompressionLevel.Optimal),
                _ => new BufferedStream(packed),
            }
        )
            stream.Write(body);
        return packed.ToArray();
    }

    private static string Unpack(byte[] body, string encoding)
    {
        using Stream stream =
            encoding == "br"
                ? new BrotliStream(new MemoryStream(body), CompressionMode.Decompress)
                : new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
