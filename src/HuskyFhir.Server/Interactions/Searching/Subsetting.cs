using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Stored;

namespace HuskyFhir.Server.Interactions.Searching;

/// <summary>
/// Parts of resources, as <c>_summary</c> and <c>_elements</c> ask (R4 sections 3.1.1.5.8 and 3.1.1.5.9). Each is
/// tagged SUBSETTED, so that nobody takes it for the whole and writes it back; what is mandatory is always there.
/// </summary>
internal static class Subsetting
{
    /// <summary>The parts of one resource; the whole of it where that is asked.</summary>
    public static StoredResource Cut(StoredResource whole, ResourceShape shape)
    {
        if (shape.IsWhole || whole.Body is not { } body)
            return whole;
        return whole with { Body = CutBody(whole.Type, body, shape) };
    }

    /// <summary>The same of what is no row of the store.</summary>
    public static ReadOnlyMemory<byte> Cut(string type, ReadOnlyMemory<byte> body, ResourceShape shape) =>
        shape.IsWhole ? body : CutBody(type, body, shape);

    private static byte[] CutBody(string type, ReadOnlyMemory<byte> body, ResourceShape shape)
    {
        var resource = FhirJson.Read(body.Span);
        (resource.Meta ??= new()).Tag.Add(
            new("http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "SUBSETTED", "subsetted")
        );
        return FhirJson.Write(resource, () => Filter(shape, type));
    }

    private static SerializationFilter Filter(ResourceShape shape, string type) =>
        shape.Summary switch
        {
            SummaryMode.True => SerializationFilter.ForSummary(),
            SummaryMode.Text => SerializationFilter.ForText(),
            SummaryMode.Data => SerializationFilter.ForData(),
            _ => SerializationFilter.ForElements(
                [
                    .. shape
                        .Elements.Where(element => element.Type is null || element.Type == type)
                        .Select(static element => element.Element),
                    "id",
                    "meta",
                ],
                true
            ),
        };
}
