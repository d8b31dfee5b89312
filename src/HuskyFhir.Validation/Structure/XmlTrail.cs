using System.Globalization;
using System.Text;

namespace HuskyFhir.Validation.Structure;

/// <summary>The elements that are open in a walk over XML.</summary>
internal sealed class XmlTrail
{
    private readonly List<XmlFrame> open = [];

    public int Depth => open.Count;

    /// <summary>The innermost; there is one while <see cref="Depth"/> is not zero.</summary>
    public XmlFrame Last => open[^1];

    public XmlFrame Enter(TypeShape type, Member? member)
    {
        var frame = new XmlFrame(type, member, member is { Element.Repeats: true } ? Last.Count : -1);
        open.Add(frame);
        return frame;
    }

    public void Leave() => open.RemoveAt(open.Count - 1);

    /// <summary>Where the walk stands, as FHIRPath; a resource inside of another adds no step.</summary>
    public string? Path()
    {
        if (open.Count == 0)
            return null;
        var path = new StringBuilder(open[0].Type.Name);
        foreach (var frame in open)
            if (frame.Member is { } member)
                path.Append('.')
                    .Append(member.Element.Name)
                    .Append(
                        frame.Index < 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"[{frame.Index}]")
                    );
        return path.ToString();
    }
}

/// <summary>An open element: its type, and which of its children have been.</summary>
/// <param name="type">Its type.</param>
/// <param name="member">The name that it goes by in its parent; null for a resource.</param>
/// <param name="index">Its place in a list, or -1.</param>
internal sealed class XmlFrame(TypeShape type, Member? member, int index)
{
    private Member? last;

    public TypeShape Type { get; } = type;

    public Member? Member { get; } = member;

    public int Index { get; } = index;

    public string Name => Member?.Json ?? Type.Name;

    /// <summary>Whether there is anything in it.</summary>
    public bool Content { get; private set; }

    /// <summary>The place of the latest child among those of its name.</summary>
    public int Count { get; private set; } = -1;

    /// <summary>There is a child, or something in a child's place.</summary>
    public void Fill() => Content = true;

    /// <summary>The member that a child element fills: not what XML writes as an attribute.</summary>
    public Member? Find(string name) =>
        Type.Members.Find(Encoding.UTF8.GetBytes(name)) is { Twin: false } found && !IsAttribute(name) ? found : null;

    /// <summary>Takes note of the next child; true where it comes too late, or once too often.</summary>
    public bool Next(Member child)
    {
        var again = last?.Element.Index == child.Element.Index;
        Count = again ? Count + 1 : 0;
        var late = last is not null && last.Element.Index > child.Element.Index;
        last = child;
        return late || (again && !child.Element.Repeats);
    }

    /// <summary>Whether FHIR gives this element an attribute of that name.</summary>
    public bool Has(string attribute)
    {
        var known = attribute == "value" ? Type.Form is not null && Type.Name != "xhtml" : IsAttribute(attribute);
        Content |= known;
        return known;
    }

    private bool IsAttribute(string name) =>
        !Type.IsResource && (name == "id" || (name == "url" && Type.Name == "Extension"));
}
