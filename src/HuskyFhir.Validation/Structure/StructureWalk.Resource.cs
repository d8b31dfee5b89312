using System.Text.Json;
using HuskyFhir.Validation.Primitives;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Validation.Structure;

/// <content>Resources: which type, exactly once.</content>
internal ref partial struct StructureWalk
{
    /// <summary>A resource inside another: contained, a Bundle's entry, a parameter.</summary>
    private void Inner(Member member)
    {
        var outer = insideContained;
        if (outer && member.Element.Name == "contained")
            Add(
                Structural,
                Details.ContainedNested,
                "A contained resource cannot contain another (dom-2). Put it beside this one, in the outermost resource."
            );

        insideContained = outer || member.Element.Name == "contained";
        if (TypeAhead() is { } type)
            Object(type);
        else
            reader.Skip();
        insideContained = outer;
    }

    /// <summary>Looks ahead, on a copy of the reader, for the resourceType of the object that starts here.</summary>
    private readonly TypeShape? TypeAhead()
    {
        var ahead = reader;
        while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
        {
            // An escaped name may hold half of a surrogate pair, which the reader's own comparison throws at.
            var names = ahead.ValueIsEscaped
                ? Literal.TryText(ref ahead) == "resourceType"
                : ahead.ValueTextEquals("resourceType"u8);
            ahead.Read();
            if (names)
                return TypeNamed(ref ahead);
            ahead.Skip();
        }

        Add(
            Structural,
            Details.NotAResource,
            "The object has no resourceType, so it cannot be read as a resource. Add one, such as \"resourceType\": \"Patient\"."
        );
        return null;
    }

    private readonly TypeShape? TypeNamed(ref Utf8JsonReader ahead)
    {
        if (ahead.TokenType != JsonTokenType.String)
        {
            findings.Add(
                Structural,
                Details.WrongJsonType,
                "resourceType must be a string.",
                trail?.Path("resourceType") ?? "resourceType",
                ahead.TokenStartIndex
            );
            return null;
        }

        var name = Literal.TryText(ref ahead) ?? string.Empty;
        if (shapes.Resource(name) is { } type)
            return type;

        findings.Add(
            Structural,
            Details.UnknownType,
            name is "Resource" or "DomainResource"
                ? $"{name} is abstract: name a concrete resource type."
                : $"R4 has no resource type '{Literal.Cut(name)}'. Type names begin with a capital letter, as in Patient.",
            trail?.Path("resourceType") ?? "resourceType",
            ahead.TokenStartIndex
        );
        return null;
    }
}
