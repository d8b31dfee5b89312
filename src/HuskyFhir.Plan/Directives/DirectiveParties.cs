using Hl7.Fhir.Model;
using HuskyFhir.Core.Search;
using HuskyFhir.Core.Terms;
using HuskyFhir.Resources.Types.Narratives;

namespace HuskyFhir.Plan.Directives;

/// <summary>
/// The people of a directive, by the roles of <c>provision.actor</c>: who speaks for the member, and who saw it signed.
/// </summary>
internal static class DirectiveParties
{
    /// <summary>
    /// Marks an appointment that has ended, with the day and the reason; it changes what the actor means.
    /// </summary>
    public const string Ended = Systems.Base + "/StructureDefinition/husky-appointment-ended";

    private const string Loinc = "http://loinc.org";
    private const string RoleCode = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";
    private const string Participation = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";

    /// <summary>LOINC's primary, first alternate and second alternate health care agent, in this order.</summary>
    private static readonly string[] Ranks = ["75783-1", "75784-9", "75785-6"];

    /// <summary>All who are appointed, those first who speak first; appointments that have ended included.</summary>
    public static IEnumerable<Consent.provisionActorComponent> Appointed(Consent consent) =>
        Actors(consent)
            .Where(static actor =>
                Has(actor, RoleCode, "HPOWATT") || Has(actor, RoleCode, "GUARD") || Rank(actor) is not null
            )
            .OrderBy(static actor => Rank(actor) ?? 0);

    /// <summary>Those whose appointment stands.</summary>
    public static IEnumerable<Consent.provisionActorComponent> Agents(Consent consent) =>
        Appointed(consent).Where(static actor => !IsEnded(actor));

    public static IEnumerable<Consent.provisionActorComponent> Witnesses(Consent consent) =>
        Actors(consent).Where(static actor => Has(actor, Participation, "WIT"));

    /// <summary>Whether the actor is an alternate: speaks only when the one before cannot.</summary>
    public static bool IsAlternate(Consent.provisionActorComponent actor) => Rank(actor) > 0;

    public static bool IsEnded(Consent.provisionActorComponent actor) =>
        actor.ModifierExtension.Any(static extension => extension.Url == Ended);

    /// <summary>Ends an appointment.</summary>
    public static void End(Consent.provisionActorComponent actor, Date on, string reason)
    {
        var ended = new Extension { Url = Ended };
        ended.AddExtension("on", on);
        ended.AddExtension("reason", new FhirString(reason));
        actor.ModifierExtension.Add(ended);
    }

    /// <summary>A person in the resource itself, for one who has no record of its own.</summary>
    public static RelatedPerson? Contained(Consent consent, ResourceReference? reference) =>
        reference?.Reference is ['#', .. var id]
            ? consent.Contained.OfType<RelatedPerson>().FirstOrDefault(person => person.Id == id)
            : null;

    /// <summary>A name in a comparable form; null where none is given.</summary>
    public static string? Name(Consent consent, ResourceReference? reference)
    {
        var name = (Contained(consent, reference) is { } person ? Words.Of(person.Name) : null) ?? reference?.Display;
        return string.IsNullOrWhiteSpace(name) ? null : Folding.Fold(name.Trim());
    }

    private static IEnumerable<Consent.provisionActorComponent> Actors(Consent consent) =>
        HuskyFhir.Plan.Terms.ConsentKinds.Provisions(consent).SelectMany(static provision => provision.Actor);

    private static int? Rank(Consent.provisionActorComponent actor)
    {
        var rank = Array.FindIndex(Ranks, code => Has(actor, Loinc, code));
        return rank < 0 ? null : rank;
    }

    private static bool Has(Consent.provisionActorComponent actor, string system, string code) =>
        actor.Role?.Coding.Any(coding => coding.System == system && coding.Code == code) == true;
}
