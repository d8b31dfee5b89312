using HuskyFhir.Core.Resources;

namespace HuskyFhir.Server.Http.Representations;

/// <summary>FHIR XML (R4 section 2.6.1), made from the stored JSON by the SDK's model.</summary>
internal sealed class XmlRepresentation : IRepresentation
{
    public string ContentType => "application/fhir+xml; charset=utf-8";

    public ReadOnlyMemory<byte> Of(HttpContext context, ReadOnlyMemory<byte> json, bool pretty) => FhirXml.Write(FhirJson.Read(json.Span), pretty);
}
