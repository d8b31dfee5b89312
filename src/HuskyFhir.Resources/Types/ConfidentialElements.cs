using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;

namespace HuskyFhir.Resources.Types;

/// <summary>
/// Elements for confidential communication (45 CFR 164.522(b)): any element of any resource that carries an inline
/// security label of a sensitive kind, such as R (FHIR Data Segmentation for Privacy, inline labels); and what a
/// type declares, such as the amounts of decisions. The plan alone sees them; nobody finds a resource by them, and in earlier versions nothing stands
/// where they stand in another.
/// </summary>
internal static class ConfidentialElements
{
    /// <summary>The extension that labels one element.</summary>
    public const string Label =
        "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label";

    /// <summary>Whether the resource has any.</summary>
    /// <param name="resource">Where.</param>
    /// <param name="type">Its type, which may declare more; null for labels alone.</param>
    public static bool AreIn(Resource resource, FhirType? type = null) =>
        Children(resource).Any(HasLabel) || type?.Declared.Masks?.AreIn(resource) == true;

    /// <summary>
    /// The resource without them, for what it is found by; itself where it has none. Nothing is added: it is not found
    /// by a label that the plan does not see in it.
    /// </summary>
    public static Resource Without(Resource resource, FhirType type)
    {
        if (!AreIn(resource, type))
            return resource;
        var root = JsonNode.Parse(FhirJson.Write(resource))!.AsObject();
        Mask(root, type);
        return FhirJson.Read(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(root));
    }

    /// <summary>
    /// The same of a stored body. The narrative goes too, since it may repeat them, and a label says that something was
    /// left out.
    /// </summary>
    /// <param name="body">As stored.</param>
    /// <param name="type">Its type, which may declare more; null for labels alone.</param>
    /// <param name="also">Where nothing may stand, labelled or not; see <see cref="PathsIn"/>.</param>
    public static byte[] Without(ReadOnlySpan<byte> body, FhirType? type = null, IReadOnlySet<string>? also = null)
    {
        var root = JsonNode.Parse(body)!.AsObject();
        Mask(root, type, also);
        var meta = root["meta"] as JsonObject ?? [];
        root["meta"] ??= meta;
        var labels = meta["security"] as JsonArray ?? [];
        meta["security"] ??= labels;
        labels.Add(
            new JsonObject
            {
                ["system"] = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
                ["code"] = "REDACTED",
            }
        );
        return System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(root);
    }

    private static void Mask(JsonObject root, FhirType? type, IReadOnlySet<string>? also = null)
    {
        ElementWalk.Remove(root, (path, element) => IsLabelled(element) || also?.Contains(path) == true);
        type?.Declared.Masks?.Remove(root);
        root.Remove("text");
    }

    /// <summary>Where in a stored body such elements stand, such as <c>contact.telecom</c>.</summary>
    public static IReadOnlySet<string> PathsIn(ReadOnlySpan<byte> body)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        ElementWalk.Remove(JsonNode.Parse(body)!.AsObject(), (path, element) => IsLabelled(element) && paths.Add(path));
        return paths;
    }

    /// <summary>Whether the element itself carries the label.</summary>
    public static bool IsLabelled(Base element) =>
        (element as IExtendable)?.Extension.Exists(static extension =>
            extension.Url == Label && extension.Value is Coding coding && Sensitivity.Of(coding) != Restriction.None
        ) == true;

    private static bool HasLabel(Base element) => IsLabelled(element) || Children(element).Any(HasLabel);

    private static IEnumerable<Base> Children(Base element)
    {
        if (element is PrimitiveType primitive && !primitive.HasExtensions())
            yield break;
        foreach (var (_, value) in element.EnumerateElements())
            if (value is Base child)
                yield return child;
            else if (value is IEnumerable<Base> children)
                foreach (var each in children)
                    yield return each;
    }

    /// <summary>The same of an element of a body.</summary>
    public static bool IsLabelled(JsonObject element) =>
        element["extension"] is JsonArray extensions
        && extensions
            .OfType<JsonObject>()
            .Any(static extension =>
                Text(extension, "url") == Label
                && extension["valueCoding"] is JsonObject coding
                && Sensitivity.Of(new Coding(Text(coding, "system"), Text(coding, "code"))) != Restriction.None
            );

    private static string? Text(JsonObject of, string name) =>
        of[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
