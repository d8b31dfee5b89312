using Hl7.Fhir.Model;

namespace HuskyFhir.Plan.Determinations;

/// <summary>What a decision says of the single items.</summary>
internal static class DecisionItems
{
    /// <summary>X12's codes for what is not granted whole: in part, not, and with changes.</summary>
    private static readonly string[] Refusals = ["A2", "A3", "A6"];

    /// <summary>All lines, those of items that the plan added and of the whole included.</summary>
    public static IEnumerable<ClaimResponse.AdjudicationComponent> Lines(ClaimResponse response) =>
        response
            .Item.SelectMany(static item =>
                item.Adjudication.Concat(
                    item.Detail.SelectMany(static detail =>
                        detail.Adjudication.Concat(detail.SubDetail.SelectMany(static sub => sub.Adjudication))
                    )
                )
            )
            .Concat(response.AddItem.SelectMany(static item => item.Adjudication))
            .Concat(response.Adjudication);

    /// <summary>The reasons that its lines give, in the element of R4 or in the extension of PAS.</summary>
    public static IEnumerable<CodeableConcept> Reasons(ClaimResponse response) =>
        Lines(response)
            .SelectMany(static line =>
                Reviews(line)
                    .Select(static review => review.GetExtensionValue<CodeableConcept>("reasonCode"))
                    .Prepend(line.Reason)
            )
            .OfType<CodeableConcept>();

    /// <summary>X12's codes of what was done with the items.</summary>
    public static IEnumerable<string> Actions(ClaimResponse response) => Lines(response).SelectMany(Codes);

    /// <summary>The sequences of the items that are not granted whole.</summary>
    public static IEnumerable<int> Refused(ClaimResponse response) =>
        response
            .Item.Where(static item => item.ItemSequence is not null && !IsGranted(item.Adjudication))
            .Select(static item => item.ItemSequence!.Value)
            .Concat(
                response
                    .AddItem.Where(static added => !IsGranted(added.Adjudication))
                    .SelectMany(static added => added.ItemSequence.OfType<int>())
            )
            .Distinct();

    /// <summary>Whether its lines refuse something, whatever it says of itself.</summary>
    public static bool Refuse(ClaimResponse response) => Actions(response).Any(Refusals.Contains) || IsUnpaid(response);

    /// <summary>Whether its lines grant all that was asked.</summary>
    public static bool GrantAll(ClaimResponse response) =>
        Actions(response).ToList() is { Count: > 0 } actions && actions.TrueForAll(static action => action == "A1");

    /// <summary>A claim of which nothing is paid, for a reason that is given.</summary>
    private static bool IsUnpaid(ClaimResponse response)
    {
        if (response.Use != ClaimUseCode.Claim)
            return false;
        var benefits = Lines(response)
            .Where(static line =>
                line.Category?.Coding.Any(static coding =>
                    coding.System == DecisionTerms.Adjudication && coding.Code == "benefit"
                ) == true
            )
            .ToList();
        return benefits.Count > 0
            && benefits.TrueForAll(static line => line.Amount?.Value is null or 0)
            && Reasons(response).Any();
    }

    private static bool IsGranted(List<ClaimResponse.AdjudicationComponent> lines) =>
        lines.SelectMany(Codes).ToList() is { Count: > 0 } codes && codes.TrueForAll(static code => code == "A1");

    private static IEnumerable<string> Codes(ClaimResponse.AdjudicationComponent line) =>
        Reviews(line)
            .SelectMany(static review =>
                review.GetExtensionValue<CodeableConcept>(DecisionTerms.ReviewActionCode)?.Coding ?? []
            )
            .Where(static coding => coding.System == DecisionTerms.ReviewActions)
            .Select(static coding => coding.Code)
            .OfType<string>();

    private static IEnumerable<Extension> Reviews(ClaimResponse.AdjudicationComponent line) =>
        line.GetExtensions(DecisionTerms.ReviewAction);
}
