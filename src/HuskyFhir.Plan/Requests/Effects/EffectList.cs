using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Plan.Requests.Kinds;

namespace HuskyFhir.Plan.Requests.Effects;

/// <summary>
/// The effects that change records. Those that tell somebody something are the notices', which follow from the state.
/// </summary>
internal static class EffectList
{
    private static readonly Dictionary<RequestEffect, IEffect> All = new IEffect[]
    {
        new AssignPcp(),
        new ReviseDecision(),
        new KeepBenefits(RequestEffect.ContinueBenefits),
        new KeepBenefits(RequestEffect.ReinstateBenefits),
        new EndBenefits(),
        new StartRestriction(),
        new StartConfidentialCommunication(),
        new HandOverRecords(),
        new BuildAccounting(),
        new LinkAmendment(RequestEffect.LinkAmendment),
        new LinkAmendment(RequestEffect.AttachDisagreement),
    }.ToDictionary(static each => each.Effect);

    /// <summary>Who carries it out; null where nothing is changed by it.</summary>
    public static IEffect? Find(RequestEffect effect) => All.GetValueOrDefault(effect);

    /// <summary>The effects that a kind can come to have.</summary>
    public static IEnumerable<IEffect> Of(KindRules rules) =>
        rules.Transitions.SelectMany(static each => each.Effects).Distinct().Select(Find).OfType<IEffect>();
}
