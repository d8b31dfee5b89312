using HuskyFhir.Plan.Requests.Kinds;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>
/// Who settles what tells of discrimination or retaliation: the coordinator whom the plan designates (45 CFR 92.7(a)),
/// from the version on that first says so. The coordinator may give it to others; no escalation takes it away.
/// </summary>
internal static class Coordinator
{
    /// <summary>How the owner is named where the settings name none.</summary>
    public const string Title = "Section 1557 Coordinator";

    /// <summary>Gives it to the coordinator.</summary>
    public static void Assign(RequestScope scope)
    {
        if (
            GrievanceReasons.AreCivilRights(scope.Task)
            && (scope.Before is null || !GrievanceReasons.AreCivilRights(scope.Before))
        )
            scope.Task.Owner = scope.Options.CivilRightsOwner is { } owner
                ? new(owner) { Display = Title }
                : new() { Display = Title };
    }
}
