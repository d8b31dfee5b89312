namespace HuskyFhir.Core.Access;

/// <summary>
/// What a caller asks to do, as SMART v2 scopes divide it (SMART App Launch 2.2, scopes for requesting FHIR resources).
/// </summary>
public enum Interaction
{
    /// <summary>c</summary>
    Create,

    /// <summary>r: read, vread and instance history.</summary>
    Read,

    /// <summary>u</summary>
    Update,

    /// <summary>d</summary>
    Delete,

    /// <summary>s: search and history of a type.</summary>
    Search,
}
