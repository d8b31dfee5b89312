using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Server.Interactions.Bundles;

/// <summary>
/// The links between a transaction's entries (R4 sections 2.36.4.1 and 3.1.0.11.2): what an entry's <c>fullUrl</c>
/// names becomes the address that the resource has here, and a conditional reference waits for the store. Fault: 422
/// for a URN that no entry has.
/// </summary>
internal sealed class TransactionLinks(
    FhirTypeCatalog families,
    Conditions conditions,
    Caller caller,
    IReadOnlyList<PlannedEntry> planned
)
{
    private readonly Dictionary<string, int> byUrl = planned
        .Select(static (entry, at) => (entry.FullUrl, at))
        .Where(each => !string.IsNullOrEmpty(each.FullUrl) && planned[each.at].Method != Bundle.HTTPVerb.DELETE)
        .GroupBy(static each => each.FullUrl!, StringComparer.Ordinal)
        .ToDictionary(static same => same.Key, static same => same.First().at, StringComparer.Ordinal);

    /// <summary>
    /// Writes what is known already, and answers what waits. Until then a link leads to the id that a new resource
    /// would get, so that its content can be checked.
    /// </summary>
    public Result<IReadOnlyList<PlannedLink>> Set()
    {
        var waiting = new List<PlannedLink>();
        for (var owner = 0; owner < planned.Count; owner++)
        {
            if (planned[owner].Resource is not { } resource)
                continue;
            foreach (var link in Links.OfReferences(resource).ToList())
                if (Set(link, owner, isReference: true, waiting) is { } fault)
                    return EntryFaults.At(planned[owner].At, resource.TypeName, fault);
            foreach (var link in Links.OfAddresses(resource).ToList())
                Set(link, owner, isReference: false, waiting);
        }

        return waiting;
    }

    private Fault? Set(Link link, int owner, bool isReference, List<PlannedLink> waiting)
    {
        if (Sibling(link.Text, planned[owner].FullUrl) is { } at)
        {
            link.Set($"{planned[at].Type.Name}/{planned[at].Id:D}");
            if (planned[at].IsOpen)
                waiting.Add(new(owner, link.Path, link.Set, at, null));
            return null;
        }

        if (!isReference)
            return null;
        if (
            link.Text.StartsWith("urn:uuid:", StringComparison.Ordinal)
            || link.Text.StartsWith("urn:oid:", StringComparison.Ordinal)
        )
            return new(
                FaultKind.Unprocessable,
                OperationOutcome.IssueType.NotFound,
                "No entry of this transaction that writes has this fullUrl.",
                link.Path,
                "reference-unknown"
            );
        var mark = link.Text.IndexOf('?', StringComparison.Ordinal);
        if (mark <= 0 || families.Find(link.Text[..mark]) is not { } type)
            return null; // an address here or elsewhere: the write's own checks judge it
        if (!conditions.Read(caller, type, link.Text, link.Path).Try(out var condition, out var fault))
            return new(fault.Kind, [.. fault.Issues.Select(issue => issue with { Expression = link.Path })]);
        link.Set($"{type.Name}/{Guid.Empty:D}");
        waiting.Add(new(owner, link.Path, link.Set, null, condition));
        return null;
    }

    /// <summary>By fullUrl; a relative reference is read from the base of its own entry's fullUrl.</summary>
    private int? Sibling(string text, string? ownUrl)
    {
        if (byUrl.TryGetValue(text, out var at))
            return at;
        if (
            ownUrl is null
            || !ownUrl.StartsWith("http", StringComparison.Ordinal)
            || text.Contains(':', StringComparison.Ordinal)
            || ownUrl.Split('/') is not { Length: > 4 } parts
        )
            return null;
        return byUrl.TryGetValue($"{string.Join('/', parts[..^2])}/{text}", out at) ? at : null;
    }
}
