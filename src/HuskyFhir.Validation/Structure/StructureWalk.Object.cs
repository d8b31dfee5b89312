using System.Text;
using System.Text.Json;
using Hl7.Fhir.Model;
using HuskyFhir.Validation.Primitives;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Validation.Structure;

/// <content>Objects and their properties.</content>
internal ref partial struct StructureWalk
{
    /// <summary>
    /// Walks an object; false when it has no content of its own, which a twin may lack beside its value.
    /// </summary>
    private bool Object(TypeShape type, bool twin = false)
    {
        var table = type.Members;
        Span<ulong> named = stackalloc ulong[table.MemberWords];
        Span<ulong> filled = stackalloc ulong[table.ElementWords];
        var start = reader.TokenStartIndex;
        Twins twins = default;
        var (content, any, typed) = (false, false, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            any = true;
            var member = table.Find(reader.ValueIsEscaped ? Unescaped() : reader.ValueSpan);
            if (member is null)
            {
                content |= Stranger(type, ref typed);
                continue;
            }

            Once(member, named, filled);
            content |= member.Element.Name != "id" || type.IsResource;
            trail!.Enter(member.Element.Name);
            reader.Read();
            Value(member, ref twins);
            trail.Leave();
        }

        twins.Compare(named, trail!, findings);
        // Parameters without a parameter is how an operation that needs none is called.
        if (!content && !(twin && any) && type.Name != "Parameters")
            findings.Add(Structural, Details.EmptyElement, Empty(type), trail!.Path(), start);
        else
            Missing(table, filled, start);
        return content;
    }

    // Allowed by JSON and never seen but in tests of parsers, so it may allocate.
    private byte[] Unescaped() => Encoding.UTF8.GetBytes(Literal.TryText(ref reader) ?? string.Empty);

    private static string Empty(TypeShape type) =>
        type.IsResource ? $"The {type.Name} has no content. Give at least one element." : Twins.Hollow;

    private readonly void Missing(Members table, Span<ulong> filled, long start)
    {
        foreach (var element in table.Mandatory)
            if (!Has(filled, element.Index))
                findings.Add(
                    OperationOutcome.IssueType.Required,
                    Details.MissingElement,
                    $"{element.Name} is mandatory and missing. Add it{(element.Choices.Count > 0 ? " as one of " + string.Join(", ", element.Choices) : string.Empty)}.",
                    trail!.Path(element.Name),
                    start
                );
    }

    /// <summary>
    /// The guarantee that nothing is dropped or overwritten silently: each name once, each choice in one type.
    /// </summary>
    private readonly void Once(Member member, Span<ulong> named, Span<ulong> filled)
    {
        if (Has(named, member.Slot))
            Add(
                Structural,
                Details.DuplicateProperty,
                $"{member.Json} is given twice in one object. Keep one.",
                member.Element.Name
            );
        else if (Has(filled, member.Element.Index) && !(member.OtherSlot >= 0 && Has(named, member.OtherSlot)))
            Add(
                Structural,
                Details.ChoiceConflict,
                $"{member.Element.Name}[x] is given in more than one type. Keep one of them, with its own _ property if needed.",
                member.Element.Name
            );

        Set(named, member.Slot);
        Set(filled, member.Element.Index);
    }

    /// <summary>A property that the type does not have. Tells whether it counts as content.</summary>
    private bool Stranger(TypeShape type, ref bool typed)
    {
        var name = Literal.TryText(ref reader) ?? "?";
        if (name == "resourceType" && type.IsResource)
        {
            if (typed)
                Add(Structural, Details.DuplicateProperty, "resourceType is given twice. Keep one.");
            typed = true;
            reader.Skip();
            return false;
        }

        if (!findings.Full)
            Add(
                Structural,
                Details.UnknownElement,
                $"{type.Name} has no element '{Literal.Cut(name)}'.{Suggestions.For(name, type)}",
                Suggestions.Step(name)
            );
        reader.Skip();
        return true;
    }

    internal static bool Has(Span<ulong> bits, int index) => (bits[index >> 6] & (1UL << (index & 63))) != 0;

    private static void Set(Span<ulong> bits, int index) => bits[index >> 6] |= 1UL << (index & 63);
}
