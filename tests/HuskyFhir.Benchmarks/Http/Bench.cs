using System.Runtime.CompilerServices;
using HuskyFhir.Benchmarks.Http.Data;
using HuskyFhir.Benchmarks.Http.Loads;
using HuskyFhir.Benchmarks.Http.Results;
using HuskyFhir.Benchmarks.Http.Running;
using HuskyFhir.Server.Security.Clients;

namespace HuskyFhir.Benchmarks.Http;

/// <summary>
/// The endpoints on one loaded database, measured in turn: bare, ours, bare, ours; and ours without audit, for the
/// reads.
/// </summary>
internal sealed class Bench(HttpOptions options, Load driver, StoreAddress store, string npi, string folder)
{
    /// <summary>
    /// The JIT needs thousands of calls, and on one core also the time, to compile what is hot; caches fill meanwhile.
    /// </summary>
    private const int WarmingSeconds = 10;
    private const int WarmingConnections = 16;

    public async IAsyncEnumerable<Summary> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var members = await MembersAsync();
        await using var bare = await ServerProcess.BareAsync(folder, store, pinned: true);
        await using var ours = await ServerProcess.OursAsync(folder, store, Clients(), pinned: true);
        await using var unguarded = await ServerProcess.UnguardedAsync(folder, store, Clients());
        var tokens = Tokens();
        foreach (var group in Workload.Groups.Select(Wanted).Where(static group => group.Length > 0))
        {
            foreach (var workload in group)
                await new Probe((workload == Workload.Unguarded ? unguarded : ours).Address, tokens).CheckAsync(
                    workload,
                    members,
                    cancellation
                );
            (ServerProcess Endpoint, Workload Workload)[] turns =
            [
                (bare, Workload.Bare),
                .. group.Select(workload => (workload == Workload.Unguarded ? unguarded : ours, workload)),
            ];
            foreach (var (endpoint, workload) in turns)
                await MeasureAsync(
                    endpoint,
                    workload.For(endpoint.Address, members, tokens),
                    WarmingConnections,
                    WarmingSeconds,
                    cancellation
                );
            foreach (var connections in options.Connections)
            {
                var seen = turns.ToDictionary(static turn => turn.Workload, static _ => new List<Measurement>());
                for (var round = 0; round < options.Rounds; round++)
                    foreach (var (endpoint, workload) in turns)
                        seen[workload]
                            .Add(
                                await MeasureAsync(
                                    endpoint,
                                    workload.For(endpoint.Address, members, tokens),
                                    connections,
                                    options.Seconds,
                                    cancellation
                                )
                            );
                foreach (var workload in group)
                    yield return new(workload, connections, seen[workload], seen[Workload.Bare]);
            }
        }
    }

    private async Task<Measurement> MeasureAsync(
        ServerProcess endpoint,
        Calls calls,
        int connections,
        int seconds,
        CancellationToken cancellation
    )
    {
        int[] processes = [endpoint.Process, .. store.Processes];
        int[] load = [Environment.ProcessId];
        var (machine, cpu, own) = (CpuTime.OfMachine(), CpuTime.Of(processes), CpuTime.Of(load));
        try
        {
            var result = await driver.RunAsync(calls, connections, seconds, cancellation);
            var used = CpuTime.Of(processes) - cpu;
            return new(result, used, CpuTime.OfMachine() - machine - used - (CpuTime.Of(load) - own));
        }
        catch (InvalidOperationException) when (!endpoint.Alive)
        {
            throw new InvalidOperationException(
                $"The {endpoint.Name} endpoint has ended: {await File.ReadAllTextAsync(endpoint.Log, cancellation)}"
            );
        }
    }

    private Workload[] Wanted(IReadOnlyList<Workload> group) =>
        [
            .. group.Where(workload =>
                options.Only is not { } only || workload.Name.Contains(only, StringComparison.OrdinalIgnoreCase)
            ),
        ];

    private async Task<IReadOnlyList<Member>> MembersAsync()
    {
        await using var database = store.Options.Open();
        var members = await Member.PickAsync(database, npi, options.Seed);
        Ticker.Say(
            $"{members.Count:N0} members are asked for, {members.Average(static member => member.Bytes):N0} bytes each on average."
        );
        return members;
    }

    /// <summary>The built-in provider client, at work for an organisation of the generated population.</summary>
    private Dictionary<string, string> Clients() =>
        new()
        {
            ["Security__Clients__0__Id"] = "ehr-riverbend",
            ["Security__Clients__0__Kind"] = "Provider",
            ["Security__Clients__0__Npi"] = npi,
        };

    private Dictionary<string, string> Tokens()
    {
        var issuer = SandboxIssuer.Open(new() { SandboxKeyFile = Path.Combine(folder, "sandbox-key.json") });
        var now = TimeProvider.System.GetUtcNow();
        return SandboxIssuer.Clients.ToDictionary(
            static client => client.Id,
            client => issuer.Token(client.Id, null, now)
        );
    }
}
