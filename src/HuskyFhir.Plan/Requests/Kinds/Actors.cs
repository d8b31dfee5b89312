namespace HuskyFhir.Plan.Requests.Kinds;

/// <summary>
/// In which role someone acts on a request. The policy says which role a client has; these rules say what a role may
/// do.
/// </summary>
[Flags]
public enum Actors
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>
    /// The member, or who acts for the member with authority: a parent, guardian, authorised representative.
    /// </summary>
    Member = 1,

    /// <summary>A provider, for itself or, with the member's written authorisation, for the member.</summary>
    Provider = 2,

    /// <summary>Someone of the plan.</summary>
    Staff = 4,

    /// <summary>The Department of Social Services.</summary>
    Agency = 8,

    /// <summary>The service itself, by a job.</summary>
    System = 16,
}
