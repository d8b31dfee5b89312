using System.Collections.Frozen;
using Hl7.Fhir.Introspection;
using HuskyFhir.Validation.Primitives;

namespace HuskyFhir.Validation.Structure;

/// <summary>Tests the UTF-8 text of a literal, already unescaped.</summary>
internal delegate bool LiteralTest(ReadOnlySpan<byte> literal);

/// <summary>How JSON writes a primitive.</summary>
internal enum LiteralKind
{
    Text,
    Number,
    Boolean,
}

/// <summary>The form of one primitive type (R4 section 2.24.0.1).</summary>
/// <param name="Name">The FHIR type.</param>
/// <param name="Kind">Its JSON kind.</param>
/// <param name="Test">Whether a literal has the form.</param>
/// <param name="Hint">How a right one looks, to end the sentence "… is expected".</param>
internal sealed record PrimitiveForm(string Name, LiteralKind Kind, LiteralTest Test, string Hint);

/// <summary>The table of all primitive types.</summary>
internal static class PrimitiveForms
{
    private const int MaxText = 1024 * 1024;

    private static readonly FrozenDictionary<string, PrimitiveForm> Known = new PrimitiveForm[]
    {
        new("boolean", LiteralKind.Boolean, static _ => true, "true or false without quotes"),
        new(
            "integer",
            LiteralKind.Number,
            static literal => Numbers.Integer(literal, int.MinValue),
            "a whole number between -2147483648 and 2147483647, without decimals"
        ),
        new(
            "unsignedInt",
            LiteralKind.Number,
            static literal => Numbers.Integer(literal, 0),
            "a whole number between 0 and 2147483647"
        ),
        new(
            "positiveInt",
            LiteralKind.Number,
            static literal => Numbers.Integer(literal, 1),
            "a whole number between 1 and 2147483647"
        ),
        new(
            "decimal",
            LiteralKind.Number,
            Numbers.Decimal,
            "a number of at most 28 significant digits, which can be kept exactly"
        ),
        new("string", LiteralKind.Text, static text => text.Length <= MaxText, "text of at most 1 MB"),
        new("markdown", LiteralKind.Text, static text => text.Length <= MaxText, "text of at most 1 MB"),
        new("xhtml", LiteralKind.Text, static text => text.Length <= MaxText, "XHTML of at most 1 MB"),
        new("code", LiteralKind.Text, Texts.Code, "a code without blanks at its ends and with single blanks inside"),
        new("id", LiteralKind.Text, Texts.Id, "1 to 64 letters, digits, hyphens and dots"),
        new("uri", LiteralKind.Text, Texts.Uri, "a URI without blanks"),
        new("url", LiteralKind.Text, Texts.Uri, "a URL without blanks"),
        new("canonical", LiteralKind.Text, Texts.Uri, "a canonical URL without blanks, with |version if one is meant"),
        new("oid", LiteralKind.Text, Texts.Oid, "an OID such as urn:oid:1.2.3"),
        new(
            "uuid",
            LiteralKind.Text,
            Texts.Uuid,
            "a UUID such as urn:uuid:c757873d-ec9a-4326-a141-556f43239520, in lower case"
        ),
        new(
            "base64Binary",
            LiteralKind.Text,
            static text => !text.IsEmpty && System.Buffers.Text.Base64.IsValid(text),
            "Base64 in groups of four characters"
        ),
        new(
            "date",
            LiteralKind.Text,
            Temporals.Date,
            "a date that exists, as YYYY, YYYY-MM or YYYY-MM-DD, without a time"
        ),
        new(
            "dateTime",
            LiteralKind.Text,
            Temporals.DateTime,
            "YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss with seconds and a time zone such as Z or -05:00, within the years 0001 to 9999 in UTC"
        ),
        new(
            "instant",
            LiteralKind.Text,
            Temporals.Instant,
            "YYYY-MM-DDThh:mm:ss with seconds (to 59; a leap second as 59.999) and a time zone such as Z or -05:00, within the years 0001 to 9999 in UTC"
        ),
        new("time", LiteralKind.Text, Temporals.Time, "hh:mm:ss between 00:00:00 and 23:59:59, without a time zone"),
    }.ToFrozenDictionary(static form => form.Name, StringComparer.Ordinal);

    /// <summary>The form of a mapped type, or null when it is complex.</summary>
    public static PrimitiveForm? Of(ClassMapping mapping) =>
        mapping.IsFhirPrimitive ? Known.GetValueOrDefault(mapping.Name) ?? Known["string"] : null;
}
