using System.Text.Json;

namespace HuskyFhir.Server.Conformance.Terminology;

/// <summary>
/// What is asked: a code, its system and a value set. Nothing else ever leaves the service: no display, no text, no
/// patient.
/// </summary>
/// <param name="ValueSet">Canonical URL, with <c>|version</c> where one is meant.</param>
/// <param name="System">Null for a bare code, of which the value set decides the system.</param>
/// <param name="Code">The code.</param>
internal sealed record CodeQuestion(string ValueSet, string? System, string Code)
{
    private const int MaxCode = 100;
    private const int MaxUrl = 300;

    // A larger definition is named instead of sent.
    private const int MaxDefinition = 256 * 1024;

    /// <summary>
    /// Why this cannot be asked, or null. A code with white space may be words that somebody typed, so it stays here; a
    /// system is a plain URL, without a query in which something could hide.
    /// </summary>
    public string? Flaw() =>
        Code.Length is 0 or > MaxCode || Code.Any(static letter => char.IsWhiteSpace(letter) || char.IsControl(letter))
            ? "a code of this form is not sent to the terminology server"
        : !IsPlain(ValueSet) || (System is not null && !IsPlain(System))
            ? "a URL of this form is not sent to the terminology server"
        : null;

    /// <summary>
    /// The Parameters of <c>ValueSet/$validate-code</c>; the value set itself goes with it where it is loaded, since
    /// the server need not know it.
    /// </summary>
    public byte[] Body(ReadOnlyMemory<byte>? definition)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Parameters");
            json.WriteStartArray("parameter");
            if (definition is { Length: <= MaxDefinition } loaded)
                Resource(json, "valueSet", loaded);
            else
                Named(json, ValueSet);
            if (System is null)
                Value(json, "inferSystem", static json => json.WriteBoolean("valueBoolean", true));
            else
                Value(json, "system", json => json.WriteString("valueUri", System));
            Value(json, "code", json => json.WriteString("valueCode", Code));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return body.ToArray();
    }

    private static void Named(Utf8JsonWriter json, string canonical)
    {
        var bar = canonical.IndexOf('|', StringComparison.Ordinal);
        Value(json, "url", json => json.WriteString("valueUri", bar < 0 ? canonical : canonical[..bar]));
        if (bar >= 0)
            Value(json, "valueSetVersion", json => json.WriteString("valueString", canonical[(bar + 1)..]));
    }

    private static void Resource(Utf8JsonWriter json, string name, ReadOnlyMemory<byte> definition) =>
        Value(
            json,
            name,
            json =>
            {
                json.WritePropertyName("resource");
                json.WriteRawValue(definition.Span);
            }
        );

    private static void Value(Utf8JsonWriter json, string name, Action<Utf8JsonWriter> value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        value(json);
        json.WriteEndObject();
    }

    private static bool IsPlain(string url) =>
        url.Length <= MaxUrl
        && Uri.TryCreate(url, UriKind.Absolute, out _)
        && !url.Contains('?', StringComparison.Ordinal)
        && !url.Any(static letter => char.IsWhiteSpace(letter) || char.IsControl(letter));
}
