using System.Net;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>
/// Searches of one type, by every way of the planner: the caller finds what the plan finds and the caller reads;
/// counts, pages, orders and forms tell the same.
/// </summary>
internal sealed class SearchProbe(Probe plan, IReadOnlyList<Probe> probes, Tally tally, Random random, int seed)
{
    public static IReadOnlyList<SearchWay> Ways { get; } = Enum.GetValues<SearchWay>();

    public async Task ConditionAsync(Condition condition)
    {
        var value = Uri.EscapeDataString(
            ParameterValues.Draw(plan.Facts, condition.Type, condition.Parameter, condition.Modifier, random)
        );
        var query = $"{condition.Type.Name}?{condition.Name}={value}";
        if (condition.Parameter.Name != "_id" && random.Next(4) == 0)
            query += "&_lastUpdated=ge2026-01-01";
        plan.Way = SearchWay.Cheapest;
        var all = await plan.FindAsync($"{query}&_count=500");
        if (all.Status != HttpStatusCode.OK)
        {
            tally.Refused++;
            return;
        }

        foreach (var (probe, who) in probes.Select(static (probe, at) => (probe, at)))
        foreach (var way in Ways)
        {
            probe.Way = way;
            probe.Cover(condition.Label);
            await FormAsync(probe, condition, query, all.Matches, (seed + who + (int)way) % 7);
        }
    }

    /// <summary>One form of the question, by turns.</summary>
    private static async Task FormAsync(
        Probe probe,
        Condition condition,
        string query,
        IReadOnlyList<string> all,
        int form
    )
    {
        var (asked, mine) = OfEmergency(probe, condition.Type, query);
        var expected = all.Where(address => probe.Truth.Reads(address) && mine(address)).ToList();
        switch (form)
        {
            case 0:
                Same(probe, condition.Type, asked, await probe.FindAsync($"{asked}&_count=500"), expected);
                break;
            case 1:
                await CountAsync(probe, condition.Type, $"{asked}&_summary=count", expected.Count);
                break;
            case 2:
                var paged = await probe.FindAsync($"{asked}&_count=2&_total=accurate");
                Same(probe, condition.Type, asked, paged, expected);
                if (paged.Status == HttpStatusCode.OK && paged.Total != expected.Count)
                    probe.Told($"{asked}&_total=accurate", $"counts {paged.Total} and not {expected.Count}");
                break;
            case 3 or 4:
                await SortedAsync(
                    probe,
                    condition,
                    asked,
                    expected,
                    form == 3 ? condition.Parameter.Name : "-" + condition.Parameter.Name
                );
                break;
            case 5:
                Same(
                    probe,
                    condition.Type,
                    asked,
                    await probe.FindAsync($"{asked}&_sort=-_lastUpdated&_count=3", post: true),
                    expected
                );
                break;
            default:
                await probe.AskAsync($"{asked}&_format=xml");
                await probe.AskAsync($"{asked}&_format=html&_count=20");
                Same(probe, condition.Type, asked, await probe.FindAsync($"{asked}&_elements=id&_count=500"), expected);
                break;
        }
    }

    private static async Task SortedAsync(
        Probe probe,
        Condition condition,
        string asked,
        List<string> expected,
        string sort
    )
    {
        if (!condition.Parameter.Sorts)
            return;
        var found = await probe.FindAsync($"{asked}&_sort={sort}&_count=5");
        Same(probe, condition.Type, $"{asked}&_sort={sort}", found, expected);
        var again = await probe.FindAsync($"{asked}&_sort={sort}&_count=500");
        if (!again.Matches.SequenceEqual(found.Matches))
            probe.Told($"{asked}&_sort={sort}", "has another order in pages than as a whole");
    }

    private static async Task CountAsync(Probe probe, FhirType type, string asked, int expected)
    {
        var reply = await probe.AskAsync(asked);
        if (reply.Status == HttpStatusCode.OK ? reply.Total != expected : !IsClosed(probe, reply.Status, type))
            probe.Told(
                asked,
                $"counts {(reply.Status == HttpStatusCode.OK ? reply.Total : -(int)reply.Status)} and not {expected}"
            );
    }

    /// <summary>In an emergency a search names its member.</summary>
    public static (string Query, Func<string, bool> Mine) OfEmergency(Probe probe, FhirType type, string query)
    {
        if (probe.Emergency is not { } member || !type.IsOfMembers)
            return (query, static _ => true);
        var named =
            type.Name == "Patient"
                ? $"_id={member}"
                : $"{(type.Find("patient") is null ? "beneficiary" : "patient")}=Patient/{member}";
        return ($"{query}&{named}", address => probe.Facts.Find(address)?.Member == member);
    }

    public static bool IsClosed(Probe probe, HttpStatusCode status, params IEnumerable<FhirType> types) =>
        status == HttpStatusCode.Forbidden
        && (probe.Emergency is not null || types.Any(type => probe.Truth.Denied.Contains(type.Name)));

    /// <summary>The answer has what is expected, each once.</summary>
    public static void Same(Probe probe, FhirType type, string asked, Found found, IReadOnlyList<string> expected)
    {
        if (found.Status != HttpStatusCode.OK)
        {
            if (!IsClosed(probe, found.Status, type))
                probe.Told(asked, $"is {(int)found.Status}, and the plan is answered");
            return;
        }

        Same(probe, asked, "finds", found.Matches, expected);
    }

    public static void Same(
        Probe probe,
        string asked,
        string verb,
        IReadOnlyList<string> found,
        IReadOnlyList<string> expected
    )
    {
        if (found.Count != found.Distinct().Count())
            probe.Told(asked, $"{verb} a resource twice");
        if (found.Except(expected).FirstOrDefault() is { } more)
            probe.Told(asked, $"{verb} {more}, which it does not match as far as the caller sees");
        if (expected.Except(found).FirstOrDefault() is { } less)
            probe.Told(asked, $"{verb} no {less}, which matches and may be read");
    }
}
