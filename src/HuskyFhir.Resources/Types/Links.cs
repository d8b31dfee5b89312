using System.Text.RegularExpressions;
using Hl7.Fhir.Model;

namespace HuskyFhir.Resources.Types;

/// <summary>A place in a resource that names another one, and can be made to name it by its address here.</summary>
/// <param name="Path">Such as <c>Patient.managingOrganization</c>.</param>
/// <param name="Text">What it said when it came.</param>
/// <param name="Set">Writes the address, such as <c>Organization/…</c>; may be called again with another.</param>
public sealed record Link(string Path, string Text, Action<string> Set);

/// <summary>
/// The links of a resource that came with others in a Bundle or a load: references, and where R4 section 3.1.0.11.2
/// asks for it also elements of type uri and url, and what the narrative's <c>href</c> and <c>src</c> lead to.
/// </summary>
public static partial class Links
{
    /// <summary>Its references to other resources.</summary>
    public static IEnumerable<Link> OfReferences(Resource resource) =>
        References
            .In(resource)
            .Where(static found =>
                !string.IsNullOrEmpty(found.Reference.Reference) && found.Reference.Reference[0] != '#'
            )
            .Select(static found => new Link(
                found.Path,
                found.Reference.Reference!,
                target => found.Reference.Reference = target
            ));

    /// <summary>Its other links.</summary>
    public static IEnumerable<Link> OfAddresses(Resource resource) => Walk(resource, resource.TypeName);

    private static IEnumerable<Link> Walk(Base node, string path)
    {
        if (node is Narrative narrative)
            return OfNarrative(narrative, path);
        if (node is FhirUri { Value.Length: > 0 } uri)
            return [new(path, uri.Value, target => uri.Value = target)];
        if (node is FhirUrl { Value.Length: > 0 } url)
            return [new(path, url.Value, target => url.Value = target)];
        return node is PrimitiveType { } primitive && !primitive.HasExtensions() ? [] : Children(node, path);
    }

    private static IEnumerable<Link> Children(Base node, string path)
    {
        foreach (var (name, value) in node.EnumerateElements())
        {
            if (value is Base child)
            {
                foreach (var found in Walk(child, $"{path}.{name}"))
                    yield return found;
            }
            else if (value is IEnumerable<Base> children)
            {
                var at = 0;
                foreach (var each in children)
                foreach (var found in Walk(each, $"{path}.{name}[{at++}]"))
                    yield return found;
            }
        }
    }

    private static IEnumerable<Link> OfNarrative(Narrative narrative, string path)
    {
        if (narrative.Div is not { Length: > 0 } div)
            yield break;
        // The text is always made from what came: one link set again must not undo another.
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var address in Addresses().Matches(div).Select(static match => match.Groups[2].Value).Distinct())
            yield return new(
                $"{path}.div",
                address,
                target =>
                {
                    targets[address] = target;
                    narrative.Div = Addresses()
                        .Replace(
                            div,
                            match =>
                                targets.TryGetValue(match.Groups[2].Value, out var found)
                                    ? $"{match.Groups[1].Value}{found}{match.Groups[3].Value}"
                                    : match.Value
                        );
                }
            );
    }

    [GeneratedRegex("""(\b(?:href|src)\s*=\s*["'])([^"']+)(["'])""")]
    private static partial Regex Addresses();
}
