using System.Net;
using Hl7.Fhir.Model;
using HuskyFhir.Server.Http.Representations;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Validation;

namespace HuskyFhir.Server.Tests.BadInput;

/// <summary>What every refusal must be: a valid OperationOutcome that says what is wrong and nothing of our insides.</summary>
internal static class Outcomes
{
    private static readonly ResourceParser Parser = new(new ParserLimits());

    private static readonly string[] Insides = ["   at ", "Exception", " System.", "HuskyFhir.", "Npgsql", "Sqlite", "Microsoft.", "Hl7.Fhir.", "SELECT ", "INSERT ", ".cs:", "StackTrace", "`1"];

    /// <param name="reply">The refusal.</param>
    /// <param name="context">For the message of a failure.</param>
    /// <param name="sent">What the caller sent, which may be repeated to him.</param>
    public static void Check(Reply reply, string? context = null, string? sent = null)
    {
        Assert.True((int)reply.Status is >= 400 and < 500, $"{context} → {(int)reply.Status}: {reply.Text}");
        var parsed = Parser.Parse(Json(reply, context));
        Assert.True(parsed.Report.Valid, $"{context} → {reply.Text}: {string.Join("; ", parsed.Report.Issues.Select(static issue => issue.Text))}");
        var outcome = Assert.IsType<OperationOutcome>(parsed.Resource);
        foreach (var text in outcome.Issue.Select(static issue => issue.Diagnostics ?? string.Empty))
        {
            Assert.False(string.IsNullOrWhiteSpace(text), context);
            foreach (var inside in Insides.Where(inside => sent?.Contains(inside.Trim(), StringComparison.Ordinal) != true))
                Assert.False(text.Contains(inside, StringComparison.Ordinal), $"{context} shows '{inside}': {reply.Text}");
        }

        Assert.NotEqual(HttpStatusCode.RequestTimeout, reply.Status);
    }

    private static ReadOnlyMemory<byte> Json(Reply reply, string? context)
    {
        Assert.True(reply.ContentType is "application/fhir+json; charset=utf-8" or "application/fhir+xml; charset=utf-8", $"{context} → {(int)reply.Status} {reply.ContentType}: {reply.Text}");
        return reply.ContentType.StartsWith("application/fhir+xml", StringComparison.Ordinal) ? XmlBody.Read(reply.Body, 64, default).Value.Json : reply.Body;
    }
}
