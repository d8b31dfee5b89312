using HuskyFhir.Validation.Primitives;

namespace HuskyFhir.Validation.Structure;

/// <summary>An element of a type, whatever JSON names it goes by.</summary>
/// <param name="Name">The step in FHIRPath: <c>value</c>, never <c>valueQuantity</c>.</param>
/// <param name="Index">Its place among the type's elements.</param>
/// <param name="Repeats">Whether it is an array.</param>
/// <param name="Mandatory">Whether R4 demands at least one.</param>
/// <param name="Codes">The codes of a required value set that the SDK knows, or null.</param>
/// <param name="Choices">The JSON names of a choice element, or empty.</param>
internal sealed record Element(
    string Name,
    int Index,
    bool Repeats,
    bool Mandatory,
    CodeList? Codes,
    IReadOnlyList<string> Choices
);

/// <summary>One JSON property name of a type.</summary>
/// <param name="Json">As in the body: <c>birthDate</c>, <c>_birthDate</c>, <c>valueQuantity</c>.</param>
/// <param name="Element">Which element it fills.</param>
/// <param name="Type">The type of its value.</param>
/// <param name="Twin">Whether this is the <c>_</c> property that carries a primitive's id and extensions.</param>
/// <param name="Slot">Its place among the names, for finding duplicates.</param>
/// <param name="OtherSlot">The slot of the plain name for a twin and of the twin for a plain name, or -1.</param>
internal sealed record Member(string Json, Element Element, TypeShape Type, bool Twin, int Slot, int OtherSlot);

/// <summary>All property names of a type.</summary>
internal sealed class Members
{
    private readonly Dictionary<string, Member>.AlternateLookup<ReadOnlySpan<byte>> byBytes;

    public Members(IReadOnlyList<Element> elements, IReadOnlyList<Member> all)
    {
        All = all;
        Mandatory = [.. elements.Where(static element => element.Mandatory)];
        MemberWords = (all.Count + 63) / 64;
        ElementWords = (elements.Count + 63) / 64;
        byBytes = all.ToDictionary(static member => member.Json, Utf8NameComparer.Instance)
            .GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public IReadOnlyList<Member> All { get; }

    public Element[] Mandatory { get; }

    /// <summary>Words of a bit set with a bit for each name.</summary>
    public int MemberWords { get; }

    /// <summary>Words of a bit set with a bit for each element.</summary>
    public int ElementWords { get; }

    public Member? Find(ReadOnlySpan<byte> name) => byBytes.TryGetValue(name, out var member) ? member : null;
}
