using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.LegalClocks;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>
/// Extensions of time (extension husky-more-time): the plan says by how many days, why, and whether the requester
/// agrees; the service when it was told.
/// </summary>
internal static class MoreTime
{
    /// <summary>The extension.</summary>
    public const string Url = Systems.Base + "/StructureDefinition/husky-more-time";

    /// <summary>Those that were given, in order.</summary>
    public static IReadOnlyList<ClockExtension> Given(Task task) =>
        [
            .. On(task)
                .Where(static each => Noticed(each) is not null)
                .Select(static each => Read(each, Noticed(each)!.Value)),
        ];

    /// <summary>One that is asked for and not given yet; null for none.</summary>
    public static ClockExtension? Asked(Task task, DateTimeOffset now) =>
        On(task).FirstOrDefault(static each => Noticed(each) is null) is { } asked ? Read(asked, now) : null;

    /// <summary>Puts down when the one that was asked for was given.</summary>
    public static void Give(Task task, DateTimeOffset now)
    {
        foreach (var asked in On(task).Where(static each => Noticed(each) is null))
            asked.Extension.Add(new("noticed", new Instant(now)));
    }

    /// <summary>Whether those that were given stand as they did.</summary>
    public static bool Stand(Task before, Task after)
    {
        var given = On(before).ToList();
        var still = On(after).Where(static each => Noticed(each) is not null).ToList();
        return given.Count == still.Count && given.Zip(still).All(static pair => pair.First.IsExactly(pair.Second));
    }

    private static IEnumerable<Extension> On(Task task) => task.Extension.Where(static each => each.Url == Url);

    private static DateTimeOffset? Noticed(Extension each) => (each.GetExtension("noticed")?.Value as Instant)?.Value;

    private static ClockExtension Read(Extension each, DateTimeOffset noticed) =>
        new(
            noticed,
            (each.GetExtension("days")?.Value as PositiveInt)?.Value ?? 0,
            (each.GetExtension("reason")?.Value as FhirString)?.Value ?? string.Empty,
            each.GetExtension("agreed")?.Value is FhirBoolean { Value: true }
        );
}
