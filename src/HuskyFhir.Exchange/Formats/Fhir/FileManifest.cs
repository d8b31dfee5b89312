using System.Text.Json;
using System.Text.Json.Serialization;

namespace HuskyFhir.Exchange.Formats.Fhir;

/// <summary>
/// What stands beside a file of messages: by this its receiver knows that it is whole before it uses anything of it.
/// </summary>
/// <param name="ControlNumber">Number of the file; the acknowledgement names it.</param>
/// <param name="Run">The run that wrote it.</param>
/// <param name="Created">When.</param>
/// <param name="Sender">Id of the sender.</param>
/// <param name="Receiver">Id of the receiver.</param>
/// <param name="Test">Whether it is a test.</param>
/// <param name="Messages">Lines of the file.</param>
/// <param name="Changes">Changes that they tell.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Of its bytes, in lower-case hexadecimal.</param>
public sealed record FileManifest(
    int ControlNumber,
    Guid Run,
    DateTimeOffset Created,
    string Sender,
    string Receiver,
    bool Test,
    int Messages,
    int Changes,
    long Bytes,
    string Sha256
)
{
    /// <summary>What is added to the name of the file.</summary>
    public const string Suffix = ".manifest.json";

    /// <summary>As JSON.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, FhirExchangeJson.Default.FileManifest);

    /// <summary>Reads a manifest; null for anything else.</summary>
    public static FileManifest? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, FhirExchangeJson.Default.FileManifest);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The JSON of manifests and acknowledgements: camel case, nothing unknown, nothing left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(FileManifest))]
[JsonSerializable(typeof(FhirAnswer))]
internal sealed partial class FhirExchangeJson : JsonSerializerContext;
