using System.Text.Json;
using Hl7.Fhir.Model;
using HuskyFhir.Validation.Primitives;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Validation.Structure;

/// <content>Values and arrays of values.</content>
internal ref partial struct StructureWalk
{
    private const int CheckEvery = 1024;

    private void Value(Member member, ref Twins twins)
    {
        if (++looks % CheckEvery == 0)
            cancellation.ThrowIfCancellationRequested();
        if (findings.Full)
            reader.Skip();
        else if (member.Element.Repeats && reader.TokenType == JsonTokenType.StartArray)
            Items(member, ref twins);
        else if (reader.TokenType == JsonTokenType.StartArray)
            Wrong($"{member.Json} takes one value: send it without brackets.");
        else if (member.Element.Repeats && reader.TokenType != JsonTokenType.Null)
            Wrong($"{member.Json} is a list: put its values in brackets, even a single one.");
        else if (!Single(member))
            twins.Hold(member, reader.TokenStartIndex);
    }

    private void Items(Member member, ref Twins twins)
    {
        var start = reader.TokenStartIndex;
        var count = 0;
        List<int>? nulls = null;
        List<int>? hollow = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            trail!.At(count);
            if (findings.Full)
                reader.Skip();
            else if (reader.TokenType == JsonTokenType.Null && member.Type.Form is not null)
                (nulls ??= []).Add(count);
            else if (reader.TokenType == JsonTokenType.StartArray)
                Wrong("Lists cannot stand inside lists.");
            else if (!Single(member))
                (hollow ??= []).Add(count);
            count++;
        }

        trail!.At(-1);
        if (count == 0 || nulls?.Count == count)
            findings.Add(
                Structural,
                Details.EmptyElement,
                $"{member.Json} is a list without content. Leave it out.",
                trail.Path(),
                start
            );
        else if (member.Type.Form is not null && member.OtherSlot >= 0)
            twins.Hold(new ArrayFacts(member, count, nulls, hollow, start));
    }

    /// <summary>One value; false for a twin that holds nothing but an id.</summary>
    private bool Single(Member member)
    {
        if (reader.TokenType == JsonTokenType.Null)
            Add(Structural, Details.EmptyElement, "null cannot stand here. Leave the element out.");
        else if (member.Type.Form is { } form && !member.Twin)
            Primitive(member, form);
        else if (reader.TokenType != JsonTokenType.StartObject)
            Wrong(
                $"{member.Json} must be an object{(member.Twin ? " that holds the id or the extensions of the value" : $" of type {member.Type.Name}")}."
            );
        else if (member.Type.AnyResource)
            Inner(member);
        else
            return Object(member.Type, member.Twin) || !member.Twin;

        return true;
    }

    private void Wrong(string text)
    {
        Add(Structural, Details.WrongJsonType, text);
        reader.Skip();
    }

    private void Primitive(Member member, PrimitiveForm form)
    {
        var kind = reader.TokenType switch
        {
            JsonTokenType.String => LiteralKind.Text,
            JsonTokenType.Number => LiteralKind.Number,
            JsonTokenType.True or JsonTokenType.False => LiteralKind.Boolean,
            _ => (LiteralKind?)null,
        };
        if (kind != form.Kind)
            Wrong($"{member.Json} is of type {form.Name}: {form.Hint} is expected, not {Named(reader.TokenType)}.");
        else if (form.Kind == LiteralKind.Text)
            Text(member, form);
        else if (!form.Test(reader.ValueSpan))
            Add(
                OperationOutcome.IssueType.Value,
                form.Name == "decimal" ? Details.DecimalPrecision : Details.BadPrimitive,
                $"{Literal.Cut(System.Text.Encoding.UTF8.GetString(reader.ValueSpan))} is not a valid {form.Name}: {form.Hint} is expected."
            );
    }

    private static string Named(JsonTokenType token) =>
        token switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            JsonTokenType.String => "a string in quotes",
            JsonTokenType.Number => "a number",
            _ => "true or false",
        };
}
