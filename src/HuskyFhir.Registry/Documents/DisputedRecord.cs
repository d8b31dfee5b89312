using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Registry.Families;
using HuskyFhir.Registry.Store.Writing;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Registry.Documents;

/// <summary>
/// What stands with a disputed record (45 CFR 164.526(d)(4)) is of the same member and no more open than the record: it
/// gets the record's
/// sensitive labels, and where the record is not for providers at all, it is not either. Fault: 422
/// <c>disputed-of-another</c>.
/// </summary>
internal sealed class DisputedRecord : IConsequence
{
    public IEnumerable<string> Names(PreparedWrite write) => [];

    public async Task FollowAsync(IReadOnlyList<WriteStep> steps, Following following, CancellationToken cancellation)
    {
        foreach (var step in steps)
        {
            if (step.Write.Resource is not DocumentReference document || !DocumentKinds.IsOfDispute(document))
                continue;
            var ids = (document.Context?.Related ?? []).Select(static each => References.Read(each)?.Id).OfType<Guid>();
            var records = (await following.LatestAsync(ids, cancellation)).Values
                .Where(static record => record.Body is not null).ToList();
            if (records.Exists(record => record.Member != step.Written.Resource.Member))
                following.Refuse(
                    step,
                    new(
                        FaultKind.Unprocessable,
                        OperationOutcome.IssueType.BusinessRule,
                        "The disputed record is none of this member; name the member's own.",
                        "DocumentReference.context.related",
                        "disputed-of-another"));
            else if (Closed(document, records) is { } closed)
                following.Bring(
                    step,
                    new UpdateAsk(following.Type("DocumentReference"), Following.Grant(step), step.Write.Id, closed));
        }
    }

    /// <summary>The document, as closed as the records are; null where it is already.</summary>
    private static DocumentReference? Closed(DocumentReference document, List<Store.StoredResource> records)
    {
        var has = Sensitivity.Of(document);
        var missing = records
            .Where(static record => (record.Restricted & Restriction.Sensitive) != 0)
            .SelectMany(static record => SecurityLabels.Of(FhirJson.Read(record.Body!)))
            .Where(label => (Sensitivity.Of(label) & ~has) != 0)
            .DistinctBy(static label => (label.System, label.Code)).ToList();
        var kept = records.Exists(
            static record => (record.Restricted & (Restriction.Plan | Restriction.Eligibility)) != 0)
            && !DocumentKinds.Is(document, DocumentKinds.Kept);
        if (missing.Count == 0 && !kept)
            return null;
        var closed = (DocumentReference)document.DeepCopy();
        closed.SecurityLabel.AddRange(missing.Select(static label => new CodeableConcept(label.System, label.Code)));
        if (kept)
            closed.Category.Add(new(DocumentKinds.System, DocumentKinds.Kept));
        return closed;
    }
}
