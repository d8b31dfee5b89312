using System.Net;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>
/// What leads from one resource to another: chains, reverse chains, inclusions, compartments. No step goes through what
/// is hidden.
/// </summary>
internal sealed class ReachProbe(Probe plan, IReadOnlyList<Probe> probes, Tally tally, Random random)
{
    private const int Rounds = 6;

    public async Task ChainAsync(Step step, Condition condition, bool reverse)
    {
        var value = Uri.EscapeDataString(
            ParameterValues.Draw(plan.Facts, condition.Type, condition.Parameter, condition.Modifier, random)
        );
        plan.Way = SearchWay.Cheapest;
        var met = await plan.FindAsync($"{condition.Type.Name}?{condition.Name}={value}&_count=500");
        if (met.Status != HttpStatusCode.OK)
        {
            tally.Refused++;
            return;
        }

        var asks = reverse ? step.Target : step.Source;
        var query = reverse
            ? $"{asks.Name}?_has:{step.Source.Name}:{step.Reference.Name}:{condition.Name}={value}"
            : $"{asks.Name}?{step.Reference.Name}:{step.Target.Name}.{condition.Name}={value}";
        var links = plan
            .Facts.Links(step.Source, step.Reference)
            .Where(link => link.Target.StartsWith(step.Target.Name + "/", StringComparison.Ordinal))
            .ToList();
        foreach (var probe in probes)
        foreach (var way in SearchProbe.Ways)
        {
            probe.Way = way;
            probe.Cover((reverse ? "_has " : "chain ") + step.Label);
            var through = met.Matches.Where(probe.Truth.Reads).ToHashSet();
            var (asked, mine) = SearchProbe.OfEmergency(probe, asks, query);
            var expected = links
                .Where(link => through.Contains(reverse ? link.Owner : link.Target))
                .Select(link => reverse ? link.Target : link.Owner)
                .Distinct()
                .Where(address => probe.Truth.Reads(address) && mine(address))
                .ToList();
            var found = await probe.FindAsync($"{asked}&_count=500");
            if (
                found.Status == HttpStatusCode.OK
                    ? probe.Emergency is null
                    : !SearchProbe.IsClosed(probe, found.Status, step.Source, step.Target)
            )
                SearchProbe.Same(probe, asks, asked, found, expected);
        }
    }

    /// <summary>Inclusions of one step each way, in one round and repeated with others.</summary>
    public async Task IncludeAsync(Step step, IReadOnlyList<Step> further, int turn)
    {
        foreach (var reverse in new[] { false, true })
        foreach (var (probe, who) in probes.Select(static (probe, at) => (probe, at)))
        {
            probe.Way = SearchProbe.Ways[(turn + who) % SearchProbe.Ways.Count];
            probe.Cover((reverse ? "_revinclude " : "_include ") + step.Label);
            var type = reverse ? step.Target : step.Source;
            var query = $"{type.Name}?_count=500&{Rule(step, reverse, iterate: false)}";
            await IncludedAsync(probe, type, query, [(step, reverse)], rounds: 1);
            var rules = further
                .Select((each, at) => (Step: each, Reverse: (at + turn) % 2 == 0))
                .Prepend((Step: step, Reverse: reverse))
                .ToList();
            await IncludedAsync(
                probe,
                type,
                $"{type.Name}?_count=500&{string.Join('&', rules.Select(static rule => Rule(rule.Step, rule.Reverse, iterate: true)))}",
                rules,
                Rounds
            );
            await probe.AskAsync(
                $"{SearchProbe.OfEmergency(probe, type, $"{type.Name}?_count=50&_include=*&_revinclude=*&_include:iterate=*").Query}"
            );
        }
    }

    private static string Rule(Step step, bool reverse, bool iterate) =>
        $"_{(reverse ? "rev" : string.Empty)}include{(iterate ? ":iterate" : string.Empty)}={step.Source.Name}:{step.Reference.Name}:{step.Target.Name}";

    private static async Task IncludedAsync(
        Probe probe,
        FhirType type,
        string query,
        List<(Step Step, bool Reverse)> rules,
        int rounds
    )
    {
        var (asked, mine) = SearchProbe.OfEmergency(probe, type, query);
        var found = await probe.FindAsync(asked);
        if (found.Status != HttpStatusCode.OK)
        {
            SearchProbe.Same(probe, type, asked, found, []);
            return;
        }

        var matches = probe.Truth.Of(type.Name).Select(static held => held.Address).Where(mine).ToList();
        SearchProbe.Same(probe, asked, "finds", found.Matches, matches);
        if (probe.Emergency is not null)
            return; // what may be included is less than what may be read; that no more is shown was asked with the answer
        var known = matches.ToHashSet();
        for (var (round, latest) = (0, known.ToHashSet()); round < rounds && latest.Count > 0; round++)
            latest =
            [
                .. rules
                    .SelectMany(rule =>
                        probe
                            .Facts.Links(rule.Step.Source, rule.Step.Reference)
                            .Where(link =>
                                link.Target.StartsWith(rule.Step.Target.Name + "/", StringComparison.Ordinal)
                                && latest.Contains(rule.Reverse ? link.Target : link.Owner)
                            )
                            .Select(link => rule.Reverse ? link.Owner : link.Target)
                    )
                    .Where(address => probe.Truth.Reads(address))
                    .ToList()
                    .Where(known.Add),
            ];
        SearchProbe.Same(probe, asked, "includes", found.Included, [.. known.Except(matches)]);
    }

    /// <summary>A member's compartment, of one type.</summary>
    public async Task CompartmentAsync(FhirType type, Held patient)
    {
        plan.Way = SearchWay.Cheapest;
        var query = $"{patient.Address}/{type.Name}?_count=500";
        var all = await plan.FindAsync(query);
        if (all.Status != HttpStatusCode.OK)
        {
            tally.Refused++;
            return;
        }

        foreach (var probe in probes)
        foreach (var way in SearchProbe.Ways)
        {
            probe.Way = way;
            probe.Cover($"compartment {type.Name}");
            probe.Open(patient.Id);
            var found = await probe.FindAsync(query);
            var expected = all.Matches.Where(probe.Truth.Reads).ToList();
            if (found.Status == HttpStatusCode.NotFound && !probe.Truth.Reads(patient.Address))
                continue;
            SearchProbe.Same(probe, type, query, found, expected);
        }
    }
}
