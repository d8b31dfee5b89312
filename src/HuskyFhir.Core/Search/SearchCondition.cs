namespace HuskyFhir.Core.Search;

/// <summary>One condition of a search; all of a search's conditions must hold.</summary>
public abstract record SearchCondition;

/// <summary>A parameter of the searched type: any of its values may match.</summary>
/// <param name="Parameter">Which.</param>
/// <param name="Modifier">Null, or one that the parameter takes.</param>
/// <param name="AnyOf">Values read by kind; empty under <c>:missing</c>.</param>
/// <param name="Missing">What <c>:missing</c> asked; null without it.</param>
public sealed record SearchFilter(
    ParameterInfo Parameter,
    string? Modifier,
    IReadOnlyList<SearchValue> AnyOf,
    bool? Missing
) : SearchCondition;

/// <summary>A chain (R4 section 3.1.1.4.11): the resource refers to one for which another condition holds.</summary>
/// <param name="Reference">The parameter that refers.</param>
/// <param name="Targets">What must hold, for each type that it may refer to.</param>
public sealed record ChainFilter(
    ParameterInfo Reference,
    IReadOnlyList<(string Type, SearchCondition Condition)> Targets
) : SearchCondition;

/// <summary>
/// <c>_has</c> (R4 section 3.1.1.4.12): a resource for which another condition holds refers to this one.
/// </summary>
/// <param name="Type">Type of the resource that refers.</param>
/// <param name="Reference">By which of its parameters.</param>
/// <param name="Condition">What must hold for it.</param>
public sealed record HasFilter(string Type, ParameterInfo Reference, SearchCondition Condition) : SearchCondition;

/// <summary>The resource is in a member's compartment, in whichever way its type has.</summary>
/// <param name="Member">The member.</param>
public sealed record CompartmentFilter(Guid Member) : SearchCondition;

/// <summary>
/// The resource's clinical or coverage date falls within a time, or it has none (R4 Patient-operation-everything, start
/// and end).
/// </summary>
/// <param name="Low">From; UTC ticks.</param>
/// <param name="High">Up to, not including; UTC ticks.</param>
public sealed record CareFilter(long Low, long High) : SearchCondition;

/// <summary>At least one of several must hold.</summary>
/// <param name="Conditions">Any of them.</param>
public sealed record EitherFilter(IReadOnlyList<SearchCondition> Conditions) : SearchCondition;
