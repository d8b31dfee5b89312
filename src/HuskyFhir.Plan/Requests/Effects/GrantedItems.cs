using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.Determinations;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Effects;

/// <summary>
/// The items that an appeal grants where it reverses a decision in part: each an output of type granted-item with the
/// <c>itemSequence</c> of the decision. Without any, every refused item is granted in part. Faults, 422:
/// <c>granted-item-unknown</c>, <c>granted-item-not-refused</c>, <c>granted-items-all</c>, <c>granted-items-in-full</c>.
/// </summary>
internal static class GrantedItems
{
    private const string Output = "granted-item";

    public static Result<IReadOnlyList<int>> Of(Task task, ClaimResponse original, bool inPart)
    {
        int[] named =
        [
            .. TaskTerms.OutputsOf<PositiveInt>(task, Output).Select(static each => each.Value ?? 0).Distinct(),
        ];
        if (named.Length == 0)
            return named;
        if (!inPart)
            return No("granted-items-in-full", "Items are named where a decision is reversed in part; leave them out.");
        var refused = DecisionItems.Refused(original).ToList();
        var all = original.Item.Select(static item => item.ItemSequence ?? 0).Concat(refused).Distinct().ToList();
        if (named.Except(all).ToList() is { Count: > 0 } unknown)
            return No(
                "granted-item-unknown",
                $"The decision has no item {Words(unknown)}; its items are {Words(all)}."
            );
        if (named.Except(refused).ToList() is { Count: > 0 } granted)
            return No(
                "granted-item-not-refused",
                $"Item {Words(granted)} was granted already; refused, in full or in part, were {Words(refused)}."
            );
        return refused.Except(named).Any()
            ? named
            : No("granted-items-all", "Every item that was refused is granted: that is decided-overturned.");
    }

    private static string Words(IEnumerable<int> items) => string.Join(", ", items.Order());

    private static Fault No(string rule, string text) =>
        new(FaultKind.Unprocessable, OperationOutcome.IssueType.BusinessRule, text, "Task.output", rule);
}
