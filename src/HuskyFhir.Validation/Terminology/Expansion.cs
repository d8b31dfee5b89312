using Hl7.Fhir.Model;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Validation.Terminology;

/// <summary>
/// One expansion of one value set, with those that it takes in. A value set that takes itself in is cut there.
/// </summary>
internal sealed class Expansion(DefinitionSet definitions)
{
    private readonly HashSet<string> under = new(StringComparer.Ordinal);

    public static bool Knows(DefinitionSet definitions, string canonical) =>
        definitions.ValueSet(canonical) is not null
        || ModelInfo.ModelInspector.FindEnumMappingByCanonical(CanonicalParts.Of(canonical).Url) is not null;

    public CodeSet Of(string canonical)
    {
        if (!under.Add(canonical))
            return CodeSet.Unknown;

        try
        {
            return definitions.ValueSet(canonical) is { } found
                ? Expand(found.Read<ValueSet>())
                : OfModel(canonical) ?? CodeSet.Unknown;
        }
        catch (BrokenDefinitionException)
        {
            return CodeSet.Unknown;
        }
        finally
        {
            under.Remove(canonical);
        }
    }

    // The SDK carries the codes of the value sets that R4 fixes for its own elements.
    private static CodeSet? OfModel(string canonical)
    {
        if (ModelInfo.ModelInspector.FindEnumMappingByCanonical(CanonicalParts.Of(canonical).Url) is not { } mapping)
            return null;

        var set = new CodeSet();
        foreach (var member in mapping.Members.Values)
            set.Add(member.System ?? string.Empty, member.Code);
        return set;
    }

    private CodeSet Expand(ValueSet valueSet)
    {
        var set = new CodeSet();
        if (valueSet.Compose is { } compose)
        {
            foreach (var include in compose.Include)
                set.Add(Part(include));
            foreach (var exclude in compose.Exclude)
                set.Remove(Part(exclude));
            // What cannot be worked out from here may have been worked out by its publisher.
            if (set.Partial && valueSet.Expansion is { Contains.Count: > 0 } given && Whole(given))
                Flatten(given.Contains, set = new CodeSet());
        }
        else if (valueSet.Expansion is { } shipped)
            Flatten(shipped.Contains, set);
        else
            set.Incomplete();

        return set;
    }

    private static bool Whole(ValueSet.ExpansionComponent expansion) =>
        expansion.Parameter.TrueForAll(static one =>
            one.Name is not ("limitedExpansion" or "count" or "offset" or "filter")
        ) && (expansion.Total is null || expansion.Total <= Count(expansion.Contains));

    private static int Count(List<ValueSet.ContainsComponent> contains) =>
        contains.Sum(static one => 1 + Count(one.Contains));

    private static void Flatten(IEnumerable<ValueSet.ContainsComponent> contains, CodeSet set)
    {
        foreach (var entry in contains)
        {
            if (entry.Code is { } code && entry.Abstract is not true)
                set.Add(entry.System ?? string.Empty, code);
            Flatten(entry.Contains, set);
        }
    }

    private CodeSet Part(ValueSet.ConceptSetComponent part)
    {
        var set = part.System is { } system ? OfSystem(part, system) : null;
        foreach (var import in part.ValueSet)
        {
            var other = Of(import ?? string.Empty);
            set = set is null ? other : set.And(other);
        }

        return set ?? CodeSet.Unknown;
    }

    private CodeSet OfSystem(ValueSet.ConceptSetComponent part, string system)
    {
        var set = new CodeSet();
        if (part.Concept.Count > 0)
            foreach (var concept in part.Concept.Where(static concept => concept.Code is not null))
                set.Add(system, concept.Code!);
        else if (SystemCodes.Of(definitions, system, part.Version) is { } codes)
            Filtered(part, system, codes, set);
        else
            set.Open(system);

        return set;
    }

    // A filter of an unknown kind leaves open whether what passes the others is in.
    private static void Filtered(ValueSet.ConceptSetComponent part, string system, SystemCodes codes, CodeSet set)
    {
        var (left, sure) = (codes.Selectable, true);
        foreach (var filter in part.Filter)
            if (codes.Filter(left, filter) is { } passed)
                left = passed;
            else
                sure = false;

        foreach (var code in left)
            if (sure)
                set.Add(system, code, codes.AnyCase);
            else
                set.Doubt(system, code, codes.AnyCase);
    }
}
