using System.Buffers;
using System.Text;
using Hl7.Fhir.Model;
using HuskyFhir.Validation.Narratives;
using HuskyFhir.Validation.Primitives;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Validation.Structure;

/// <content>Text literals.</content>
internal ref partial struct StructureWalk
{
    private const int OnStack = 512;

    private void Text(Member member, PrimitiveForm form)
    {
        if (!reader.ValueIsEscaped)
        {
            Text(member, form, reader.ValueSpan);
            return;
        }

        var length = reader.ValueSpan.Length;
        var rented = length > OnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        Span<byte> unescaped = rented ?? stackalloc byte[OnStack];
        try
        {
            var used = reader.CopyString(unescaped);
            if (Texts.HasControls(unescaped[..used]))
                Add(
                    OperationOutcome.IssueType.Value,
                    Details.ControlCharacter,
                    "The text holds a control character. Only tab, line feed and carriage return are allowed."
                );
            else
                Text(member, form, unescaped[..used]);
        }
        catch (InvalidOperationException)
        {
            Add(
                Structural,
                Details.ControlCharacter,
                "The text holds half of a surrogate pair (\\ud800 to \\udfff), which is no character. Send whole characters."
            );
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void Text(Member member, PrimitiveForm form, scoped ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || (text[0] <= ' ' && Texts.Blank(text)))
            Add(
                OperationOutcome.IssueType.Value,
                Details.BlankString,
                $"{member.Json} is blank. Give it content or leave it out."
            );
        else if (!form.Test(text))
            Add(
                OperationOutcome.IssueType.Value,
                Leaps(form, text) ? Details.LeapSecond : Details.BadPrimitive,
                $"'{Literal.Cut(Encoding.UTF8.GetString(text))}' is not a valid {form.Name}: {form.Hint} is expected."
            );
        else if (member.Element.Codes is { } codes && !codes.Has(text))
            Add(
                OperationOutcome.IssueType.CodeInvalid,
                Details.CodeNotInValueSet,
                $"'{Literal.Cut(Encoding.UTF8.GetString(text))}' is not a code of {codes.Name}. {codes.Listed()}"
            );
        else if (form.Name == "xhtml")
            Narrative(text);
    }

    /// <summary>
    /// The guarantee that what is stored means the same to a parser of HTML: what would not is written anew, or
    /// refused.
    /// </summary>
    private readonly void Narrative(scoped ReadOnlySpan<byte> text)
    {
        var flaw = NarrativeCheck.Of(text, out var isPlain);
        if (flaw is null && isPlain)
            return;
        if (NarrativeForm.Canonical(Encoding.UTF8.GetString(text)) is { } form)
            flaw = NarrativeCheck.Of(Encoding.UTF8.GetBytes(form));
        else
            flaw ??= NarrativeFlaw.Unreadable;
        if (flaw is null)
            findings.Rewrites = true;
        else
            Add(OperationOutcome.IssueType.Invalid, flaw.Detail, flaw.Text);
    }

    // R4 lets a minute have 61 seconds; nothing else is wrong with such a time.
    private static bool Leaps(PrimitiveForm form, scoped ReadOnlySpan<byte> text)
    {
        var at = text.IndexOf(":60"u8);
        if (form.Name is not ("dateTime" or "instant" or "time") || at < 0)
            return false;

        var plain = text.ToArray();
        (plain[at + 1], plain[at + 2]) = ((byte)'5', (byte)'9');
        return form.Test(plain);
    }
}
