using System.Collections.Concurrent;

namespace HuskyFhir.Storage.Audit;

/// <summary>The chains of this process: those at rest wait here for the next work.</summary>
public sealed class AuditChains
{
    private readonly ConcurrentStack<AuditChain> idle = new();
    private readonly ConcurrentDictionary<Guid, AuditChain> all = new();
    private volatile IReadOnlyCollection<ChainHead> known = [];

    /// <summary>Heads of other chains, which each new chain names in its first row.</summary>
    public IReadOnlyCollection<ChainHead> Known
    {
        get => known;
        internal set => known = value;
    }

    /// <summary>Where each chain of this process ends, as far as it is kept.</summary>
    public IEnumerable<ChainHead> Heads =>
        all.Values.Select(static chain => chain.Head).Where(static head => head.Number > 0);

    /// <summary>A chain of which nobody else has hold.</summary>
    internal AuditChain Rent() => idle.TryPop(out var chain) ? chain : Make();

    /// <summary>A chain for one writer that keeps it.</summary>
    internal AuditChain Make()
    {
        var chain = new AuditChain(this);
        all[chain.Head.Chain] = chain;
        return chain;
    }

    /// <summary>Gives a chain back, once it is known what became of its rows.</summary>
    internal void Return(AuditChain chain) => idle.Push(chain);

    /// <summary>
    /// Nobody knows what became of the last rows: nothing may follow them, and a new chain takes over.
    /// </summary>
    internal void Leave(AuditChain chain)
    {
        chain.Undo();
        if (chain.Head.Number == 0)
            all.TryRemove(chain.Head.Chain, out _);
    }
}
