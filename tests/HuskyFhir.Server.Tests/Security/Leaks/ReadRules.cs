namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>What reading by id shows is held against the plain policy, since all else is held against reading.</summary>
internal sealed class ReadRules(GeneratedStore store, StoreFacts facts, int seed, Tally tally)
{
    public void Check(IReadOnlyList<Probe> probes)
    {
        foreach (var probe in probes)
        {
            foreach (var address in store.Sealed.Where(address => probe.Caller.Kind != "plan" && probe.Truth.Reads(address)))
                Told(probe, address, "is read, and is about a grievance");
            if (probe.Caller.Kind != "plan")
                foreach (var secret in store.Secrets.Where(secret => probe.Truth.Everything.Contains(secret, StringComparison.OrdinalIgnoreCase)))
                    Told(probe, secret, "is read, and is confidential");
            if (!probe.Caller.IsWhole)
                continue;
            foreach (var thing in store.World.Things.Where(thing => facts.Find(thing.Address) is not null))
                if (PlainPolicy.Sees(probe.Caller, thing, store.World.Members) != probe.Truth.Reads(thing.Address))
                    Told(probe, thing.Address, probe.Truth.Reads(thing.Address) ? "is read against the plain policy" : "is not read, and the plain policy allows it");
        }
    }

    private void Told(Probe probe, string asked, string told) => tally.Findings.Add(new(seed, probe.Caller.Name, "read", asked, told));
}
