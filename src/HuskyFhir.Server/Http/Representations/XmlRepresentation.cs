using System.Text;
using System.Text.RegularExpressions;
using HuskyFhir.Core.Resources;

namespace HuskyFhir.Server.Http.Representations;

/// <summary>FHIR XML (R4 section 2.6.1), made from the stored JSON by the SDK's model.</summary>
internal sealed partial class XmlRepresentation : IRepresentation
{
    public string ContentType => "application/fhir+xml; charset=utf-8";

    public ReadOnlyMemory<byte> Of(HttpContext context, ReadOnlyMemory<byte> json, bool pretty) =>
        FhirXml.Write(FhirJson.Read(Sayable(json.Span)), pretty);

    /// <summary>A string may hold U+FFFE and U+FFFF, which our writer escapes; XML has no way to say them.</summary>
    private static ReadOnlySpan<byte> Sayable(ReadOnlySpan<byte> json) =>
        json.IndexOf("\\uFFF"u8) < 0
            ? json
            : Encoding.UTF8.GetBytes(Unsayable().Replace(Encoding.UTF8.GetString(json), "$1\uFFFD"));

    [GeneratedRegex(@"(?<!\\)((?:\\\\)*)\\uFFF[EF]")]
    private static partial Regex Unsayable();
}
