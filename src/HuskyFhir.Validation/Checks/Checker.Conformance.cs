using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Checks;

/// <content>What constraints ask back: <c>conformsTo()</c> and <c>resolve()</c>.</content>
internal sealed partial class Checker
{
    public Resource? Target(string reference) => Found(reference);

    /// <summary>
    /// Whether the value of a node meets a profile, each judged once; null when the profile is not loaded or the chain
    /// of such questions is too deep. What is underway counts as met, so that a profile may ask for itself.
    /// </summary>
    public bool? Conforms(PocoNode node, string profile)
    {
        var value = node.Poco;
        if (IsCore(profile, value))
            return true;
        if (
            library.Find(profile).Plan is null
            || hops == MaxHops
            || Trail(node) is not [{ Poco: Resource outermost }, ..] trail
        )
            return null;
        if ((fitting ??= []).TryGetValue((value, profile), out var judged))
            return judged;

        fitting[(value, profile)] = true;
        hops++;
        var (from, around) = (place, scope);
        place = Place.Of(outermost, trail);
        scope = Around(outermost, trail, around);
        var conforms = Meets(profile, value) ?? true;
        (place, scope) = (from, around);
        hops--;
        return fitting[(value, profile)] = conforms;
    }

    private static List<PocoNode> Trail(PocoNode node)
    {
        var trail = new List<PocoNode>();
        for (var step = node; step is not null; step = step.Parent)
            trail.Insert(0, step);
        return trail;
    }

    // The innermost resource around the value is the one that its constraints call %resource.
    private static Scope Around(Resource outermost, List<PocoNode> trail, Scope from)
    {
        var scope = outermost == from.Resource ? from : new Scope(outermost, from.Bundle, false, 0, null);
        for (var i = 1; i < trail.Count; i++)
            if (trail[i].Poco is Resource inner)
                scope = new Scope(inner, scope, trail[i].Name == "contained", i, null);
        return scope;
    }
}
