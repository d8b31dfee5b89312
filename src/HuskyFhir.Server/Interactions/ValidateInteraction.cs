using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Conformance;
using HuskyFhir.Server.Http;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Reports;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Interactions;

/// <summary>
/// <c>$validate</c> on a type and on an instance (R4 Resource-operation-validate): what a write would be told, without
/// the write. The answer is 200 with an OperationOutcome, whatever it says of the resource. Faults: 400 for a body that
/// is neither a resource nor Parameters, 404, 413, 415.
/// </summary>
internal sealed class ValidateInteraction(
    RequestBody bodies,
    Intake intake,
    ValidationEngines engines,
    ResourceReader reads,
    ReadAudit trace
)
{
    public async Task ValidateAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        var answer = await ReportAsync(context, call);
        if (!answer.Try(out var issues, out var fault))
        {
            await trace.RecordAsync(context, call, fault);
            await OperationOutcomeWriter.WriteAsync(context, fault);
            return;
        }

        await trace.RecordAsync(call, FhirCall.IdOf(context), [], "$validate");
        await OperationOutcomeWriter.WriteAsync(context, OperationOutcomeWriter.Of(issues));
    }

    private static Issue AllRight =>
        new(
            OperationOutcome.IssueSeverity.Information,
            OperationOutcome.IssueType.Informational,
            "No issues were found.",
            null,
            "valid"
        );

    private async Task<Result<IReadOnlyList<Issue>>> ReportAsync(HttpContext context, FhirCall call)
    {
        var ask = new ValidateAsk(Profiles(context.Request.Query["profile"]), context.Request.Query["mode"]);
        if (context.Request.Query["engine"] is [{ Length: > 0 } named])
            if (Enum.TryParse<ValidationEngine>(named, ignoreCase: true, out var engine) && Enum.IsDefined(engine))
                ask = ask with { Engine = engine };
            else
                return new Fault(
                    FaultKind.Malformed,
                    OperationOutcome.IssueType.Value,
                    "engine takes Husky, Firely or Both.",
                    "engine",
                    "validate-engine"
                );
        if (
            HttpMethods.IsGet(context.Request.Method)
            || context.Request.ContentLength is 0 or null && !context.Request.Headers.ContainsKey("Transfer-Encoding")
        )
            return await StoredAsync(context, call, ask);
        if (!(await bodies.ReadAsync(context.Request, context.RequestAborted)).Try(out var body, out var fault))
            return fault;
        return Judge(context, call, ask, body);
    }

    /// <summary>Without a body, the stored resource itself: of use when profiles have changed.</summary>
    private async Task<Result<IReadOnlyList<Issue>>> StoredAsync(HttpContext context, FhirCall call, ValidateAsk ask)
    {
        if (context.Request.RouteValues["id"] is null)
            return new Fault(
                FaultKind.Malformed,
                OperationOutcome.IssueType.Required,
                "Send the resource as the body, or in Parameters as 'resource'.",
                null,
                "body-missing"
            );
        if (FhirCall.IdOf(context) is not { } id)
            return call.Unknown(context);
        if (
            !(await reads.ReadAsync(call.Type, id, call.Grant, context.RequestAborted)).Try(
                out var stored,
                out var fault
            )
        )
            return fault;
        return ask.Mode == "delete" ? Deletion(call) : Told(Examined(context, ask, stored.Body).Report);
    }

    private Result<IReadOnlyList<Issue>> Judge(
        HttpContext context,
        FhirCall call,
        ValidateAsk ask,
        ReadOnlyMemory<byte> body
    )
    {
        var (resource, report) = Examined(context, ask, body);
        if (resource is not Parameters parameters || !report.Valid)
            return Told(report.And(Place(context, call, ask, resource)));
        ask = ask.With(parameters);
        if (ask.Mode == "delete")
            return Deletion(call);
        if (parameters.Parameter.Find(static one => one.Name == "resource")?.Resource is not { } inner)
            return new Fault(
                FaultKind.Malformed,
                OperationOutcome.IssueType.Required,
                "Parameters without a 'resource' say nothing to validate.",
                "Parameters.parameter",
                "body-missing"
            );
        // The resource inside of Parameters is judged by itself, as if it had been the body.
        var judged = ask.Plain
            ? intake.Check(inner, ask.Profiles, context.RequestAborted)
            : Examined(context, ask, System.Text.Encoding.UTF8.GetBytes(inner.ToJson())).Report;
        return Told(judged.And(Place(context, call, ask, inner)));
    }

    /// <summary>
    /// By the intake, as a write would be, or by the engine that is asked for; the work ends when the caller goes away.
    /// </summary>
    private ParsedResource Examined(HttpContext context, ValidateAsk ask, ReadOnlyMemory<byte> body) =>
        ask.Plain
            ? intake.Examine(body, ask.Profiles, context.RequestAborted)
            : engines.Examine(ask.Engine ?? ValidationEngine.Husky, ask.Alone, body, ask.Asked, context.RequestAborted);

    /// <summary>What the address and the mode ask beside the content.</summary>
    private static ValidationReport Place(HttpContext context, FhirCall call, ValidateAsk ask, Resource? resource)
    {
        var issues = new List<Issue>();
        if (ask.Mode is not (null or "" or "create" or "update" or "profile"))
            issues.Add(
                Issue.Error(
                    OperationOutcome.IssueType.NotSupported,
                    "mode takes create, update, delete or profile.",
                    "mode",
                    "validate-mode"
                )
            );
        if (resource is not null && resource.TypeName != call.Type.Name)
            issues.Add(
                Issue.Error(
                    OperationOutcome.IssueType.Invalid,
                    $"The body is a {resource.TypeName}; this address takes {call.Type.Name}.",
                    "resourceType",
                    "wrong-type"
                )
            );
        if (
            resource is not null
            && ask.Mode == "update"
            && context.Request.RouteValues["id"] is string id
            && resource.Id != id
        )
            issues.Add(
                Issue.Error(
                    OperationOutcome.IssueType.Invalid,
                    $"The body's id is '{resource.Id}', the URL's is '{id}'; an update needs them to be the same.",
                    $"{call.Type.Name}.id",
                    "id-mismatch"
                )
            );
        return new(issues);
    }

    private static Result<IReadOnlyList<Issue>> Deletion(FhirCall call) =>
        call.Type.EndsBy is { } how
            ? new[] { Issue.Error(OperationOutcome.IssueType.NotSupported, how, null, "not-deleted") }
            : new[] { AllRight };

    private static Result<IReadOnlyList<Issue>> Told(ValidationReport report) =>
        report.Issues.Count == 0 ? new[] { AllRight } : report.Issues.ToArray();

    private static string[] Profiles(Microsoft.Extensions.Primitives.StringValues given) =>
        [.. given.OfType<string>().Where(static one => one.Length > 0)];

    private sealed record ValidateAsk(IReadOnlyList<string> Profiles, string? Mode)
    {
        /// <summary>Whose answer; null for the configured engine.</summary>
        public ValidationEngine? Engine { get; init; }

        /// <summary>Whether R4 and profiles count alone: the profile <c>none</c> is asked for.</summary>
        public bool Alone => Profiles.Contains("none");

        public bool Plain => Engine is null && !Alone;

        public string[] Asked => [.. Profiles.Where(static one => one != "none")];

        public ValidateAsk With(Parameters parameters) =>
            new(
                [
                    .. Profiles,
                    .. parameters
                        .Parameter.Where(static one => one.Name == "profile")
                        .Select(static one => (one.Value as PrimitiveType)?.ToString())
                        .OfType<string>(),
                ],
                (parameters.Parameter.Find(static one => one.Name == "mode")?.Value as PrimitiveType)?.ToString()
                    ?? Mode
            )
            {
                Engine = Engine,
            };
    }
}
