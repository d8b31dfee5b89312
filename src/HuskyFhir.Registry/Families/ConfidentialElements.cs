using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;

namespace HuskyFhir.Registry.Families;

/// <summary>
/// Addresses and telephone numbers for confidential communication (45 CFR 164.522(b)): elements that carry an inline security label R or V
/// (FHIR Data Segmentation for Privacy, inline labels); and the amounts of decisions. The plan alone sees them; nobody finds a member by them.
/// </summary>
internal static class ConfidentialElements
{
    /// <summary>The extension that labels one element.</summary>
    public const string Label = "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label";

    private const string Confidentiality = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

    private static readonly string[] Lists = ["address", "telecom", "contact"];

    /// <summary>Whether the resource has any.</summary>
    public static bool AreIn(Resource resource) => Parts(resource).Any(IsLabelled) || Decisions.Amounts.AreIn(resource);

    /// <summary>The resource without them; itself where it has none.</summary>
    public static Resource Without(Resource resource) => AreIn(resource) ? FhirJson.Read(Without(FhirJson.Write(resource))) : resource;

    /// <summary>The same of a stored body. The narrative goes too, since it may repeat them, and a label says that something was left out.</summary>
    public static byte[] Without(ReadOnlySpan<byte> body)
    {
        var root = JsonNode.Parse(body)!.AsObject();
        Remove(root);
        Decisions.Amounts.Remove(root);
        root.Remove("text");
        var meta = root["meta"] as JsonObject ?? [];
        root["meta"] ??= meta;
        var labels = meta["security"] as JsonArray ?? [];
        meta["security"] ??= labels;
        labels.Add(new JsonObject { ["system"] = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", ["code"] = "REDACTED" });
        return System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(root);
    }

    private static IEnumerable<DataType> Parts(Resource resource) => resource switch
    {
        Patient patient => [.. patient.Address, .. patient.Telecom, .. patient.Contact.SelectMany(static contact => contact.Telecom.Cast<DataType>().Append(contact.Address)).OfType<DataType>()],
        RelatedPerson person => [.. person.Address, .. person.Telecom],
        _ => [],
    };

    /// <summary>Whether the element itself carries the label.</summary>
    public static bool IsLabelled(DataType part) => part.Extension.Any(static extension => extension.Url == Label && extension.Value is Coding { System: Confidentiality, Code: "R" or "V" });

    private static void Remove(JsonObject from)
    {
        foreach (var name in Lists)
        {
            if (from[name] is JsonObject one && IsLabelled(one))
                from.Remove(name);
            if (from[name] is not JsonArray list)
                continue;
            foreach (var each in list.OfType<JsonObject>().ToList())
                if (IsLabelled(each))
                    list.Remove(each);
                else if (name == "contact")
                    Remove(each);
            if (list.Count == 0)
                from.Remove(name);
        }
    }

    /// <summary>The same of an element of a body.</summary>
    public static bool IsLabelled(JsonObject part) => part["extension"] is JsonArray extensions && extensions.OfType<JsonObject>().Any(static extension =>
        (string?)extension["url"] == Label && extension["valueCoding"] is JsonObject coding && (string?)coding["system"] == Confidentiality && (string?)coding["code"] is "R" or "V");
}
