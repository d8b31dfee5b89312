namespace HuskyFhir.X12.Enrolment.Model;

/// <summary>What stands before the members of a transaction set: BGN to loop 1000C.</summary>
public sealed record SetHeader
{
    /// <summary>BGN01: <c>00</c> original, <c>15</c> sent again, <c>22</c> information copy.</summary>
    public required string Purpose { get; init; }

    /// <summary>BGN02: the sender's number of this set.</summary>
    public required string Reference { get; init; }

    /// <summary>BGN03 and BGN04, in the zone of <see cref="TimeZone"/>; null where they cannot be read.</summary>
    public required DateTime? Created { get; init; }

    /// <summary>BGN05.</summary>
    public string? TimeZone { get; init; }

    /// <summary>BGN06: of a set that is sent again, the number it had before.</summary>
    public string? OriginalReference { get; init; }

    /// <summary>BGN08: <c>2</c> changes, <c>4</c> everybody, <c>RX</c> replace.</summary>
    public required string Action { get; init; }

    /// <summary>REF*38.</summary>
    public string? MasterPolicy { get; init; }

    /// <summary>DTP of the file.</summary>
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];

    /// <summary>QTY: how many subscribers and dependents the sender counted.</summary>
    public IReadOnlyList<Total> Totals { get; init; } = [];

    /// <summary>1000A.</summary>
    public required Organization Sponsor { get; init; }

    /// <summary>1000B.</summary>
    public required Organization Payer { get; init; }

    /// <summary>1000C.</summary>
    public IReadOnlyList<Organization> Administrators { get; init; } = [];
}

/// <summary>QTY.</summary>
/// <param name="Qualifier">QTY01: <c>TO</c> all, <c>ET</c> subscribers, <c>DT</c> dependents.</param>
/// <param name="Value">QTY02.</param>
public sealed record Total(string Qualifier, decimal Value);

/// <summary>N1, and ACT of an administrator.</summary>
/// <param name="Entity">N101.</param>
/// <param name="Name">N102.</param>
/// <param name="IdQualifier">N103.</param>
/// <param name="Id">N104.</param>
/// <param name="Account">ACT01.</param>
/// <param name="SecondAccount">ACT06.</param>
public sealed record Organization(
    string Entity,
    string? Name,
    string? IdQualifier,
    string? Id,
    string? Account = null,
    string? SecondAccount = null
);
