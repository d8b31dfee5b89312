using HuskyFhir.Validation.Primitives;

namespace HuskyFhir.Validation.Structure;

/// <summary>The codes of a required value set.</summary>
internal sealed class CodeList
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<byte>> byBytes;

    public CodeList(string name, IEnumerable<string> codes)
    {
        Name = name;
        All = new HashSet<string>(codes, Utf8NameComparer.Instance);
        byBytes = All.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public string Name { get; }

    public HashSet<string> All { get; }

    public bool Has(ReadOnlySpan<byte> code) => byBytes.Contains(code);

    /// <summary>The codes for a message, cut where the list is long.</summary>
    public string Listed() =>
        All.Count <= 25
            ? "Use one of: " + string.Join(", ", All) + "."
            : "It has " + All.Count + " codes, such as " + string.Join(", ", All.Take(8)) + ".";
}
