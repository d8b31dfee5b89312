using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Documents;

/// <summary>
/// A file of ten megabytes goes in and out as a stream: the memory that one transfer takes does not grow with the file.
/// </summary>
public sealed class LargeFileTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const int Megabyte = 1024 * 1024;

    protected override bool Alone => true;

    protected override (string Name, string Value)[] Settings =>
        [("Documents:MaxBytes", (12 * Megabyte).ToString(System.Globalization.CultureInfo.InvariantCulture))];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task TenMegabytes_AreStreamed_BothWays(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        var cancellation = TestContext.Current.CancellationToken;
        var file = Files.Large(10 * Megabyte);
        var digest = SHA256.HashData(file);
        await PeakAsync(plan, member.At(), Files.Large(Megabyte)); // everything is compiled and pooled after this
        var (at, peak) = await PeakAsync(plan, member.At(), file);
        // Loosely: a copy of the file alone would be ten, and its base64 thirteen.
        Assert.True(peak < 8 * Megabyte, $"The large object heap grew by {peak / 1024} KiB in a transfer of 10 MiB.");
        using var answer = await plan.GetAsync(at, HttpCompletionOption.ResponseHeadersRead, cancellation);
        Assert.Equal(file.Length, answer.Content.Headers.ContentLength);
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        Assert.Equal(digest, await SHA256.HashDataAsync(stream, cancellation));
        (
            await plan.UploadAsync(
                Files.Large(13 * Megabyte),
                "application/pdf",
                member.At(),
                ("Expect", "100-continue")
            )
        ).Refused(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    /// <summary>
    /// Sends a file and reads it again, with nothing of it held here; how far the large object heap, where whole files
    /// would be, has grown meanwhile.
    /// </summary>
    private static async Task<(string At, long Peak)> PeakAsync(HttpClient plan, string member, byte[] file)
    {
        var cancellation = TestContext.Current.CancellationToken;
        GC.Collect();
        var before = GC.GetGCMemoryInfo(GCKind.FullBlocking).GenerationInfo[3].SizeAfterBytes;
        using var request = new HttpRequestMessage(HttpMethod.Post, "Binary")
        {
            Content = new StreamContent(new MemoryStream(file), 16 * 1024),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        request.Headers.Add("X-Security-Context", member);
        using var created = await plan.SendAsync(request, cancellation);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var at = created.Headers.Location!.ToString().Split("/_history/")[0];
        foreach (var accept in new[] { "*/*", "application/fhir+json" })
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, at);
            ask.Headers.TryAddWithoutValidation("Accept", accept);
            using var answer = await plan.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead, cancellation);
            await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
            await stream.CopyToAsync(Stream.Null, 16 * 1024, cancellation);
        }

        // What was allocated for large objects since is there still, or was collected and its room kept: either shows.
        GC.Collect();
        var info = GC.GetGCMemoryInfo(GCKind.FullBlocking).GenerationInfo[3];
        return (at, Math.Max(info.SizeBeforeBytes, info.SizeAfterBytes) - before);
    }
}
