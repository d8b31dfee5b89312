using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace HuskyFhir.Core.Resources;

/// <summary>Resources to compact FHIR JSON. What is written here is what the store keeps and what readers get.</summary>
public static class FhirJson
{
    private static readonly BaseFhirJsonSerializer Serializer = new(ModelInfo.ModelInspector);

    /// <summary>Letters beyond ASCII stay letters: shorter, and readable where someone looks.</summary>
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>UTF-8 bytes without white space.</summary>
    /// <param name="resource">What to write.</param>
    /// <param name="filter">Makes what leaves elements out; null for all of them.</param>
    public static byte[] Write(Resource resource, Func<SerializationFilter>? filter = null)
    {
        var bytes = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(bytes, Options))
            Serializer.Serialize(resource, writer, filter);
        return bytes.WrittenSpan.ToArray();
    }
}
