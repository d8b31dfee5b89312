namespace HuskyFhir.Validation.Rules;

/// <summary>What breaking a rule means.</summary>
public enum RuleSeverity
{
    /// <summary>Nothing is told.</summary>
    Ignore,

    /// <summary>Told, and no fault.</summary>
    Information,

    /// <summary>Told as a likely mistake; the resource is accepted.</summary>
    Warning,

    /// <summary>The resource is refused.</summary>
    Error,
}
