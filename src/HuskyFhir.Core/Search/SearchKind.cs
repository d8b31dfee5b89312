namespace HuskyFhir.Core.Search;

/// <summary>The kinds of search parameter (R4 section 3.1.1.4) that the service offers; each is written once.</summary>
public enum SearchKind
{
    /// <summary>Starts-with, without case and accents.</summary>
    String,

    /// <summary>System and code.</summary>
    Token,

    /// <summary>Date, dateTime, instant or Period, compared as intervals.</summary>
    Date,

    /// <summary>Another resource.</summary>
    Reference,

    /// <summary>Number with a unit.</summary>
    Quantity,
}
