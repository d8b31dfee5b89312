using Hl7.Fhir.Model;

namespace HuskyFhir.Plan.Determinations.Revising;

/// <summary>
/// What becomes of the items of a decision that an appeal changes. Amounts go: what is paid is worked out by who pays.
/// </summary>
internal static class RevisedItems
{
    private const string Granted = "A1";
    private const string GrantedInPart = "A2";

    public static void Set(ClaimResponse revised, Revision revision)
    {
        foreach (var item in revised.Item)
            item.Adjudication = Of(item.ItemSequence ?? 0, item.Adjudication, revision);
        revised.Adjudication = [];
        foreach (var added in revised.AddItem)
            added.Adjudication = Of(added.ItemSequence.FirstOrDefault() ?? 0, added.Adjudication, revision);
    }

    private static List<ClaimResponse.AdjudicationComponent> Of(
        int sequence,
        List<ClaimResponse.AdjudicationComponent> before,
        Revision revision
    )
    {
        if (!revision.InPart || revision.Granted.Contains(sequence))
            return [Line(Granted, null)];
        if (revision.Granted.Count == 0)
            return
            [
                Line(
                    GrantedInPart,
                    revision.Reason
                        ?? before.Select(static each => each.Reason).FirstOrDefault(static reason => reason is not null)
                ),
            ];
        foreach (var line in before.Where(line => line.Reason is not null && revision.Reason is not null))
            line.Reason = revision.Reason;
        return before;
    }

    private static ClaimResponse.AdjudicationComponent Line(string action, CodeableConcept? reason)
    {
        var line = new ClaimResponse.AdjudicationComponent
        {
            Category = new(DecisionTerms.Adjudication, "submitted"),
            Reason = reason,
        };
        var review = new Extension { Url = DecisionTerms.ReviewAction };
        review.AddExtension(DecisionTerms.ReviewActionCode, new CodeableConcept(DecisionTerms.ReviewActions, action));
        line.Extension.Add(review);
        return line;
    }
}
