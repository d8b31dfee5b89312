using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Core.Access;

/// <summary>
/// Who may do what: one pure function, deny by default (45 CFR 164.308(a)(4); CMS-0057-F Provider Access).
/// Fault: 403 with the rule. Rows outside a grant are not a fault but absent, so that existence stays hidden.
/// </summary>
public static class Policy
{
    /// <summary>Decides one interaction on one type.</summary>
    public static Answer<Grant> Decide(Caller caller, Interaction interaction, string type, Openness openness)
    {
        if (!caller.Scopes.Allows(interaction, type))
            return Denied($"The token's scopes do not cover this; ask for system/{type}.{Letter(interaction)}.", "scope");
        return (caller.Kind, Reads(interaction), openness) switch
        {
            (CallerKind.Plan, _, _) => new Grant(caller, RowFilter.Everything),
            (CallerKind.Agency, true, _) => new Grant(caller, RowFilter.Everything),
            (CallerKind.Provider, true, Openness.Directory) => new Grant(caller, new(null, WithRestricted: false)),
            (CallerKind.Provider, true, Openness.Member) when caller.Organization is { } organization => new Grant(caller, new(organization, WithRestricted: false)),
            (CallerKind.Provider, true, Openness.Member) => Denied("No provider organisation is registered for this client.", "no-organization"),
            _ => Denied($"A client of kind {caller.Kind} may not {interaction.ToString().ToLowerInvariant()} {type}.", "policy"),
        };
    }

    private static bool Reads(Interaction interaction) => interaction is Interaction.Read or Interaction.Search;

    private static char Letter(Interaction interaction) => char.ToLowerInvariant(interaction.ToString()[0]);

    private static Fault Denied(string text, string rule) => new(FaultKind.Forbidden, OperationOutcome.IssueType.Forbidden, text, null, rule);
}
