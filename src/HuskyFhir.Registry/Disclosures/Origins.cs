using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Terms;
using HuskyFhir.Registry.Families;
using HuskyFhir.Registry.Store;
using HuskyFhir.Registry.Store.Writing;

namespace HuskyFhir.Registry.Disclosures;

/// <summary>A Provenance that goes with the writes that it tells of, ready to be stored.</summary>
/// <param name="Stored">Version 1.</param>
/// <param name="Projection">Its search keys.</param>
internal sealed record Origin(StoredResource Stored, Projection Projection);

/// <summary>
/// The Provenance of a request: who wrote, for whom, and which versions. One for each member, activity and restriction among the versions,
/// so that nobody learns from it of a record that he may not see.
/// </summary>
internal static class Origins
{
    private const string Author = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
    private const string Transmitter = "http://hl7.org/fhir/us/core/CodeSystem/us-core-provenance-participant-type";
    private const string Profile = Systems.Base + "/StructureDefinition/husky-provenance";

    public static IEnumerable<Origin> Of(WriteUnit unit, IReadOnlyList<WriteStep> steps) => unit.Origin is not { } origin
        ? []
        : steps.Where(Tells).GroupBy(static step => (step.Written.Resource.Member, step.Written.Outcome, Hidden: step.Written.Resource.Restricted & Restriction.Hidden)).Select(group => Make(unit, origin, group.Key.Member, group.Key.Hidden, [.. group]));

    /// <summary>A Provenance is not told of by another.</summary>
    private static bool Tells(WriteStep step) =>
        step.Written.Outcome is WriteOutcome.Created or WriteOutcome.Updated or WriteOutcome.Deleted && !step.DeletedBefore && step.Write.Ask.Type != ProvenanceType.Declaration;

    private static Origin Make(WriteUnit unit, WriteOrigin origin, Guid? member, Restriction restricted, List<WriteStep> steps)
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
        provenance.Target = [.. steps.Select(static step => new ResourceReference(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{step.Written.Resource.Type}/{step.Written.Resource.Id:D}/_history/{step.Written.Resource.Version}")))];
        provenance.Activity ??= new("http://terminology.hl7.org/CodeSystem/v3-DataOperation", Activity(steps[0].Written.Outcome));
        if (origin.InBundle)
            provenance.Entity.Add(new() { Role = Provenance.ProvenanceEntityRole.Source, What = new() { Type = "Bundle", Identifier = new(Systems.Request, unit.Request) } });
        ProvenanceType.Declaration.Declared.Narration.Tell(provenance);
        return new(new("Provenance", id, 1, at.UtcTicks, member, false, FhirJson.Write(provenance), restricted), ProvenanceType.Declaration.Project(provenance));
    }

    private static Provenance ByClient(Caller caller) => new() { Agent = [Agent(caller, Author, "author")] };

    /// <summary>What the client says stays as it is; that it sent it is added.</summary>
    private static Provenance InItsWords(Provenance given, Caller caller)
    {
        var told = (Provenance)given.DeepCopy();
        if (!told.Agent.Exists(static agent => agent.Type?.Coding.Exists(static coding => coding.Code == "transmitter") == true))
            told.Agent.Add(Agent(caller, Transmitter, "transmitter"));
        return told;
    }

    private static Provenance.AgentComponent Agent(Caller caller, string system, string role) => new()
    {
        Type = new(system, role),
        Who = new() { Identifier = new(Systems.ApiClient, caller.ClientId), Display = caller.ClientId },
        OnBehalfOf = caller.Organization is { } organization ? new ResourceReference($"Organization/{organization:D}") : null,
    };

    private static string Activity(WriteOutcome outcome) => outcome switch
    {
        WriteOutcome.Created => "CREATE",
        WriteOutcome.Updated => "UPDATE",
        WriteOutcome.Deleted => "DELETE",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
