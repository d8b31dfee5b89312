using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Validation.Reports;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions;

/// <summary>
/// The header <c>X-Provenance</c> (R4 section 6.3.4.1): a Provenance in JSON without targets, which become the versions
/// that the request writes. Faults: 400 for what cannot be read or names targets, 422 for what breaks the profile.
/// </summary>
internal sealed class OriginHeader(Intake intake, PublicBase publicBase)
{
    /// <summary>In the place of targets that are not known yet.</summary>
    private const string Later = "urn:uuid:00000000-0000-4000-8000-000000000000";

    public Result<WriteOrigin> Read(HttpRequest request, bool inBundle)
    {
        if (!request.Headers.TryGetValue(WriteOrigin.Header, out var values))
            return new WriteOrigin(inBundle, null);
        if (WithTarget(values.ToString()) is not { } json)
            return new Fault(
                FaultKind.Malformed,
                IssueType.Invalid,
                $"{WriteOrigin.Header} takes a Provenance in JSON without target; the targets are what the request writes.",
                WriteOrigin.Header,
                "provenance-header"
            );
        var (parsed, report) = intake.Examine(json, [], request.HttpContext.RequestAborted);
        if (report.ToFault() is { } broken)
            return Within(broken);
        var provenance = (Provenance)parsed!;
        LocalReferences.MakeRelative(provenance, json, publicBase.Url);
        provenance.Target = [];
        return new WriteOrigin(inBundle, provenance);
    }

    /// <summary>
    /// The same with something in the place of its targets, so that it can be examined like any resource; null when it
    /// is no such Provenance.
    /// </summary>
    private static byte[]? WithTarget(string text)
    {
        try
        {
            if (
                JsonNode.Parse(text) is not JsonObject json
                || json.ContainsKey("target")
                || (string?)json["resourceType"] != "Provenance"
            )
                return null;
            json["target"] = new JsonArray(new JsonObject { ["reference"] = Later });
            return Encoding.UTF8.GetBytes(json.ToJsonString());
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException or ArgumentException)
        {
            return null; // no JSON, a name twice, or a resourceType that is no text
        }
    }

    private static Fault Within(Fault fault) =>
        new(
            fault.Kind,
            [
                .. fault.Issues.Select(static issue =>
                    issue with
                    {
                        Expression = $"{WriteOrigin.Header}: {issue.Expression}",
                    }
                ),
            ]
        );
}
