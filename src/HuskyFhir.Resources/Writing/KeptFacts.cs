namespace HuskyFhir.Resources.Writing;

/// <summary>A fact of a file that was not taken over.</summary>
/// <param name="Type">Of the resource.</param>
/// <param name="Resource">Its id.</param>
/// <param name="Fact">Such as <c>address</c>; never a value.</param>
/// <param name="Stands">Who said what stands.</param>
/// <param name="Conflict">The conflict that the plan is to settle; null where what stands does so without a
/// question.</param>
/// <param name="IsOpened">Whether the conflict is new.</param>
public sealed record KeptFact(
    string Type,
    Guid Resource,
    string Fact,
    FactSource Stands,
    Guid? Conflict,
    bool IsOpened
);

/// <summary>What of a unit of writes was not taken over, once it is stored.</summary>
public sealed class KeptFacts
{
    /// <summary>In the order of the unit.</summary>
    public IReadOnlyList<KeptFact> All { get; private set; } = [];

    internal void Set(IReadOnlyList<KeptFact> kept) => All = kept;
}
