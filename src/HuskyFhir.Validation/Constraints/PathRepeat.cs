using Hl7.Fhir.Model;
using Hl7.FhirPath;

namespace HuskyFhir.Validation.Constraints;

/// <summary>
/// FHIRPath's <c>repeat()</c>: all that can be reached, each value once, in time that grows with their number only.
/// </summary>
internal static class PathRepeat
{
    public static IEnumerable<PocoNode> Run(IEnumerable<PocoNode> focus, CompiledExpression body, PathContext context)
    {
        var seen = new HashSet<Base>(new SameContent(context));
        var open = new Queue<PocoNode>(focus);
        while (open.TryDequeue(out var from))
            foreach (var node in body([from], context))
                if (seen.Add(node.Poco))
                {
                    open.Enqueue(node);
                    yield return node;
                }
    }

    /// <summary>
    /// Values are the same if all that is in them is; a hash over all of it keeps different ones apart.
    /// </summary>
    private sealed class SameContent(PathContext context) : IEqualityComparer<Base>
    {
        public bool Equals(Base? one, Base? other) =>
            ReferenceEquals(one, other) || (one is not null && other is not null && one.IsExactly(other));

        public int GetHashCode(Base value)
        {
            context.Charge(1);
            var hash = default(HashCode);
            hash.Add(value.TypeName);
            if (value is PrimitiveType literal)
                hash.Add(literal.JsonValue);
            foreach (var (name, part) in value.EnumerateElements())
                if (part is IReadOnlyList<Base> list)
                    foreach (var one in list)
                        hash.Add(GetHashCode(one));
                else
                    hash.Add(part is Base single ? GetHashCode(single) : name.GetHashCode(StringComparison.Ordinal));
            return hash.ToHashCode();
        }
    }
}
