using HuskyFhir.Core.Answers;
using HuskyFhir.Server.Http;
using Microsoft.Extensions.Primitives;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Searching;

/// <summary>The parameters of a search as they were sent: in the URL, and under POST in a form as well. Faults: 400, 415.</summary>
internal static class SearchGiven
{
    public static async Task<Answer<List<KeyValuePair<string, string>>>> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        var given = Pairs(request.Query);
        if (!HttpMethods.IsPost(request.Method) || request.ContentLength == 0)
            return given;
        if (!request.HasFormContentType || request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
            return new Fault(FaultKind.UnsupportedMedia, IssueType.NotSupported, "POST _search takes its parameters as application/x-www-form-urlencoded.", "Content-Type", "content-type");
        try
        {
            given.AddRange(Pairs(await request.ReadFormAsync(context.RequestAborted)));
            return given;
        }
        catch (Exception bad) when (RequestBody.IsUnpackable(bad))
        {
            return new Fault(FaultKind.Malformed, IssueType.TooLong, "The form has too many or too long values, or is not what its Content-Encoding says.", null, "search-too-large");
        }
    }

    public static List<KeyValuePair<string, string>> Pairs(IEnumerable<KeyValuePair<string, StringValues>> values) =>
        [.. values.SelectMany(static pair => pair.Value.Select(value => new KeyValuePair<string, string>(pair.Key, value ?? string.Empty)))];
}
