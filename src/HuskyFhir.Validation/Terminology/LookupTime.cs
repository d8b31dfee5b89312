namespace HuskyFhir.Validation.Terminology;

/// <summary>
/// The time that one validation may wait for look-ups outside: many codes, each asked within its own limit, must not
/// hold a thread for their sum. Belongs to one validation; not thread-safe.
/// </summary>
/// <param name="total">For all look-ups together.</param>
public sealed class LookupTime(TimeSpan total)
{
    /// <summary>What is left; never below zero.</summary>
    public TimeSpan Left { get; private set; } = total;

    /// <summary>Takes the time that a look-up has waited.</summary>
    public void Spend(TimeSpan waited) => Left = waited < Left ? Left - waited : TimeSpan.Zero;
}
