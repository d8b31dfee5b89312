using Microsoft.Extensions.Time.Testing;

namespace HuskyFhir.Server.Tests.Running;

/// <summary>
/// The tests' clock. Like a machine's, it can be set back, which its wall-clock time shows and its timestamps do not:
/// those only go on.
/// </summary>
public sealed class SteppingClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private long behind;

    /// <summary>
    /// Sets the wall clock back, or forward where it is negative, as an operator or a time server does.
    /// </summary>
    public void StepBack(TimeSpan by)
    {
        Interlocked.Add(ref behind, by.Ticks);
        AdjustTime(GetUtcNow() - by);
    }

    /// <inheritdoc />
    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref behind);
}
