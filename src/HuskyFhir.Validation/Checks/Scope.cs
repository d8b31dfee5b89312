using Hl7.Fhir.Model;
using HuskyFhir.Validation.Primitives;

namespace HuskyFhir.Validation.Checks;

/// <summary>One resource of the walk, and where references in it may point.</summary>
internal sealed class Scope
{
    private readonly Scope? container;
    private Dictionary<string, Resource>? inners;
    private Dictionary<string, Resource>? entries;

    public Scope(Resource resource, Scope? outer, bool contained, int depth, string? fullUrl)
    {
        (Resource, Depth) = (resource, depth);
        container = contained ? outer!.Container : null;
        FullUrl = contained ? outer!.FullUrl : fullUrl;
        Bundle =
            contained ? outer!.Bundle
            : outer?.Resource is Bundle ? outer
            : null;
    }

    public Resource Resource { get; }

    /// <summary>The resource that holds the contained ones: itself, unless it is contained.</summary>
    public Scope Container => container ?? this;

    public bool IsContained => container is not null;

    /// <summary>The Bundle around, if any.</summary>
    public Scope? Bundle { get; }

    /// <summary>For an entry of a Bundle, its address.</summary>
    public string? FullUrl { get; }

    /// <summary>Steps on the trail to it.</summary>
    public int Depth { get; }

    /// <summary>The local references, such as <c>#a</c>, found in it and in what it contains.</summary>
    public HashSet<string>? PointedAt { get; private set; }

    public void Point(string local)
    {
        // A contained resource that refers to its container is itself in use (dom-3).
        var owner = Container;
        (owner.PointedAt ??= new HashSet<string>(StringComparer.Ordinal)).Add(
            local == "#" && IsContained ? "#" + Resource.Id : local
        );
    }

    /// <summary>The target of a reference, where it is at hand.</summary>
    public Resource? Resolve(string reference) =>
        reference switch
        {
            "#" => Container.Resource,
            ['#', ..] => Container.Inner(reference),
            _ => Bundle?.Entry(reference, FullUrl) ?? (Resource is Bundle ? Entry(reference, null) : null),
        };

    private Resource? Inner(string reference)
    {
        if (inners is null)
        {
            inners = new Dictionary<string, Resource>(StringComparer.Ordinal);
            foreach (var inner in (Resource as DomainResource)?.Contained ?? [])
                inners.TryAdd("#" + inner.Id, inner);
        }

        return inners.GetValueOrDefault(reference);
    }

    // R4 section 2.36.4.1: a relative reference is meant beside the entry that it stands in; failing that, the entry
    // with this type and id.
    private Resource? Entry(string reference, string? from)
    {
        entries ??= Entries();
        if (
            ReferenceText.Base(from) is { } root
            && !reference.Contains(':', StringComparison.Ordinal)
            && entries.TryGetValue(root + reference, out var beside)
        )
            return beside;

        return entries.GetValueOrDefault(reference)
            ?? (
                reference.IndexOf("/_history/", StringComparison.Ordinal) is > 0 and var version
                    ? entries.GetValueOrDefault(reference[..version])
                    : null
            );
    }

    private Dictionary<string, Resource> Entries()
    {
        var found = new Dictionary<string, Resource>(StringComparer.Ordinal);
        foreach (var entry in ((Bundle)Resource).Entry)
            if (entry.Resource is { } resource)
            {
                if (entry.FullUrl is { } url)
                    found[url] = resource;
                if (resource.Id is { } id)
                    found[$"{resource.TypeName}/{id}"] = resource;
            }

        return found;
    }
}
