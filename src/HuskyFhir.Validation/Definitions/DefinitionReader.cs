using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Validation;

namespace HuskyFhir.Validation.Definitions;

/// <summary>
/// Reads definitions that others published: leniently, since a misspelt note must not cost a whole profile.
/// </summary>
internal static class DefinitionReader
{
    private static readonly BaseFhirJsonDeserializer Deserializer = new(
        ModelInfo.ModelInspector,
        new DeserializerSettings { Validator = null, NarrativeValidation = NarrativeValidationKind.None }
    );

    /// <summary>
    /// Looks at the top level only: what is it, and which URL does it have? Null when it is no definition that counts
    /// here.
    /// </summary>
    public static Definition? Peek(ReadOnlyMemory<byte> json, string source)
    {
        var top = Tops(json.Span);
        return
            top.GetValueOrDefault("resourceType")
                is "StructureDefinition"
                    or "ValueSet"
                    or "CodeSystem"
                    or "Questionnaire"
            && top.TryGetValue("url", out var url)
            ? new Definition(
                top["resourceType"],
                url,
                top.GetValueOrDefault("version"),
                top.GetValueOrDefault("type"),
                source,
                json
            )
            : null;
    }

    public static Resource Read(Definition definition)
    {
        try
        {
            var reader = new Utf8JsonReader(definition.Json.Span);
            Deserializer.TryDeserializeResource(ref reader, out var resource, out _);
            return resource ?? throw new BrokenDefinitionException(definition, "it is no FHIR resource");
        }
        catch (Exception bad)
            when (bad is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new BrokenDefinitionException(definition, "it is not valid FHIR JSON");
        }
    }

    /// <summary>The string properties of the outermost object.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static Dictionary<string, string> Tops(ReadOnlySpan<byte> json)
    {
        var tops = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json.StartsWith("\uFEFF"u8) ? json[3..] : json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return tops;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
                tops[name] = reader.GetString()!;
            reader.Skip();
        }

        return tops;
    }
}
