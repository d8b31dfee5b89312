using Hl7.Fhir.Model;

namespace HuskyFhir.Resources.Types;

/// <summary>What a reference in a resource says.</summary>
public static class References
{
    /// <summary>A target: one of ours by type and id, or something else by its URL or logical identifier.</summary>
    internal readonly record struct Target(string? Type, Guid? Id, string? Url);

    /// <summary>A slash and a uuid.</summary>
    private const int IdLength = 37;

    /// <summary>Reads a reference; null when it is empty, within the resource, or only text.</summary>
    internal static Target? Read(ResourceReference? reference)
    {
        var text = reference?.Reference;
        if (string.IsNullOrEmpty(text) || text[0] == '#')
            return null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (
            slash > 0
            && text.Length - slash >= IdLength
            && HuskyFhir.Core.Resources.ResourceId.Read(text.AsSpan(slash + 1, IdLength - 1)) is { } id
            && (text.Length - slash == IdLength || IsVersion(text.AsSpan(slash + IdLength)))
        )
            return new(text[..slash], id, null);
        return new(reference!.Type, null, text);
    }

    /// <summary>What a resource refers to, each with the path of the reference.</summary>
    internal static IEnumerable<(Target Target, string Path)> TargetsIn(Resource resource) =>
        In(resource)
            .Select(static found => (Read(found.Reference), found.Path))
            .Where(static found => found.Item1 is not null)
            .Select(static found => (found.Item1!.Value, found.Path));

    /// <summary>The id of a resource here of this type; null where a reference names something else.</summary>
    public static Guid? IdOf(ResourceReference? reference, string type) =>
        Read(reference) is { } target && target.Type == type ? target.Id : null;

    /// <summary>
    /// Whether a reference leads to one of these types, as far as its text tells: a load and a transaction bring
    /// conditions and the names of siblings, which are resolved after the first checks.
    /// </summary>
    internal static bool MayLeadTo(ResourceReference? reference, params ReadOnlySpan<string> types)
    {
        var text = reference?.Reference ?? string.Empty;
        if (text.StartsWith("urn:", StringComparison.Ordinal))
            return true;
        var end = text.AsSpan().IndexOfAny('/', '?');
        return end > 0 && types.Contains(text[..end]);
    }

    /// <summary>Every reference in a resource, contained ones included, with the path of each.</summary>
    public static IEnumerable<(ResourceReference Reference, string Path)> In(Resource resource) =>
        Walk(resource, resource.TypeName);

    /// <summary>A reference to one version leads to the resource too (R4 section 2.3.0.1).</summary>
    private static bool IsVersion(ReadOnlySpan<char> rest) =>
        rest.StartsWith("/_history/", StringComparison.Ordinal)
        && rest["/_history/".Length..] is { Length: > 0 and <= 18 } number
        && !number.ContainsAnyExceptInRange('0', '9');

    private static IEnumerable<(ResourceReference Reference, string Path)> Walk(Base node, string path)
    {
        if (node is ResourceReference reference)
            yield return (reference, path);
        foreach (var (name, value) in node.EnumerateElements())
        {
            if (value is PrimitiveType)
                continue;
            if (value is Base child)
            {
                foreach (var found in Walk(child, $"{path}.{name}"))
                    yield return found;
            }
            else if (value is IEnumerable<Base> children and not IEnumerable<PrimitiveType>)
            {
                var at = 0;
                foreach (var each in children)
                foreach (var found in Walk(each, $"{path}.{name}[{at++}]"))
                    yield return found;
            }
        }
    }
}
