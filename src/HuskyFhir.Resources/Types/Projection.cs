using HuskyFhir.Resources.Types.Keys;

namespace HuskyFhir.Resources.Types;

/// <summary>What searches need of one resource: the columns of its type's row, and its multi-valued keys.</summary>
/// <param name="width">Number of columns.</param>
internal sealed class Projection(int width)
{
    /// <summary>In the order of the type's table.</summary>
    public object?[] Columns { get; } = new object?[width];

    /// <summary>Go to the type's string table.</summary>
    public List<StringKey> Strings { get; } = [];

    /// <summary>Go to the type's token table.</summary>
    public List<TokenKey> Tokens { get; } = [];

    /// <summary>Go to the shared reference table.</summary>
    public List<ReferenceKey> References { get; } = [];
}
