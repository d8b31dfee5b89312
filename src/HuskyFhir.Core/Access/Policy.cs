using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Core.Access;

/// <summary>
/// Who may do what: one pure function, deny by default (45 CFR 164.308(a)(4); CMS-0057-F Provider Access).
/// What of a type a provider may write, by its content and its author, is in <see cref="WriteRights"/>. Fault: 403 with
/// the rule. Rows outside a grant are not a fault but absent, so that existence stays hidden.
/// </summary>
public static class Policy
{
    /// <summary>Decides one interaction on one type.</summary>
    public static Result<Grant> Decide(Caller caller, Interaction interaction, string type, AccessClass openness)
    {
        if (!caller.Scopes.Allows(interaction, type))
            return Denied(
                $"The token's scopes do not cover this; ask for system/{type}.{Letter(interaction)}.",
                "scope"
            );
        if (Rows(caller, interaction, type, openness) is { } rows)
            return new Grant(caller, rows, caller.Scopes.Narrowing(interaction, type));
        return caller is { Kind: CallerKind.Provider, Organization: null } && Reads(interaction)
            ? Denied("No provider organisation is registered for this client.", "no-organization")
            : Denied(
                $"A client of kind {caller.Kind} may not {interaction.ToString().ToLowerInvariant()} {type}.",
                "policy"
            );
    }

    /// <summary>The rows that a caller may see of a type, whatever its token's scopes; null for none.</summary>
    public static RowFilter? Reach(Caller caller, string type, AccessClass openness) =>
        Rows(caller, Interaction.Read, type, openness);

    private static RowFilter? Rows(Caller caller, Interaction interaction, string type, AccessClass openness) =>
        caller.Kind switch
        {
            CallerKind.Plan => RowFilter.Everything,
            CallerKind.Agency => OfAgency(interaction, type, openness),
            CallerKind.Provider => OfProvider(caller, interaction, type, openness),
            _ => null,
        };

    /// <summary>
    /// What eligibility needs: of types that are not for it, only rows that are; and the hearings that the Department
    /// decides, with what belongs to them (42 CFR 431.10(c) and 431.205), to see and to move.
    /// </summary>
    private static RowFilter? OfAgency(Interaction interaction, string type, AccessClass openness) =>
        (Reads(interaction), openness) switch
        {
            (true, AccessClass.Eligibility or AccessClass.Directory) => new(
                null,
                Restriction.Hidden & ~Restriction.Eligibility
            ),
            (true, AccessClass.Member) => Hearings,
            (false, AccessClass.Member) when WriteRights.OpenToAgency(interaction, type) => Hearings,
            _ => null,
        };

    private static RowFilter Hearings { get; } =
        new(null, Restriction.Sensitive) { Only = Restriction.Eligibility, Hearings = true };

    private static RowFilter? OfProvider(Caller caller, Interaction interaction, string type, AccessClass openness)
    {
        if (openness == AccessClass.Directory)
            return Reads(interaction) ? new(null, Restriction.Hidden) : null;
        if (caller.Organization is not { } organization)
            return null;
        // A panel is a list of members, and an emergency is about one.
        if (openness == AccessClass.Organization)
            return Reads(interaction) && !Purposes.IsEmergency(caller.Purpose)
                ? new(null, Restriction.Hidden) { Owner = organization }
                : null;
        // Without the member whom the request names it covers nobody's rows.
        if (Purposes.IsEmergency(caller.Purpose))
            return Reads(interaction)
                ? new(null, Restriction.Eligibility | Restriction.Plan | Restriction.Hearing)
                {
                    Member = caller.Member ?? Guid.Empty,
                }
                : null;
        return Reads(interaction) || WriteRights.OpenToProviders(interaction, type)
            ? new(organization, Restriction.Hidden)
            {
                Consents = organization,
                Purpose = caller.Purpose ?? Purposes.Treatment,
            }
            : null;
    }

    private static bool Reads(Interaction interaction) => interaction is Interaction.Read or Interaction.Search;

    private static char Letter(Interaction interaction) => char.ToLowerInvariant(interaction.ToString()[0]);

    private static Fault Denied(string text, string rule) =>
        new(FaultKind.Forbidden, OperationOutcome.IssueType.Forbidden, text, null, rule);
}
