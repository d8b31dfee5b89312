namespace HuskyFhir.Validation;

/// <summary>How far a sender may go before a body is refused unread.</summary>
public sealed record ParserLimits
{
    /// <summary>
    /// Objects and arrays inside each other, 8 to 200; 64 by default. Deeper bodies would cost stack.
    /// </summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>
    /// Issues told at once, 1 to 10,000; 200 by default. A body of nothing but mistakes must not buy a long answer.
    /// </summary>
    public int MaxIssues { get; init; } = 200;

    /// <summary>Checks the ranges, once, where the limits are taken into use.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit is outside its range.</exception>
    internal ParserLimits Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDepth, 8);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxDepth, 200);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxIssues, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxIssues, 10_000);
        return this;
    }
}
