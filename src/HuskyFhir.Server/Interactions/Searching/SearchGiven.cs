using HuskyFhir.Core.Answers;
using HuskyFhir.Server.Http;
using Microsoft.Extensions.Primitives;

namespace HuskyFhir.Server.Interactions.Searching;

/// <summary>
/// The parameters of a search as they were sent: in the URL, and under POST in a form as well. Faults: 400, 415.
/// </summary>
internal static class SearchGiven
{
    public static async Task<Result<List<KeyValuePair<string, string>>>> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        var given = Pairs(request.Query);
        if (!HttpMethods.IsPost(request.Method) || request.ContentLength == 0)
            return given;
        if (
            !(await FormBody.ReadAsync(request, "search-too-large", context.RequestAborted)).Try(
                out var form,
                out var fault
            )
        )
            return fault;
        given.AddRange(Pairs(form));
        return given;
    }

    public static List<KeyValuePair<string, string>> Pairs(IEnumerable<KeyValuePair<string, StringValues>> values) =>
        [
            .. values.SelectMany(static pair =>
                pair.Value.Select(value => new KeyValuePair<string, string>(pair.Key, value ?? string.Empty))
            ),
        ];
}
