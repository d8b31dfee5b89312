using HuskyFhir.Core.Time;

namespace HuskyFhir.Core.Search;

/// <summary>A value that a resource has for a search parameter, where resources are matched in memory.</summary>
public abstract record KnownValue;

/// <summary>A string, or an address.</summary>
/// <param name="Text">As the resource has it.</param>
public sealed record KnownText(string Text) : KnownValue
{
    /// <summary>Without case and accents.</summary>
    public string Folded { get; } = Folding.Fold(Text);
}

/// <summary>A code.</summary>
/// <param name="System">Its system; null for none.</param>
/// <param name="Code">The code itself.</param>
public sealed record KnownCode(string? System, string Code) : KnownValue;

/// <summary>A date, an instant or a period.</summary>
/// <param name="Interval">The time that it spans.</param>
public sealed record KnownTime(Interval Interval) : KnownValue;

/// <summary>A reference to a resource here, or a canonical.</summary>
/// <param name="Type">The type that is referred to; null where only the address is known.</param>
/// <param name="Id">The id, as text.</param>
/// <param name="Url">The absolute address; null for a resource here.</param>
/// <param name="System">System of the reference's identifier.</param>
/// <param name="Identifier">Value of the reference's identifier.</param>
public sealed record KnownReference(
    string? Type,
    string? Id,
    string? Url,
    string? System = null,
    string? Identifier = null
) : KnownValue;
