using Hl7.Fhir.Model;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Validation.Structure;

/// <summary>
/// The primitives of one object that are spread over two properties, <c>given</c> and <c>_given</c>: they may come in
/// either order, so they are compared when the object ends (R4 section 2.6.2.1). Nothing is kept for objects without
/// such properties.
/// </summary>
internal struct Twins
{
    public const string Hollow = "The element has no content (ele-1). Give it a value or extensions, or leave it out.";

    private List<ArrayFacts>? arrays;
    private List<(Member Member, long Offset)>? hollow;

    public void Hold(ArrayFacts facts) => (arrays ??= []).Add(facts);

    public void Hold(Member twin, long offset) => (hollow ??= []).Add((twin, offset));

    public readonly void Compare(Span<ulong> named, Trail trail, Findings findings)
    {
        foreach (var (twin, offset) in hollow ?? [])
            if (!StructureWalk.Has(named, twin.OtherSlot))
                findings.Add(
                    OperationOutcome.IssueType.Structure,
                    Details.EmptyElement,
                    Hollow,
                    trail.Path(twin.Element.Name),
                    offset
                );

        foreach (var facts in arrays ?? [])
            Compare(facts, trail, findings);
    }

    private readonly void Compare(ArrayFacts facts, Trail trail, Findings findings)
    {
        var (json, path) = (facts.Member.Json, trail.Path(facts.Member.Element.Name));
        var other = arrays!.Find(candidate => candidate.Member.Slot == facts.Member.OtherSlot);
        if (other is not null && facts.Member.Twin && other.Length != facts.Length)
            Mismatch(
                $"{other.Member.Json} has {other.Length} items and {json} has {facts.Length}. Fill the shorter one with null so that they match item by item.",
                path
            );
        else if (other is null || (!facts.Member.Twin && other.Length == facts.Length))
            for (var i = 0; i < facts.Length && !findings.Full; i++)
                if (facts.Lacks(i) && (other is null || other.Lacks(i)))
                    Mismatch(
                        $"Item {i} of {json} has no content and nothing stands in its place. Remove it, or give its value or extensions in {Partner(facts.Member)}.",
                        $"{path}[{i}]"
                    );

        void Mismatch(string text, string at) =>
            findings.Add(OperationOutcome.IssueType.Structure, Details.ArrayMismatch, text, at, facts.Offset);
    }

    private static string Partner(Member member) => member.Twin ? member.Json[1..] : "_" + member.Json;
}
