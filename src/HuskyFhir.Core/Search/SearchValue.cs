using HuskyFhir.Core.Time;

namespace HuskyFhir.Core.Search;

/// <summary>One searched value, read according to its parameter's kind.</summary>
public abstract record SearchValue;

/// <summary>A string as given, and as compared.</summary>
/// <param name="Text">Unescaped.</param>
public sealed record StringValue(string Text) : SearchValue
{
    /// <summary>Without case and accents.</summary>
    public string Folded { get; } = Folding.Fold(Text);

    /// <summary>The words in it, each a value of its own; itself alone where there is one.</summary>
    public IReadOnlyList<StringValue> Words =>
        [.. Folded.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static word => new StringValue(word))];
}

/// <summary>
/// <c>code</c> (no system asked), <c>system|code</c>, <c>|code</c> (system must be absent), <c>system|</c> (any code of
/// it).
/// </summary>
/// <param name="System">Null when none was named; empty for <c>|code</c>.</param>
/// <param name="Code">Null for <c>system|</c>.</param>
public sealed record TokenValue(string? System, string? Code) : SearchValue;

/// <summary>Any of many codes: those of a value set, or of a branch of a hierarchy.</summary>
/// <param name="BySystem">Codes by their system.</param>
public sealed record TokenSetValue(IReadOnlyDictionary<string, IReadOnlyList<string>> BySystem) : SearchValue;

/// <summary>An identifier by its type (<c>:of-type</c>).</summary>
/// <param name="System">System of the type's code.</param>
/// <param name="Type">The type's code.</param>
/// <param name="Value">The identifier's value.</param>
public sealed record TypedIdentifierValue(string System, string Type, string Value) : SearchValue;

/// <summary>An address or canonical.</summary>
/// <param name="Text">As given.</param>
public sealed record UriValue(string Text) : SearchValue;

/// <summary>One value for each part of a composite.</summary>
/// <param name="Parts">In the order of the parameter's components.</param>
public sealed record CompositeValue(IReadOnlyList<SearchValue> Parts) : SearchValue;

/// <summary>A date with its prefix.</summary>
/// <param name="Prefix">How to compare.</param>
/// <param name="Interval">What the date stands for, by its precision.</param>
public sealed record DateValue(Prefix Prefix, Interval Interval) : SearchValue;

/// <summary>A reference: to a resource here, or to an absolute URL elsewhere.</summary>
/// <param name="Type">Named in the value or by the modifier; null when only an id was given.</param>
/// <param name="Id">The id, when it can be one of ours.</param>
/// <param name="Url">The absolute URL, when it is not one of ours.</param>
public sealed record ReferenceValue(string? Type, Guid? Id, string? Url) : SearchValue
{
    /// <summary>The id as it was given, whether it can be one of ours or not; null beside <see cref="Url"/>.</summary>
    public string? Name { get; init; }
}

/// <summary>A number with a unit; the number stands for an interval by its significant digits.</summary>
/// <param name="Prefix">How to compare.</param>
/// <param name="Value">The number itself, which the ordering prefixes compare with.</param>
/// <param name="Low">Lowest value that rounds to it.</param>
/// <param name="High">First value that no longer does.</param>
/// <param name="System">Unit system; null when not asked.</param>
/// <param name="Code">Unit code or display; null when not asked.</param>
public sealed record QuantityValue(Prefix Prefix, double Value, double Low, double High, string? System, string? Code)
    : SearchValue;
