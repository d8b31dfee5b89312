using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.Terms;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Plan.Directives;

/// <summary>
/// What an active directive of each kind must have for anybody to rely on it, as far as the resource itself tells. A
/// revoked one is only kept. Faults: 422, each with the clause; <see cref="DirectiveChecks"/> asks what only the store
/// knows.
/// </summary>
internal static class DirectiveRules
{
    private static readonly string[] Clinicians = ["Practitioner", "PractitionerRole"];
    private static readonly string[] Signers = ["Patient", "RelatedPerson"];

    public static IEnumerable<Issue> Check(Consent consent)
    {
        if (!ConsentKinds.IsDirective(consent) || consent.Status != Consent.ConsentState.Active)
            return [];
        if (DirectiveKind.Of(consent) is not { } kind)
            return
            [
                Error(
                    OperationOutcome.IssueType.Required,
                    $"Say of which kind the directive is, once: a category of {DirectiveKind.System} with one of {string.Join(", ", DirectiveKind.All.Select(static each => each.Code))}.",
                    "category",
                    "directive-kind"
                ),
            ];
        return Signed(consent, kind)
            .Concat(Appointed(consent, kind))
            .Concat(Witnessed(consent, kind))
            .Concat(Refused(consent));
    }

    private static IEnumerable<Issue> Signed(Consent consent, DirectiveKind kind)
    {
        if (consent.DateTime is not { Length: >= 10 })
            yield return Error(
                OperationOutcome.IssueType.Required,
                $"Give the day on which it was signed ({kind.Clause}).",
                "dateTime",
                "directive-date"
            );
        if (kind.IsOrder && !Performs(consent, Clinicians))
            yield return Error(
                OperationOutcome.IssueType.Required,
                $"{kind.Name}: an order is a clinician's; name the physician or APRN as performer ({kind.Clause}).",
                "performer",
                "order-author"
            );
        if (kind == DirectiveKind.Molst && !Performs(consent, Signers))
            yield return Error(
                OperationOutcome.IssueType.Required,
                $"{kind.Name}: the member or the member's representative signs it too; name who did as performer ({kind.Clause}).",
                "performer",
                "molst-signature"
            );
        if (!kind.IsOrder && !consent.Performer.Any(performer => performer.Reference == consent.Patient?.Reference))
            yield return Error(
                OperationOutcome.IssueType.Required,
                $"{kind.Name}: the member makes it, and nobody else can; name the member as performer ({kind.Clause}).",
                "performer",
                "directive-signer"
            );
    }

    private static IEnumerable<Issue> Appointed(Consent consent, DirectiveKind kind)
    {
        var agents = DirectiveParties.Agents(consent).ToList();
        if (kind.NeedsAgent && agents.Count == 0)
            yield return Error(
                OperationOutcome.IssueType.Required,
                $"{kind.Name}: name who is appointed as provision.actor, with the role HPOWATT (representative) or GUARD (conservator) of v3-RoleCode ({kind.Clause}).",
                "provision.actor",
                "directive-agent"
            );
        if (DirectiveParties.Appointed(consent).Any(actor => !References.MayLeadTo(actor.Reference, "RelatedPerson")))
            yield return Error(
                OperationOutcome.IssueType.Required,
                "Who is appointed must be known with a telephone number: record the person as a RelatedPerson of the member, and refer to it.",
                "provision.actor",
                "agent-unknown"
            );
        if (
            DirectiveParties.Appointed(consent).Any(DirectiveParties.IsAlternate)
            && DirectiveParties.Appointed(consent).All(DirectiveParties.IsAlternate)
        )
            yield return Error(
                OperationOutcome.IssueType.BusinessRule,
                $"An alternate stands in for somebody: name the first representative as well ({kind.Clause}).",
                "provision.actor",
                "alternate-without-agent"
            );
    }

    private static IEnumerable<Issue> Witnessed(Consent consent, DirectiveKind kind)
    {
        var witnesses = DirectiveParties.Witnesses(consent).ToList();
        var names = witnesses
            .Select(each =>
                each.Reference?.Reference is { Length: > 0 } reference && reference[0] != '#'
                    ? reference
                    : DirectiveParties.Name(consent, each.Reference)
            )
            .ToList();
        if (names.OfType<string>().Distinct(StringComparer.Ordinal).Count() < kind.Witnesses)
            yield return Error(
                OperationOutcome.IssueType.Required,
                $"{kind.Name}: {kind.Witnesses} witness{(kind.Witnesses == 1 ? " signs" : "es sign")} it; name each as provision.actor with the role WIT of v3-ParticipationType, by reference or by name ({kind.Clause}).",
                "provision.actor",
                "directive-witnesses"
            );
        if (witnesses.Exists(witness => witness.Reference?.Reference is { } one && one == consent.Patient?.Reference))
            yield return Error(
                OperationOutcome.IssueType.BusinessRule,
                $"The member cannot witness the member's own signature ({kind.Clause}).",
                "provision.actor",
                "witness-is-signer"
            );
        var agents = DirectiveParties.Appointed(consent).ToList();
        if (witnesses.Exists(witness => agents.Exists(agent => Same(consent, witness.Reference, agent.Reference))))
            yield return Error(
                OperationOutcome.IssueType.BusinessRule,
                "Who is appointed may not be a witness of the appointment (CGS 19a-576).",
                "provision.actor",
                "witness-is-agent"
            );
    }

    private static IEnumerable<Issue> Refused(Consent consent)
    {
        for (var at = 0; at < (consent.Provision?.Provision.Count ?? 0); at++)
            if (consent.Provision!.Provision[at] is var nested && (nested.Type is null || nested.Code.Count == 0))
                yield return Error(
                    OperationOutcome.IssueType.Required,
                    "Say which treatment is meant (code), and whether it is refused (deny) or wanted (permit).",
                    $"provision.provision[{at}]",
                    "directive-treatment"
                );
    }

    private static bool Same(Consent consent, ResourceReference? one, ResourceReference? other) =>
        (one?.Reference is { Length: > 0 } reference && reference == other?.Reference)
        || (DirectiveParties.Name(consent, one) is { } name && name == DirectiveParties.Name(consent, other));

    private static bool Performs(Consent consent, string[] types) =>
        consent.Performer.Any(performer => References.MayLeadTo(performer, types));

    private static Issue Error(OperationOutcome.IssueType code, string text, string element, string detail) =>
        Issue.Error(code, text, "Consent." + element, detail);
}
