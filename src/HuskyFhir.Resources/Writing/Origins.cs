using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Terms;
using HuskyFhir.Resources.Provenances;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Resources.Writing;

/// <summary>A Provenance that goes with the writes that it tells of, ready to be stored.</summary>
/// <param name="Stored">Version 1.</param>
/// <param name="Told">The same as a resource.</param>
/// <param name="Projection">Its search keys.</param>
internal sealed record Origin(StoredResource Stored, Provenance Told, Projection Projection);

/// <summary>
/// The Provenance of a request: who wrote, for whom, and which versions. One for each member, activity and restriction
/// among the versions, so that one that is hidden does not take the trace of the others with it.
/// </summary>
internal static class Origins
{
    private const string Author = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
    private const string Transmitter = "http://hl7.org/fhir/us/core/CodeSystem/us-core-provenance-participant-type";
    private const string Profile = Systems.Base + "/StructureDefinition/husky-provenance";

    /// <summary>A lowered label is told of whether the unit has an origin or not.</summary>
    public static IEnumerable<Origin> Of(WriteUnit unit, IReadOnlyList<WriteStep> steps) =>
        steps
            .Where(step => Tells(step) && (unit.Origin is not null || step.Lowered.Count > 0))
            .GroupBy(static step =>
                (
                    step.Written.Resource.Member,
                    step.Written.Outcome,
                    Hidden: step.Written.Resource.Restricted & Restriction.Hidden,
                    Lowers: step.Lowered.Count > 0
                )
            )
            .Select(group => Make(unit, unit.Origin ?? new(false, null), group.Key.Member, [.. group]));

    /// <summary>A Provenance is not told of by another.</summary>
    private static bool Tells(WriteStep step) =>
        step.Written.Outcome is WriteOutcome.Created or WriteOutcome.Updated or WriteOutcome.Deleted
        && !step.DeletedBefore
        && step.Write.Ask.Type != ProvenanceType.Declaration;

    private static Origin Make(WriteUnit unit, WriteOrigin origin, Guid? member, List<WriteStep> steps)
    {
        var (caller, at) = (unit.Writes[0].Ask.Grant.Caller, steps[0].Write.At);
        var id = Guid.CreateVersion7(at);
        var provenance = origin.Given is null ? ByClient(caller) : InItsWords(origin.Given, caller);
        provenance.Id = id.ToString("D");
        provenance.Meta ??= new();
        (provenance.Meta.VersionId, provenance.Meta.LastUpdatedElement) = ("1", Moments.Of(at));
        if (!provenance.Meta.Profile.Contains(Profile))
            provenance.Meta.Profile = [.. provenance.Meta.Profile, Profile];
        provenance.Recorded = at;
        provenance.Target =
        [
            .. steps.Select(static step => new ResourceReference(
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{step.Written.Resource.Type}/{step.Written.Resource.Id:D}/_history/{step.Written.Resource.Version}"
                )
            )),
        ];
        provenance.Activity ??= new(
            "http://terminology.hl7.org/CodeSystem/v3-DataOperation",
            Activity(steps[0].Written.Outcome)
        );
        if (steps[0].Lowered.Count > 0)
            // which, the audit tells the plan: the label itself is what was to be kept
            provenance.Reason.Add(new() { Text = "Security labels were taken off" });
        if (origin.InBundle)
            provenance.Entity.Add(
                new()
                {
                    Role = Provenance.ProvenanceEntityRole.Source,
                    What = new() { Type = "Bundle", Identifier = new(Systems.Request, unit.Request) },
                }
            );
        ProvenanceType.Declaration.Declared.Narration.Tell(provenance);
        return new(
            new(
                "Provenance",
                id,
                1,
                at.UtcTicks,
                member,
                false,
                FhirJson.Write(provenance),
                ProvenanceType.Declaration.RestrictionOf(provenance)
            ),
            provenance,
            ProvenanceType.Declaration.Project(provenance)
        );
    }

    private static Provenance ByClient(Caller caller) => new() { Agent = [Agent(caller, Author, "author")] };

    /// <summary>What the client says stays as it is; that it sent it is added.</summary>
    private static Provenance InItsWords(Provenance given, Caller caller)
    {
        var told = (Provenance)given.DeepCopy();
        if (
            !told.Agent.Exists(static agent =>
                agent.Type?.Coding.Exists(static coding => coding.Code == "transmitter") == true
            )
        )
            told.Agent.Add(Agent(caller, Transmitter, "transmitter"));
        return told;
    }

    private static Provenance.AgentComponent Agent(Caller caller, string system, string role) =>
        new()
        {
            Type = new(system, role),
            Who = new() { Identifier = new(Systems.ApiClient, caller.ClientId), Display = caller.ClientId },
            OnBehalfOf = caller.Organization is { } organization
                ? new ResourceReference($"Organization/{organization:D}")
                : null,
        };

    private static string Activity(WriteOutcome outcome) =>
        outcome switch
        {
            WriteOutcome.Created => "CREATE",
            WriteOutcome.Updated => "UPDATE",
            WriteOutcome.Deleted => "DELETE",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        };
}
