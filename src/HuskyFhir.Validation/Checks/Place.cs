using System.Globalization;
using System.Text;
using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Checks;

/// <summary>
/// Where a check stands: the values from the outermost resource down. Path and nodes are made only when they are
/// needed.
/// </summary>
internal sealed class Place(Resource root)
{
    private (string Name, int Index, Base Value)[] steps = new (string, int, Base)[16];

    public int Depth { get; private set; }

    /// <summary>The place of a node that FHIRPath found.</summary>
    /// <param name="outermost">The value of the trail's first node.</param>
    /// <param name="trail">From the outermost resource down.</param>
    public static Place Of(Resource outermost, IEnumerable<PocoNode> trail)
    {
        var place = new Place(outermost);
        foreach (var node in trail.Skip(1))
        {
            place.Enter(node.Name);
            place.At(node.Poco, node.Index ?? -1);
        }

        return place;
    }

    public void Enter(string name)
    {
        if (Depth == steps.Length)
            Array.Resize(ref steps, Depth * 2);
        steps[Depth++] = (name, -1, root);
    }

    public void At(Base value, int index = -1)
    {
        ref var step = ref steps[Depth - 1];
        (step.Index, step.Value) = (index, value);
    }

    public void Leave() => Depth--;

    /// <summary>The name of the step that is so many above the last.</summary>
    public string NameAbove(int levels) => Depth > levels ? steps[Depth - 1 - levels].Name : root.TypeName;

    /// <summary>The path as FHIRPath.</summary>
    public string Path(string? child = null)
    {
        var path = new StringBuilder(root.TypeName);
        foreach (var (name, index, _) in steps.AsSpan(0, Depth))
        {
            path.Append('.').Append(name);
            if (index >= 0)
                path.Append(CultureInfo.InvariantCulture, $"[{index}]");
        }

        return child is null ? path.ToString() : path.Append('.').Append(child).ToString();
    }

    /// <summary>The value so many above the last, which is 0 itself.</summary>
    public Base ValueAbove(int levels) => ValueAt(Depth - levels);

    /// <summary>The value at a depth, which is 0 for the outermost resource.</summary>
    public Base ValueAt(int depth) => depth == 0 ? root : steps[depth - 1].Value;

    /// <summary>The names from a depth to another, without indexes: how definitions name elements.</summary>
    public string Names(int from, int upTo) =>
        string.Join('.', steps.AsSpan(from, upTo - from).ToArray().Select(static step => step.Name));

    /// <summary>The node of the value at a depth, with its parents, as FHIRPath needs it.</summary>
    public PocoNode Node(int depth)
    {
        var node = new PocoNode(root, null, null, root.TypeName);
        foreach (var (name, index, value) in steps.AsSpan(0, depth))
            node = value is PrimitiveType literal
                ? new PrimitiveNode(literal, node, Place(index), name)
                : new PocoNode(value, node, Place(index), name);
        return node;

        static int? Place(int index) => index < 0 ? null : index;
    }
}
