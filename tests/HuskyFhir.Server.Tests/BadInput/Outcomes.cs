using System.Net;
using Hl7.Fhir.Model;
using HuskyFhir.Server.Http.Representations;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Validation;

namespace HuskyFhir.Server.Tests.BadInput;

/// <summary>
/// What every refusal must be: a valid OperationOutcome that says what is wrong and nothing of our insides.
/// </summary>
internal static class Outcomes
{
    private static readonly ResourceParser Parser = new(new ParserLimits());

    private static readonly string[] Insides =
    [
        "   at ",
        "Exception",
        " System.",
        "HuskyFhir.",
        "Npgsql",
        "Sqlite",
        "Microsoft.",
        "Hl7.Fhir.",
        "SELECT ",
        "INSERT ",
        ".cs:",
        "StackTrace",
        "`1",
    ];

    /// <summary>
    /// The most issues that one answer lists: more would make the answer to a mistake dearer than the mistake.
    /// </summary>
    private const int MostIssues = 201;

    /// <param name="reply">The refusal.</param>
    /// <param name="context">For the message of a failure.</param>
    /// <param name="sent">What the caller sent, which may be repeated to him.</param>
    public static void Check(Reply reply, string? context = null, string? sent = null)
    {
        // A message is built where a check failed only: some answers are long, and some tests ask thousands of times.
        if ((int)reply.Status is < 400 or >= 500)
            Assert.Fail($"{context} → {(int)reply.Status}: {reply.Text}");
        var parsed = Parser.Parse(Json(reply, context));
        if (!parsed.Report.Valid)
            Assert.Fail(
                $"{context} → {reply.Text}: {string.Join("; ", parsed.Report.Issues.Select(static issue => issue.Text))}"
            );
        var outcome = Assert.IsType<OperationOutcome>(parsed.Resource);
        if (outcome.Issue.Count > MostIssues)
            Assert.Fail($"{context} → {outcome.Issue.Count} issues, {reply.Body.Length} bytes");
        foreach (var text in outcome.Issue.Select(static issue => issue.Diagnostics ?? string.Empty))
        {
            Assert.False(string.IsNullOrWhiteSpace(text), context);
            if (
                Insides.FirstOrDefault(inside => text.Contains(inside, StringComparison.Ordinal) && !Sent(inside)) is
                { } shown
            )
                Assert.Fail($"{context} shows '{shown}': {text}");
        }

        Assert.NotEqual(HttpStatusCode.RequestTimeout, reply.Status);
        bool Sent(string inside) => sent?.Contains(inside.Trim(), StringComparison.Ordinal) == true;
    }

    private static ReadOnlyMemory<byte> Json(Reply reply, string? context)
    {
        if (reply.ContentType is not ("application/fhir+json; charset=utf-8" or "application/fhir+xml; charset=utf-8"))
            Assert.Fail($"{context} → {(int)reply.Status} {reply.ContentType}: {reply.Text}");
        return reply.ContentType.StartsWith("application/fhir+xml", StringComparison.Ordinal)
            ? XmlBody.Read(reply.Body, 64, default).Value.Json
            : reply.Body;
    }
}
