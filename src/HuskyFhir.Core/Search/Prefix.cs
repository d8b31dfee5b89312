namespace HuskyFhir.Core.Search;

/// <summary>Comparison prefixes of ordered values (R4 section 3.1.1.4.5).</summary>
public enum Prefix
{
    /// <summary>Equal: the resource's interval lies within the searched one.</summary>
    Eq,

    /// <summary>Not equal.</summary>
    Ne,

    /// <summary>Reaches above the searched interval.</summary>
    Gt,

    /// <summary>Reaches below the searched interval.</summary>
    Lt,

    /// <summary>Greater or equal.</summary>
    Ge,

    /// <summary>Less or equal.</summary>
    Le,

    /// <summary>Starts after the searched interval.</summary>
    Sa,

    /// <summary>Ends before the searched interval.</summary>
    Eb,

    /// <summary>Approximately: within a tenth of the value, or for dates of its distance from today.</summary>
    Ap,
}
