namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>The policy in the plainest words, written from the rules and not from the service's code.</summary>
internal static class PlainPolicy
{
    private static readonly string[] ForEligibility = ["Patient", "Coverage", "RelatedPerson"];

    public static bool Sees(Onlooker caller, Thing thing, IReadOnlyList<Person> members)
    {
        if (caller.Kind == "plan" || thing.Member is not { } at)
            return true;
        if (thing.Closed == "plan")
            return false;
        if (caller.Kind == "agency")
            return thing.Labels.Count == 0 && (ForEligibility.Contains(thing.Type) || thing.Closed == "eligibility");
        var member = members[at];
        if (
            (member.Organization != caller.Organization && !member.Attested.Contains(caller.Organization!))
            || thing.Closed == "eligibility"
        )
            return false;
        var binding = member
            .Decisions.Where(decision =>
                decision.InForce
                && (decision.Organization ?? caller.Organization) == caller.Organization
                && decision.Purpose is null or "TREAT"
            )
            .ToList();
        bool About(Decision decision) =>
            (decision.Type ?? thing.Type) == thing.Type
            && (decision.Category ?? thing.Category) == thing.Category
            && (decision.Label is null || thing.Labels.Contains(decision.Label));
        if (binding.Exists(decision => !decision.Permits && About(decision)))
            return false;
        return thing.Labels.All(label => binding.Exists(decision => decision.Permits && decision.Label == label));
    }
}
