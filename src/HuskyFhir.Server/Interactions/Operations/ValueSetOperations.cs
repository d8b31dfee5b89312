using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using HuskyFhir.Plan.Definitions;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Validation.Terminology;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Interactions.Operations;

/// <summary>
/// <c>ValueSet/$expand</c> and <c>ValueSet/$validate-code</c> for what is loaded: ours, the packages', and R4's own.
/// Faults: 400, 404.
/// </summary>
internal sealed class ValueSetOperations(LoadedCodes codes, RequestBody bodies, Intake intake, TimeProvider clock)
{
    /// <summary>Codes in one expansion; more are had by offset and count.</summary>
    private const int Most = 1000;

    public Task ExpandAsync(HttpContext context) => Terms.AnswerAsync(context, () => ExpandedAsync(context));

    public Task ValidateCodeAsync(HttpContext context) => Terms.AnswerAsync(context, () => ValidatedAsync(context));

    private static string? Url(HttpContext context, OperationInput input) =>
        context.Request.RouteValues["id"] is string id
            ? OwnDefinitions.All.FirstOrDefault(own => own.Type == "ValueSet" && own.Id == id)?.Url ?? "ValueSet/" + id
            : input.Text("url") ?? input.Text("valueSet");

    private async Task<Result<Resource>> ExpandedAsync(HttpContext context)
    {
        if (
            !(await OperationInput.ReadAsync(context, bodies, intake)).Try(out var input, out var fault)
            || !input.Number("count", Most, Most).Try(out var count, out fault)
        )
            return fault;
        var offset = 0;
        if (
            input.Text("offset") is { } text
            && !int.TryParse(text, System.Globalization.NumberStyles.None, null, out offset)
        )
            return OperationInput.Bad("offset", "a whole number from 0");
        if (Url(context, input) is not { } url)
            return OperationInput.Missing("url", "the canonical of a value set");
        if (codes.Of(url) is not { } found)
            return Terms.Unknown("value set", url);
        var wanted = Folding.Fold(input.Text("filter") ?? string.Empty);
        var all = found
            .SelectMany(static pair => pair.Value.Select(code => (System: pair.Key, Code: code)))
            .Select(each => new ValueSet.ContainsComponent
            {
                System = each.System.Length == 0 ? null : each.System,
                Code = each.Code,
                Display = codes.Concept(each.System, each.Code)?.Display,
            })
            .Where(each =>
                wanted.Length == 0
                || Folding.Fold(each.Display ?? string.Empty).Contains(wanted, StringComparison.Ordinal)
                || each.Code!.Contains(wanted, StringComparison.OrdinalIgnoreCase)
            )
            .ToList();
        return new ValueSet
        {
            Url = url,
            Status = PublicationStatus.Active,
            Expansion = new()
            {
                Identifier = $"urn:uuid:{Guid.CreateVersion7(clock.GetUtcNow())}",
                Timestamp = clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", null),
                Total = all.Count,
                Offset = offset,
                Contains = [.. all.Skip(offset).Take(count)],
            },
        };
    }

    private async Task<Result<Resource>> ValidatedAsync(HttpContext context)
    {
        if (!(await OperationInput.ReadAsync(context, bodies, intake)).Try(out var input, out var fault))
            return fault;
        if (Url(context, input) is not { } url)
            return OperationInput.Missing("url", "the canonical of a value set");
        var asked =
            input.Value<CodeableConcept>("codeableConcept")?.Coding
            ?? (
                Terms.Asked(input) is { } one
                    ? [input.Text("code") is not null ? new Coding(input.Text("system"), one.Code!, one.Display) : one]
                    : []
            );
        if (asked.Count == 0)
            return OperationInput.Missing("code", "the code, with its system, or a coding");
        if (codes.Of(url) is not { } found)
            return Terms.Unknown("value set", url);
        var hit = asked.Find(coding =>
            found.Any(pair =>
                (coding.System is null || pair.Key.Length == 0 || pair.Key == coding.System)
                && pair.Value.Contains(coding.Code)
            )
        );
        return hit is null ? Terms.Result(false, null, $"None of the codes given is in {url}.") : Display(hit, found);
    }

    private Parameters Display(Coding hit, IReadOnlyDictionary<string, IReadOnlyCollection<string>> found)
    {
        var system = hit.System ?? found.First(pair => pair.Value.Contains(hit.Code)).Key;
        var display = codes.Concept(system, hit.Code!)?.Display;
        return
            hit.Display is { } given
            && display is not null
            && !given.Equals(display, StringComparison.OrdinalIgnoreCase)
            ? Terms.Result(
                false,
                display,
                $"The code is in the value set, but its display is '{display}', not '{given}'."
            )
            : Terms.Result(true, display, null);
    }
}
