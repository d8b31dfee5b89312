using HuskyFhir.Core.Time;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Plan.Requests.Filing;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Resources.Types;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Effects;

/// <summary>
/// Benefits that went on during an appeal go on during the hearing or review that follows, where both are asked for
/// within ten days of the lost appeal (42 CFR 438.420(c)(2); kept in the member's favor in every program).
/// </summary>
internal static class CarriedBenefits
{
    /// <summary>Why they go on, where the window of the decision itself had closed; null otherwise.</summary>
    public static string? Why(Filed filed) =>
        filed.Benefits == BenefitAnswer.Continue
        && (filed.Case.Clock.Asked ?? filed.Case.Clock.Received) is { } asked
        && filed.Windows?.For(asked) != BenefitAnswer.Continue
            ? $"within {EndBenefits.DaysForTheNext} days of the appeal's decision, 42 CFR 438.420(c)(2)"
            : null;

    /// <summary>The filing with what it takes over.</summary>
    public static async Task<Filed> OfAsync(Filed filed, RequestScope scope, CancellationToken cancellation)
    {
        var facts = filed.Case.Clock;
        if (
            !filed.Case.Affirmed.Contains("continue-benefits")
            || filed.Benefits is BenefitAnswer.Continue or BenefitAnswer.MustReinstate
            || (facts.Asked ?? facts.Received) is not { } asked
            || scope
                .Facts.Others(scope.Member, scope.Step.Write.Id)
                .Where(each => each.WasLost && each.Focus == References.Read(scope.Task.Focus)?.Id)
                .MaxBy(static each => each.Ended)
                is not { Ended: { } lost } earlier
            || ProgrammeTime.Day(asked) > ProgrammeTime.Day(lost).AddDays(EndBenefits.DaysForTheNext)
            || (await scope.Facts.FindAsync(earlier.Id, cancellation))?.Resource is not Task appeal
            || !EndBenefits.Keeps(appeal)
        )
            return filed;
        return filed with
        {
            Benefits = BenefitAnswer.Continue,
            Effects =
            [
                .. filed.Effects.Where(static each => each != RequestEffect.ConsiderReinstatement),
                RequestEffect.ContinueBenefits,
            ],
        };
    }
}
