using HuskyFhir.Core.Answers;
using HuskyFhir.Registry.Families;
using HuskyFhir.Server.Http;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions;

/// <summary>
/// Whatever under the base no route takes: OPTIONS with the methods that are offered there, 405 with the same list for another method,
/// 404 with what is wrong about the address.
/// </summary>
internal sealed class Unrouted(FamilyTable families)
{
    public Task AnswerAsync(HttpContext context)
    {
        var parts = ((string?)context.Request.RouteValues["path"] ?? string.Empty).Split('/', StringSplitOptions.RemoveEmptyEntries);
        var offered = Offered(parts);
        if (offered is null)
            return Outcomes.WriteAsync(context, Unknown(parts));
        context.Response.Headers.Allow = offered;
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        return Outcomes.WriteAsync(context, new Fault(FaultKind.NotAllowed, IssueType.NotSupported, $"{context.Request.Method} is not offered here; {offered} are.", null, "method"));
    }

    private string? Offered(string[] parts) => parts switch
    {
        [] => "GET, HEAD, OPTIONS",
        ["_search"] => "POST, OPTIONS",
        ["Patient", var id, "*"] when IsId(id) => "GET, HEAD, OPTIONS",
        ["Patient", var id, var type] when IsId(id) && families.Find(type) is not null => "GET, HEAD, OPTIONS",
        ["Patient", var id, var type, "_search"] when IsId(id) && families.Find(type) is not null => "POST, OPTIONS",
        ["metadata" or "reference" or "openapi.json"] => "GET, HEAD, OPTIONS",
        [var type] when families.Find(type) is not null => "GET, HEAD, POST, OPTIONS",
        [var type, ..] when parts.Length <= 2 && DefinitionsInteraction.Types.Contains(type) => "GET, HEAD, OPTIONS",
        [var type, "$validate"] when families.Find(type) is not null => "POST, OPTIONS",
        [var type, var id, "$validate"] when families.Find(type) is not null && IsId(id) => "GET, POST, OPTIONS",
        [var type, "_search"] when families.Find(type) is not null => "POST, OPTIONS",
        [var type, var id] when families.Find(type) is { } known && IsId(id) => known.EndsBy is null ? "GET, HEAD, PUT, DELETE, OPTIONS" : "GET, HEAD, PUT, OPTIONS",
        [var type, var id, "_history"] when families.Find(type) is not null && IsId(id) => "GET, HEAD, OPTIONS",
        [var type, var id, "_history", _] when families.Find(type) is not null && IsId(id) => "GET, HEAD, OPTIONS",
        _ => null,
    };

    private static bool IsId(string id) => id.Length <= 64 && id.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.');

    private Fault Unknown(string[] parts)
    {
        var first = parts.Length > 0 ? parts[0] : string.Empty;
        var near = families.Types.FirstOrDefault(type => type.Name.Equals(first, StringComparison.OrdinalIgnoreCase));
        var text = near is null
            ? $"The service holds {string.Join(", ", families.Types.Select(static type => type.Name))}; the address names none of them."
            : near.Name == first ? $"{near.Name} has no such address; see /metadata for what is offered." : $"Types are written in their exact case: {near.Name}.";
        return new(FaultKind.NotFound, IssueType.NotFound, text, null, "address");
    }
}
