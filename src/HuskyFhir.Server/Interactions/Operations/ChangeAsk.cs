using System.Globalization;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.ReportableChanges;

namespace HuskyFhir.Server.Interactions.Operations;

/// <summary>What is asked of <c>$changes</c>.</summary>
/// <param name="Partner">Whose way is told.</param>
/// <param name="Filter">Which changes.</param>
/// <param name="Most">At most so many.</param>
internal sealed record ChangeAsk(string Partner, ChangeFilter Filter, int Most)
{
    private const int MostOfAll = 1_000;
    private static readonly string[] Known = ["since", "kind", "status", "partner", "_count", "before"];

    public static Result<ChangeAsk> Read(OperationInput input, Guid? member)
    {
        if (input.Simple.FirstOrDefault(static one => !Known.Contains(one.Key)).Key is { } unknown)
            return OperationInput.Bad(unknown, $"nothing here; what can be given is {string.Join(", ", Known)}");
        if (!input.Number("_count", 100, MostOfAll).Try(out var most, out var fault))
            return fault;
        Interval? since = null;
        if (input.Text("since") is { } text && (since = Interval.Of(text)) is null)
            return OperationInput.Bad("since", "an instant, such as 2026-11-23T09:00:00-05:00, or a day");
        Guid? before = null;
        if (input.Text("before") is { } last && (before = Core.Resources.ResourceId.Read(last)) is null)
            return OperationInput.Bad("before", "the id of a change");
        if (
            !Codes(input, "kind", ChangeCodes.Kind).Try(out var kinds, out fault)
            || !Codes(input, "status", static code => code == "claimed" ? null : ChangeCodes.State(code))
                .Try(out var states, out fault)
        )
            return fault;
        if (states.Contains(ChangeState.Pending))
            states.Add(ChangeState.Claimed);
        return new ChangeAsk(
            input.Text("partner") ?? ReportingOptions.Agency,
            new()
            {
                Member = member,
                Since = since is { } from ? new DateTimeOffset(from.Low, TimeSpan.Zero) : null,
                Kinds = kinds,
                States = states,
                Before = before,
            },
            most
        );
    }

    private static Result<List<T>> Codes<T>(OperationInput input, string name, Func<string, T?> of)
        where T : struct
    {
        var found = new List<T>();
        foreach (var code in input.Simple.Where(one => one.Key == name).SelectMany(static one => one.Value.Split(',')))
            if (of(code) is { } value)
                found.Add(value);
            else
                return OperationInput.Bad(
                    name,
                    string.Create(CultureInfo.InvariantCulture, $"codes of husky-change-{name}")
                );
        return found;
    }
}
