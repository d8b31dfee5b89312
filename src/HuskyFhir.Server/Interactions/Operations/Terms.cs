using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Server.Http;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Interactions.Operations;

/// <summary>
/// What the terminology operations share. They hold no one's data, and are open to everyone like the definitions
/// themselves.
/// </summary>
internal static class Terms
{
    public static async Task AnswerAsync(HttpContext context, Func<Task<Result<Resource>>> work)
    {
        if (Negotiation.CheckAccept(context.Request) is { } unacceptable)
            await OperationOutcomeWriter.WriteAsync(context, unacceptable);
        else if ((await work()).Try(out var resource, out var fault))
            await ResponseWriter.WriteAsync(context, FhirJson.Write(resource), Negotiation.Pretty(context.Request));
        else
            await OperationOutcomeWriter.WriteAsync(context, fault);
    }

    /// <summary>
    /// The code that is asked about: <c>coding</c>, or <c>code</c> with <c>system</c>; null when there is none.
    /// </summary>
    public static Coding? Asked(OperationInput input) =>
        input.Value<Coding>("coding")
        ?? input.Value<CodeableConcept>("codeableConcept")?.Coding.FirstOrDefault()
        ?? (
            input.Text("code") is { } code
                ? new Coding(input.Text("system") ?? input.Text("url"), code, input.Text("display"))
                : null
        );

    public static Fault Unknown(string kind, string? url) =>
        new(
            FaultKind.NotFound,
            IssueType.NotFound,
            $"The {kind} '{url}' is not loaded here, or not all of it is known.",
            null,
            "search-terminology"
        );

    /// <summary>The answer of <c>$validate-code</c>.</summary>
    public static Parameters Result(bool result, string? display, string? message)
    {
        var parameters = new Parameters().Add("result", new FhirBoolean(result));
        if (message is not null)
            parameters.Add("message", new FhirString(message));
        if (display is not null)
            parameters.Add("display", new FhirString(display));
        return parameters;
    }
}
