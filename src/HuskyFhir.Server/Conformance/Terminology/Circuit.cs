using HuskyFhir.Core.Time;

namespace HuskyFhir.Server.Conformance.Terminology;

/// <summary>
/// Leaves a server alone that has failed several times in a row: nobody is asked during the pause, then one question
/// tries it out while all others still pass it by. Thread-safe.
/// </summary>
internal sealed class Circuit(int failures, TimeSpan pause, TimeProvider clock)
{
    private readonly Lock gate = new();
    private int inARow;
    private TimeSpan? until;

    /// <summary>Whether a question may be asked now.</summary>
    public bool Lets()
    {
        lock (gate)
        {
            if (until is not { } end)
                return true;
            if (clock.Steady() < end)
                return false;

            // This one tries it out; the pause begins anew for the rest until it has come back.
            until = clock.Steady() + pause;
            return true;
        }
    }

    /// <summary>Counts an answer; true when it opens or closes the circuit.</summary>
    public bool Tell(bool failed)
    {
        lock (gate)
        {
            var (was, now) = (until is not null, failed && ++inARow >= failures);
            if (!failed)
                inARow = 0;
            until =
                now ? clock.Steady() + pause
                : failed ? until
                : null;
            return was != until is not null;
        }
    }
}
