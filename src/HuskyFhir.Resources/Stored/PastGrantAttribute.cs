namespace HuskyFhir.Resources.Stored;

/// <summary>A look-up that no grant limits, and why.</summary>
/// <param name="reason">One sentence.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PastGrantAttribute(string reason) : Attribute
{
    /// <summary>Why.</summary>
    public string Reason { get; } = reason;
}
