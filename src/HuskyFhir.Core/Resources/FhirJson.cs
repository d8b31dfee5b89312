using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace HuskyFhir.Core.Resources;

/// <summary>
/// Resources to compact FHIR JSON, and back. What is written here is what the store keeps and what readers get.
/// </summary>
public static class FhirJson
{
    private static readonly BaseFhirJsonSerializer Serializer = new(ModelInfo.ModelInspector);

    /// <summary>What we wrote was checked when it came; it is read back without another look.</summary>
    private static readonly FhirJsonDeserializer Trusting = new(
        new DeserializerSettings().UsingMode(DeserializationMode.Ostrich)
    );

    /// <summary>Letters beyond ASCII stay letters: shorter, and readable where someone looks.</summary>
    private static readonly JsonWriterOptions Options = new()
    {
        SkipValidation = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

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

    /// <summary>The resource in bytes that this service wrote; never for what an outsider sent.</summary>
    public static Resource Read(ReadOnlySpan<byte> utf8)
    {
        // A page of resources is deeper than the deepest of them.
        var reader = new Utf8JsonReader(utf8, new() { MaxDepth = 256 });
        return Trusting.DeserializeResource(ref reader);
    }
}
