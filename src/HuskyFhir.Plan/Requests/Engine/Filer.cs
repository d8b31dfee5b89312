namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>
/// Whose request it is: of the organization whose client filed it, as the store has it; where the plan entered it for a
/// provider, of whom it
/// names as requester. What kind of filer it was is not enough: every provider is of that kind.
/// </summary>
internal static class Filer
{
    /// <summary>Whether it is this organization's.</summary>
    public static async Task<bool> IsAsync(RequestScope scope, Guid organization, CancellationToken cancellation)
    {
        var wrote = scope.Before is null
            ? scope.Step.Write.Ask.Author?.Organization
            : (
                await scope.Following.Work.QueryEachAsync(
                    "SELECT organization FROM authors WHERE id " + "{ids}",
                    [scope.Step.Write.Id],
                    static row => (Guid?)row.Uuid(0),
                    cancellation
                )
            ).FirstOrDefault();
        return wrote is { } author
            ? author == organization
            : await DecisionFacts.IsOfAsync((scope.Before ?? scope.Task).Requester, organization, scope, cancellation);
    }
}
