using Hl7.Fhir.Model;

namespace HuskyFhir.Resources.Types.Keys;

/// <summary>How the R4 datatypes become tokens (R4 section 3.1.1.4.10).</summary>
internal static class Tokens
{
    /// <summary>The system of <c>true</c> and <c>false</c>.</summary>
    private const string SpecialValues = "http://terminology.hl7.org/CodeSystem/special-values";

    /// <summary>
    /// One token: a code, a text that goes with it (<c>:text</c>), or both; an identifier has its types as well
    /// (<c>:of-type</c>).
    /// </summary>
    public readonly record struct Pair(
        string? System,
        string? Code,
        string? Text = null,
        IReadOnlyList<Coding>? Types = null
    );

    public static IEnumerable<Pair> Of(Identifier? identifier)
    {
        if (!string.IsNullOrEmpty(identifier?.Value))
            yield return new(identifier.System, identifier.Value, identifier.Type?.Text, identifier.Type?.Coding);
    }

    public static IEnumerable<Pair> Of(CodeableConcept? concept)
    {
        foreach (var coding in concept?.Coding ?? [])
        foreach (var pair in Of(coding))
            yield return pair;
        if (!string.IsNullOrEmpty(concept?.Text))
            yield return new(null, null, concept.Text);
    }

    public static IEnumerable<Pair> Of(Coding? coding)
    {
        if (coding is not null && !(string.IsNullOrEmpty(coding.Code) && string.IsNullOrEmpty(coding.Display)))
            yield return new(coding.System, string.IsNullOrEmpty(coding.Code) ? null : coding.Code, coding.Display);
    }

    /// <summary>A code whose system nobody needs, such as a media type.</summary>
    public static IEnumerable<Pair> Of(Code? code)
    {
        if (!string.IsNullOrEmpty(code?.Value))
            yield return new(null, code.Value);
    }

    public static IEnumerable<Pair> Of(bool? flag)
    {
        if (flag is { } value)
            yield return new(SpecialValues, value ? "true" : "false");
    }

    public static IEnumerable<Pair> Of<T>(Code<T>? code)
        where T : struct, Enum
    {
        if (code?.JsonValue is string text)
            yield return new(code.Value is { } value ? Hl7.Fhir.Utility.EnumUtility.GetSystem(value) : null, text);
    }

    /// <summary>Contacts are found however they are written: e-mail without case, telephones by their digits.</summary>
    public static IEnumerable<Pair> Of(ContactPoint contact)
    {
        if (!string.IsNullOrEmpty(contact.Value))
            yield return new(contact.SystemElement?.JsonValue as string, Contact(contact.Value));
    }

    /// <summary>The comparable form of a contact, for keys and for searched values alike.</summary>
    public static string Contact(string value)
    {
        var digits = string.Concat(value.Where(char.IsAsciiDigit));
        var telephone =
            digits.Length >= 7
            && value.All(static letter =>
                char.IsAsciiDigit(letter) || " +-().x/".Contains(letter, StringComparison.Ordinal)
            );
        if (!telephone)
            return value.ToLowerInvariant();
        return digits.Length == 11 && digits[0] == '1' ? digits[1..] : digits;
    }
}
