using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace HuskyFhir.Core.Resources;

/// <summary>Resources to compact FHIR JSON. What is written here is what the store keeps and what readers get.</summary>
public static class FhirJson
{
    private static readonly BaseFhirJsonSerializer Serializer = new(ModelInfo.ModelInspector);

    /// <summary>UTF-8 bytes without white space.</summary>
    public static byte[] Write(Resource resource)
    {
        using var stream = new MemoryStream(2048);
        using (var writer = new Utf8JsonWriter(stream, new() { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Serializer.Serialize(resource, writer);
        return stream.ToArray();
    }
}
