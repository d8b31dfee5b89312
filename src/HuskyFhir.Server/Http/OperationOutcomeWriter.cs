using System.Xml;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Server.Http.Representations;
using HuskyFhir.Validation.Reports;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Http;

/// <summary>The one place where a fault becomes a status and an OperationOutcome (R4 section 2.33).</summary>
internal static class OperationOutcomeWriter
{
    /// <summary>The system of our stable codes in <c>issue.details</c>.</summary>
    private const string DetailSystem = Core.Terms.Systems.Base + "/CodeSystem/husky-issue";

    private const string LineUrl = "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-line";
    private const string PositionUrl = "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-col";

    /// <summary>The most issues in one answer, beside the one that says that there are more.</summary>
    public const int MostIssues = 200;

    public static int Status(FaultKind kind) =>
        kind switch
        {
            FaultKind.Malformed => 400,
            FaultKind.Unauthenticated => 401,
            FaultKind.Forbidden => 403,
            FaultKind.NotFound => 404,
            FaultKind.NotAllowed => 405,
            FaultKind.NotAcceptable => 406,
            FaultKind.Conflict => 409,
            FaultKind.Gone => 410,
            FaultKind.PreconditionFailed => 412,
            FaultKind.TooLarge => 413,
            FaultKind.UrlTooLong => 414,
            FaultKind.UnsupportedMedia => 415,
            FaultKind.Unprocessable => 422,
            FaultKind.TooMany => 429,
            FaultKind.HeadersTooLarge => 431,
            FaultKind.Unavailable => 503,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    /// <summary>
    /// What refuses stands before what is only to be known: programs and people read the first issue. However many
    /// entries of a transaction are wrong in however many ways, the answer stays short.
    /// </summary>
    public static OperationOutcome Of(IEnumerable<Issue> issues)
    {
        var ordered = issues.OrderBy(static issue => issue.Severity).ToList();
        return new()
        {
            Issue =
                ordered.Count <= MostIssues
                    ? [.. ordered.Select(Component)]
                    :
                    [
                        .. ordered
                            .Where(static issue => issue != ValidationReport.More)
                            .Take(MostIssues)
                            .Append(ValidationReport.More)
                            .Select(Component),
                    ],
        };
    }

    public static Task WriteAsync(HttpContext context, Fault fault)
    {
        context.Response.StatusCode = Status(fault.Kind);
        return WriteAsync(context, Of(fault.Issues));
    }

    public static Task WriteAsync(HttpContext context, OperationOutcome outcome)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (context.Features.Get<XmlBody>() is { } sent)
            PlaceInXml(outcome, sent);
        return ResponseWriter.WriteAsync(context, FhirJson.Write(outcome), Negotiation.Pretty(context.Request));
    }

    /// <summary>
    /// The checks saw the body as JSON; the caller's lines are those of the XML. Looking one up reads the body again,
    /// so not all are.
    /// </summary>
    private static void PlaceInXml(OperationOutcome outcome, XmlBody sent)
    {
        var left = sent.Lookups;
        foreach (
            var issue in outcome.Issue.Where(static issue =>
                issue.Extension.RemoveAll(static each => each.Url is LineUrl or PositionUrl) > 0
            )
        )
            if (issue.Expression.FirstOrDefault() is { } path && left-- > 0 && sent.Find(path) is { } place)
                Place(issue, place.Line, place.Position);
    }

    private static void Place(OperationOutcome.IssueComponent component, long? line, long? position)
    {
        if (line is not null)
            component.AddExtension(LineUrl, new Integer(int.CreateSaturating(line.Value)));
        if (position is not null)
            component.AddExtension(PositionUrl, new Integer(int.CreateSaturating(position.Value)));
    }

    private static OperationOutcome.IssueComponent Component(Issue issue)
    {
        var component = new OperationOutcome.IssueComponent
        {
            Severity = issue.Severity,
            Code = issue.Code,
            Diagnostics = Clean(issue.Text),
        };
        if (issue.Detail is { } detail)
            component.Details = new(DetailSystem, detail);
        if (!string.IsNullOrWhiteSpace(issue.Expression))
            component.Expression = [Clean(issue.Expression)];
        Place(component, issue.Line, issue.Position);
        return component;
    }

    /// <summary>
    /// What a caller sent may be repeated to him, but a FHIR string has no control characters (R4 section 2.24.0.1),
    /// and XML has fewer still.
    /// </summary>
    private static string Clean(string text) =>
        text.All(IsPlain)
            ? text
            : string.Concat(
                text.EnumerateRunes()
                    .Select(static rune => rune.IsBmp && !IsPlain((char)rune.Value) ? "\uFFFD" : rune.ToString())
            );

    private static bool IsPlain(char letter) =>
        !char.IsControl(letter) && !char.IsSurrogate(letter) && XmlConvert.IsXmlChar(letter);
}
