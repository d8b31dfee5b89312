using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Plan.Determinations;

/// <summary>
/// Shows by when a request for an authorisation must be decided, by the programme of the coverage that it is decided
/// under: 7 days, or 72 hours where it cannot wait (42 CFR 440.230(e), 457.495(d)). Faults, 422:
/// <c>coverage-of-another</c>, and those of extensions.
/// </summary>
/// <param name="clocks">The legal times, as they hold here.</param>
internal sealed class ClaimClock(DeadlineRules clocks) : IWriteReaction
{
    public IEnumerable<string> Names(PreparedWrite write) => [];

    public async Task FollowAsync(
        IReadOnlyList<WriteStep> steps,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        var coverages = await CoveragesAsync(
            steps.Select(static step => (Claim)step.Write.Resource!),
            following,
            cancellation
        );
        foreach (var step in steps)
        {
            var claim = (Claim)step.Write.Resource!;
            var coverage = CoverageOf(claim) is { } id ? coverages.GetValueOrDefault(id) : null;
            if (coverage is not null && coverage.Member != step.Written.Resource.Member)
                following.Refuse(
                    step,
                    new(
                        FaultKind.Unprocessable,
                        OperationOutcome.IssueType.BusinessRule,
                        "The coverage is another member's; name the one of the member whose request it is.",
                        "Claim.insurance.coverage",
                        "coverage-of-another"
                    )
                );
            else if (!Of(claim, coverages, clocks).Try(out var clock, out var fault))
                following.Refuse(step, fault);
            else if (!DecisionClock.IsShown(claim, clock))
            {
                var shown = (Claim)claim.DeepCopy();
                DecisionClock.Show(shown, clock);
                following.Bring(
                    step,
                    new UpdateCommand(following.Type("Claim"), WriteContext.Grant(step), step.Write.Id, shown)
                );
            }
        }
    }

    /// <summary>The coverages under which claims are decided.</summary>
    public static Task<Dictionary<Guid, StoredResource>> CoveragesAsync(
        IEnumerable<Claim> claims,
        WriteContext following,
        CancellationToken cancellation
    ) => following.LatestAsync(claims.Select(CoverageOf).OfType<Guid>(), cancellation);

    /// <summary>The clock of a claim; null in the answer where no coverage here tells the programme.</summary>
    public static Result<DecisionClock?> Of(
        Claim claim,
        IReadOnlyDictionary<Guid, StoredResource> coverages,
        DeadlineRules book
    )
    {
        var coverage = CoverageOf(claim) is { } id ? coverages.GetValueOrDefault(id) : null;
        if (coverage?.Body is null || ProgrammeOf((Coverage)FhirJson.Read(coverage.Body)) is not { } programme)
            return (DecisionClock?)null;
        if (claim.Use != ClaimUseCode.Preauthorization)
            return new DecisionClock(programme, null, null, null);
        return ClaimExtensions.Facts(book, claim, programme).Try(out var facts, out var fault)
            ? DecisionClock.Compute(book, facts, DecisionTerms.IsExpedited(claim))
            : fault;
    }

    private static Guid? CoverageOf(Claim claim) =>
        References.IdOf(claim.Insurance.Find(static each => each.Focal == true)?.Coverage, "Coverage");

    private static HuskyProgramme? ProgrammeOf(Coverage coverage) =>
        coverage
            .Class.Select(static each => HuskyProgrammes.Find(each.Value))
            .FirstOrDefault(static programme => programme is not null);
}
