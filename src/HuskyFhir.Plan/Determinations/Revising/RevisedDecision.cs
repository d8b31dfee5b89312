using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;

namespace HuskyFhir.Plan.Determinations.Revising;

/// <summary>
/// The decision that an appeal puts in the place of another. It answers the same Claim, names the one that it replaces
/// in the extension husky-replaces, and once it is stored the original becomes <c>cancelled</c>, in the same
/// transaction (<see cref="DecisionReplaced"/>): what is active is what holds. The original keeps all else, so that
/// what was told to the member stays to be read, and the appeal stays with it.
/// </summary>
public static class RevisedDecision
{
    /// <summary>What it becomes; the original, which is stored, is not changed.</summary>
    public static ClaimResponse Of(ClaimResponse original, Revision revision)
    {
        var revised = (ClaimResponse)original.DeepCopy();
        (revised.Id, revised.Text, revised.Payment) = (null, null, null);
        revised.Meta = new()
        {
            Profile = [Systems.Base + "/StructureDefinition/husky-decision"],
            Security = [.. original.Meta?.Security.Select(static label => (Coding)label.DeepCopy()) ?? []],
        };
        revised.Identifier.RemoveAll(static each => each.System == Systems.DecisionNumber);
        Number(revised, revision);
        revised.Total.Clear();
        revised.Error.Clear();
        (revised.Status, revised.Outcome) = (FinancialResourceStatusCodes.Active, ClaimProcessingCodes.Complete);
        revised.Created = revision
            .Decided.ToUniversalTime()
            .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        revised.Disposition = revision.Words;
        RevisedItems.Set(revised, revision);
        Say(revised, original, revision);
        return revised;
    }

    /// <summary>
    /// Its own number, and of an authorization the number under which it is billed, with the time that it is for.
    /// </summary>
    private static void Number(ClaimResponse revised, Revision revision)
    {
        if (revision.Number is not { } number)
            return;
        revised.Identifier.Add(new(Systems.DecisionNumber, number));
        if (revised.Use != ClaimUseCode.Preauthorization)
            return;
        var known = revised.Identifier.Find(static each => each.System == Systems.AuthorizationNumber)?.Value;
        revised.PreAuthRef ??= known ?? number;
        if (known is null)
            revised.Identifier.Add(new(Systems.AuthorizationNumber, revised.PreAuthRef));
        revised.PreAuthPeriod = (Period?)revision.Time?.DeepCopy() ?? revised.PreAuthPeriod;
    }

    private static void Say(ClaimResponse revised, ClaimResponse original, Revision revision)
    {
        DecisionClock.Show(revised, null);
        revised.RemoveExtension(DecisionTerms.Benefits);
        revised.SetExtension(DecisionTerms.Replaces, new ResourceReference($"ClaimResponse/{original.Id}"));
        revised.SetExtension(
            DecisionTerms.NoticeDate,
            new Date(revision.Notice.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        );
        if (revision.InPart)
        {
            // What was denied whole is denied in part now; of what was taken away, less is.
            if (DecisionReader.Action(original) is ActionKind.DeniedFull)
                revised.SetExtension(DecisionTerms.Action, new Code(ActionKind.DeniedPartial.Code()));
            if (DecisionReader.Action(original) is ActionKind.Terminated or ActionKind.Suspended)
                revised.SetExtension(DecisionTerms.Action, new Code(ActionKind.Reduced.Code()));
            return;
        }

        foreach (var url in new[] { DecisionTerms.Action, DecisionTerms.ActionDate, DecisionTerms.NoticeException })
            revised.RemoveExtension(url);
    }
}
