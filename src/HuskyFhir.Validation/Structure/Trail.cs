using System.Globalization;
using System.Text;

namespace HuskyFhir.Validation.Structure;

/// <summary>
/// Where a walk stands. Steps are only pushed and popped; the path is put together when there is something to tell.
/// </summary>
internal sealed class Trail(string root)
{
    private (string Name, int Index)[] steps = new (string, int)[16];
    private int count;

    public int Depth => count;

    /// <summary>The name of the step above the last.</summary>
    public string Parent => steps[count - 2].Name;

    public void Enter(string name)
    {
        if (count == steps.Length)
            Array.Resize(ref steps, count * 2);
        steps[count++] = (name, -1);
    }

    public void At(int index) => steps[count - 1].Index = index;

    public void Leave() => count--;

    /// <summary>The path as FHIRPath, and one step more if given: <c>Patient.name[0].given[1]</c>.</summary>
    public string Path(string? child = null)
    {
        var path = new StringBuilder(root);
        foreach (var (name, index) in steps.AsSpan(0, count))
        {
            path.Append('.').Append(name);
            if (index >= 0)
                path.Append(CultureInfo.InvariantCulture, $"[{index}]");
        }

        return child is null ? path.ToString() : path.Append('.').Append(child).ToString();
    }
}
