using System.Text;
using System.Xml;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace HuskyFhir.Core.Resources;

/// <summary>Resources to FHIR XML (R4 section 2.6.1).</summary>
public static class FhirXml
{
    private static readonly BaseFhirXmlSerializer Serializer = new(ModelInfo.ModelInspector);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>UTF-8 bytes without a byte order mark.</summary>
    /// <param name="resource">What to write.</param>
    /// <param name="pretty">Whether it is indented.</param>
    public static ReadOnlyMemory<byte> Write(Resource resource, bool pretty = false)
    {
        using var bytes = new MemoryStream(4096);
        // Line ends within a string are written as characters, or a reader would take them for blanks.
        using (
            var writer = XmlWriter.Create(
                bytes,
                new()
                {
                    Encoding = Utf8,
                    Indent = pretty,
                    NewLineHandling = NewLineHandling.Entitize,
                }
            )
        )
            Serializer.Serialize(resource, writer);
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
