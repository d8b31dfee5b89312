using System.Collections;
using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Profiles;

/// <summary>The values of one element, whether it is a list or not, without copying them.</summary>
internal readonly struct Values : IEnumerable<Base>
{
    private readonly Base? single;
    private readonly IReadOnlyList<Base>? list;

    private Values(object? value) => (single, list) = (value as Base, value as IReadOnlyList<Base>);

    public int Count => list?.Count ?? (single is null ? 0 : 1);

    public bool Repeats => list is not null;

    public Base this[int index] => list?[index] ?? single!;

    public static Values Of(Base parent, string name) => new(parent.TryGetValue(name, out var value) ? value : null);

    public IEnumerator<Base> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
