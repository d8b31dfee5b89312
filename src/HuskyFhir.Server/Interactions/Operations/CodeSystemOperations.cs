using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Validation.Terminology;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Interactions.Operations;

/// <summary>
/// <c>CodeSystem/$lookup</c>, <c>$validate-code</c> and <c>$subsumes</c> for the systems that are loaded. Faults: 400,
/// 404.
/// </summary>
internal sealed class CodeSystemOperations(LoadedCodes codes, RequestBody bodies, Intake intake)
{
    public Task LookupAsync(HttpContext context) => Terms.AnswerAsync(context, () => LookedUpAsync(context));

    public Task ValidateCodeAsync(HttpContext context) => Terms.AnswerAsync(context, () => ValidatedAsync(context));

    public Task SubsumesAsync(HttpContext context) => Terms.AnswerAsync(context, () => SubsumedAsync(context));

    private async Task<Result<Coding>> AskedAsync(HttpContext context)
    {
        if (!(await OperationInput.ReadAsync(context, bodies, intake)).Try(out var input, out var fault))
            return fault;
        return Terms.Asked(input) is { Code.Length: > 0, System.Length: > 0 } asked
            ? asked
            : OperationInput.Missing("code", "the code, with its system, or a coding");
    }

    private async Task<Result<Resource>> LookedUpAsync(HttpContext context)
    {
        if (!(await AskedAsync(context)).Try(out var asked, out var fault))
            return fault;
        if (codes.Concept(asked.System!, asked.Code!) is not { } concept)
            return Terms.Unknown("code", $"{asked.System}|{asked.Code}");
        var answer = new Parameters().Add("name", new FhirString(concept.SystemName));
        if (concept.Version is { } version)
            answer.Add("version", new FhirString(version));
        answer.Add("display", new FhirString(concept.Display ?? asked.Code));
        if (concept.Definition is { } definition)
            answer.Add("definition", new FhirString(definition));
        foreach (
            var (name, related) in concept
                .Parents.Select(static parent => ("parent", parent))
                .Concat(concept.Children.Select(static child => ("child", child)))
        )
            answer.Parameter.Add(
                new()
                {
                    Name = "property",
                    Part =
                    [
                        new() { Name = "code", Value = new Code(name) },
                        new() { Name = "value", Value = new Code(related) },
                    ],
                }
            );
        return answer;
    }

    private async Task<Result<Resource>> ValidatedAsync(HttpContext context)
    {
        if (!(await AskedAsync(context)).Try(out var asked, out var fault))
            return fault;
        if (!codes.Knows(asked.System!))
            return Terms.Unknown("code system", asked.System);
        if (codes.Concept(asked.System!, asked.Code!) is not { } concept)
            return Terms.Result(false, null, $"{asked.System} has no code '{asked.Code}'.");
        return
            asked.Display is { } given
            && concept.Display is { } display
            && !given.Equals(display, StringComparison.OrdinalIgnoreCase)
            ? Terms.Result(false, display, $"The display of '{asked.Code}' is '{display}', not '{given}'.")
            : Terms.Result(true, concept.Display, null);
    }

    private async Task<Result<Resource>> SubsumedAsync(HttpContext context)
    {
        if (!(await OperationInput.ReadAsync(context, bodies, intake)).Try(out var input, out var fault))
            return fault;
        var (system, a, b) = (
            input.Value<Coding>("codingA")?.System ?? input.Text("system"),
            input.Value<Coding>("codingA")?.Code ?? input.Text("codeA"),
            input.Value<Coding>("codingB")?.Code ?? input.Text("codeB")
        );
        if (system is null || a is null || b is null)
            return OperationInput.Missing("codeA", "two codes, codeA and codeB, with their system");
        if (
            codes.Around(system, a, above: true) is not { } aboveA
            || codes.Around(system, b, above: true) is not { } aboveB
        )
            return Terms.Unknown("code system or code", system);
        var outcome =
            a == b ? "equivalent"
            : aboveB.Contains(a) ? "subsumes"
            : aboveA.Contains(b) ? "subsumed-by"
            : "not-subsumed";
        return new Parameters().Add("outcome", new Code(outcome));
    }
}
