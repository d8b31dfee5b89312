using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Exchange.Enrolling;
using HuskyFhir.Exchange.Enrolling.Merging;
using HuskyFhir.Plan.Enrollment;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace HuskyFhir.Server.Tests.Enrolments;

/// <summary>Enrollment files taken in on a running service, and what is known afterwards.</summary>
internal static class Taking
{
    public static async Task<EnrolmentReport> TakeAsync(
        this HuskyServer server,
        byte[] file,
        string? name = null,
        EnrolmentOptions? options = null,
        IAnswerBox? answers = null
    )
    {
        using var stream = new MemoryStream(file);
        return await server
            .Services.GetRequiredService<Enroller>()
            .TakeAsync(
                stream,
                name ?? $"{Guid.NewGuid():N}.834",
                options ?? new("dss"),
                answers,
                null,
                TestContext.Current.CancellationToken
            );
    }

    public static async Task<List<OutcomeLine>> LinesAsync(this HuskyServer server, EnrolmentReport report)
    {
        var lines = new List<OutcomeLine>();
        await foreach (
            var line in server
                .Services.GetRequiredService<Enroller>()
                .Ledger.LinesAsync(report.File.Id, null, TestContext.Current.CancellationToken)
        )
            lines.Add(line);
        return lines;
    }

    public static async Task<JsonObject> MemberAsync(this HttpClient plan, string id) =>
        JsonNode
            .Parse(
                Assert
                    .Single((await plan.AskAsync($"Patient?identifier={id}")).Entries)
                    .GetProperty("resource")
                    .GetRawText()
            )!
            .AsObject();
}

/// <summary>A box that keeps what is put into it.</summary>
internal sealed class KeptAnswers : IAnswerBox
{
    private readonly Dictionary<string, string> files = new(StringComparer.Ordinal);

    /// <summary>The TA1 and 999.</summary>
    public string Text =>
        files
            .Where(static file => file.Key.EndsWith(".999", StringComparison.Ordinal))
            .Select(static file => file.Value)
            .LastOrDefault()
        ?? string.Empty;

    /// <summary>The lines of refused members; empty for none.</summary>
    public string Rejects =>
        files
            .Where(static file => file.Key.EndsWith(".rejects.csv", StringComparison.Ordinal))
            .Select(static file => file.Value)
            .LastOrDefault()
        ?? string.Empty;

    public async Task PutAsync(string name, Func<Stream, Task> write, CancellationToken cancellation)
    {
        using var stream = new MemoryStream();
        await write(stream);
        files[name] = Encoding.Latin1.GetString(stream.ToArray());
    }
}
