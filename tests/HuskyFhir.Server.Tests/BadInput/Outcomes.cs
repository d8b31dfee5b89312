using System.Net;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Validation;

namespace HuskyFhir.Server.Tests.BadInput;

/// <summary>What every refusal must be: a valid OperationOutcome that says what is wrong and nothing of our insides.</summary>
internal static class Outcomes
{
    private static readonly ResourceParser Parser = new(new ParserLimits());

    private static readonly string[] Insides = ["   at ", "Exception", "System.", "HuskyFhir.", "Npgsql", "Sqlite", "Microsoft.", "Hl7.Fhir.", "SELECT ", "INSERT ", ".cs:", "StackTrace", "`1"];

    public static void Check(Reply reply, string? context = null)
    {
        Assert.True((int)reply.Status is >= 400 and < 500, $"{context} → {(int)reply.Status}: {reply.Text}");
        Assert.True(reply.ContentType == "application/fhir+json; charset=utf-8", $"{context} → {(int)reply.Status} {reply.ContentType}: {reply.Text}");
        var parsed = Parser.Parse(reply.Body);
        Assert.True(parsed.Report.Valid, $"{context} → {reply.Text}: {string.Join("; ", parsed.Report.Issues.Select(static issue => issue.Text))}");
        Assert.Equal("OperationOutcome", parsed.Resource!.TypeName);
        foreach (var inside in Insides)
            Assert.False((reply.Diagnostics ?? string.Empty).Contains(inside, StringComparison.Ordinal), $"{context} shows '{inside}': {reply.Text}");
        Assert.False(string.IsNullOrWhiteSpace(reply.Diagnostics), context);
        Assert.NotEqual(HttpStatusCode.RequestTimeout, reply.Status);
    }
}
