using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Types;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Auditing;
using HuskyFhir.Server.Interactions.Operations;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions;

/// <summary>
/// Whatever under the base no route takes: OPTIONS with the methods that are offered there, 405 with the same list for
/// another method, 404 with what is wrong about the address.
/// </summary>
internal sealed class Unrouted(FhirTypeCatalog families)
{
    public Task AnswerAsync(HttpContext context)
    {
        var parts = ((string?)context.Request.RouteValues["path"] ?? string.Empty).Split(
            '/',
            StringSplitOptions.RemoveEmptyEntries
        );
        var offered = Offered(parts);
        if (offered is null)
            return OperationOutcomeWriter.WriteAsync(context, Unknown(parts));
        context.Response.Headers.Allow = offered;
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        return OperationOutcomeWriter.WriteAsync(
            context,
            new Fault(
                FaultKind.NotAllowed,
                IssueType.NotSupported,
                $"{context.Request.Method} is not offered here; {offered} are.",
                null,
                "method"
            )
        );
    }

    private string? Offered(string[] parts) =>
        parts switch
        {
            [] => "GET, HEAD, POST, OPTIONS",
            ["_search"] => "POST, OPTIONS",
            ["Patient", var id, "*"] when IsId(id) => "GET, HEAD, OPTIONS",
            ["Patient", var id, var type] when IsId(id) && families.Find(type) is not null => "GET, HEAD, OPTIONS",
            ["Patient", var id, var type, "_search"] when IsId(id) && families.Find(type) is not null =>
                "POST, OPTIONS",
            ["_history"] => "GET, HEAD, OPTIONS",
            ["metadata" or "reference" or "openapi.json"] or [".well-known", "smart-configuration" or "jwks.json"] =>
                "GET, HEAD, OPTIONS",
            ["oauth", "token" or "introspect"] => "POST, OPTIONS",
            [AuditInteraction.Type] => "GET, HEAD, OPTIONS",
            [AuditInteraction.Type, "_search"] => "POST, OPTIONS",
            [AuditInteraction.Type, var id] when IsId(id) => "GET, HEAD, OPTIONS",
            [var type] when families.Find(type) is { } known => Allowed.Type(known),
            [var type, "_history"] when families.Find(type) is not null => "GET, HEAD, OPTIONS",
            [var type] when DefinitionsInteraction.Types.Contains(type) => "GET, HEAD, OPTIONS",
            [var type, "_search"] when DefinitionsInteraction.Types.Contains(type) => "POST, OPTIONS",
            [var type, var id] when DefinitionsInteraction.Types.Contains(type) && IsId(id) => "GET, HEAD, OPTIONS",
            [var type, ['$', ..] name] when Operation(type, name, instance: false) is { } operation => operation.Allow,
            [var type, var id, ['$', ..] name]
                when IsId(id) && Operation(type, name, instance: true) is { } operation => operation.Allow,
            [var type, "_search"] when families.Find(type) is not null => "POST, OPTIONS",
            [var type, var id] when families.Find(type) is { } known && IsId(id) => Allowed.Instance(known),
            [var type, var id, "_history"] when families.Find(type) is not null && IsId(id) => "GET, HEAD, OPTIONS",
            [var type, var id, "_history", _] when families.Find(type) is not null && IsId(id) => "GET, HEAD, OPTIONS",
            _ => null,
        };

    private Operation? Operation(string type, string name, bool instance) =>
        OperationList.All.FirstOrDefault(each =>
            each.Name == name
            && each.IsOf(type, families.Find(type) is not null)
            && (instance ? each.OnInstance : each.OnType)
        );

    private static bool IsId(string id) => FhirIdConstraint.IsId(id);

    private Fault Unknown(string[] parts)
    {
        var first = parts.Length > 0 ? parts[0] : string.Empty;
        var near = families.Types.FirstOrDefault(type => type.Name.Equals(first, StringComparison.OrdinalIgnoreCase));
        var text =
            near is null
                ? $"The service holds {string.Join(", ", families.Types.Select(static type => type.Name))}; the address names none of them."
            : near.Name == first ? $"{near.Name} has no such address; see /metadata for what is offered."
            : $"Types are written in their exact case: {near.Name}.";
        return new(FaultKind.NotFound, IssueType.NotFound, text, null, "address");
    }
}
