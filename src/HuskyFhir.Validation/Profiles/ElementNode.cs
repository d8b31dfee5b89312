namespace HuskyFhir.Validation.Profiles;

/// <summary>An element of a definition in its tree, with its children and its slices.</summary>
internal sealed class ElementNode(string name, string? slice)
{
    /// <summary>
    /// The last step of the path, without <c>[x]</c>; in a differential it may be a shorthand such as valueQuantity.
    /// </summary>
    public string Name { get; } = name;

    public string? Slice { get; } = slice;

    public ElementRules Rules { get; set; } = new();

    /// <summary>Whether the definition at hand speaks of this element itself, not only of what is under it.</summary>
    public bool Declared { get; set; }

    public List<ElementNode> Children { get; } = [];

    public List<ElementNode> Slices { get; } = [];

    public ElementNode Child(string step)
    {
        var plain = step.EndsWith("[x]", StringComparison.Ordinal) ? step[..^3] : step;
        if (Children.Find(child => child.Name == plain) is { } known)
            return known;

        var added = new ElementNode(plain, null);
        Children.Add(added);
        return added;
    }

    public ElementNode SliceNamed(string slice)
    {
        if (Slices.Find(child => child.Slice == slice) is { } known)
            return known;

        var added = new ElementNode(Name, slice);
        Slices.Add(added);
        return added;
    }

    /// <summary>A copy that a derived profile may change.</summary>
    public ElementNode Copy()
    {
        var copy = new ElementNode(Name, Slice) { Rules = Rules, Declared = Declared };
        copy.Children.AddRange(Children.Select(static child => child.Copy()));
        copy.Slices.AddRange(Slices.Select(static child => child.Copy()));
        return copy;
    }

    /// <summary>The element of an id without its type: <c>component:systolic.code</c>.</summary>
    public ElementNode At(IEnumerable<string> steps) => steps.Aggregate(this, static (node, step) => node.Step(step));

    // "item:outer/inner" is the slice inner inside of the slice outer.
    private ElementNode Step(string step)
    {
        var colon = step.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? Child(step)
            : step[(colon + 1)..]
                .Split('/')
                .Aggregate(Child(step[..colon]), static (node, slice) => node.SliceNamed(slice));
    }
}
