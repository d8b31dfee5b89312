using Hl7.Fhir.Model;
using HuskyFhir.Core.Search;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Server.Tests.Searching.Plain;

/// <summary>
/// All resources that one caller may see, and how they refer to one another. A reference to what is not in view leads
/// nowhere.
/// </summary>
internal sealed class PlainView
{
    private readonly Dictionary<string, Resource> byAddress;

    public PlainView(IEnumerable<Resource> resources, PlainValues values)
    {
        Values = values;
        byAddress = resources.ToDictionary(
            static resource => $"{resource.TypeName}/{resource.Id}",
            StringComparer.Ordinal
        );
    }

    public PlainValues Values { get; }

    public IEnumerable<Resource> All => byAddress.Values;

    public IEnumerable<Resource> Of(string type) => All.Where(resource => resource.TypeName == type);

    /// <summary>What a resource refers to by one of its parameters, as far as it is in view.</summary>
    public IEnumerable<Resource> Targets(Resource resource, ParameterInfo reference) =>
        Values
            .References(resource, reference)
            .Select(one => one.Reference is { } to ? byAddress.GetValueOrDefault(to) : null)
            .OfType<Resource>();

    /// <summary>What refers to a resource by a parameter.</summary>
    public IEnumerable<Resource> Sources(Resource target, string type, ParameterInfo reference) =>
        Of(type).Where(source => Targets(source, reference).Contains(target));

    /// <summary>
    /// The types that random worlds are made of; the provenance that the service adds by itself is held by tests of its
    /// own.
    /// </summary>
    public static IEnumerable<FhirType> Types => PlanCatalog.Types.Types.Where(static type => !type.TellsOfOthers);

    public static ParameterInfo Parameter(string type, string name) => PlanCatalog.Types.Find(type)!.Find(name)!;

    public static IEnumerable<ParameterInfo> References(string type) =>
        PlanCatalog.Types.Find(type)!.Parameters.Where(static parameter => parameter.Kind == SearchKind.Reference);

    /// <summary>
    /// A member's rows are a provider's when the member is assigned to one who works at the organisation now, or
    /// without any assignment has such a one or the organisation itself on record; income never is. A panel is its
    /// organisation's alone.
    /// </summary>
    public PlainView ForProvider(string organization, DateTime now)
    {
        bool Now(Period? period) =>
            period is null || PlainValues.SpanOf(period) is not { } span || (span.Low <= now && now < span.High);
        bool Works(string? pcp) =>
            pcp is not null
            && byAddress.GetValueOrDefault(pcp) is PractitionerRole role
            && role.Active != false
            && role.Organization?.Reference == organization
            && Now(role.Period);
        bool Attributed(Resource member)
        {
            if (member is not Patient patient)
                return false;
            var assignments = Of("CareTeam")
                .Cast<CareTeam>()
                .Where(team => team.Subject?.Reference == $"Patient/{patient.Id}")
                .ToList();
            return patient.GeneralPractitioner.Exists(pcp =>
                    pcp.Reference == organization || (assignments.Count == 0 && Works(pcp.Reference))
                )
                || assignments.Exists(team =>
                    team.Status != CareTeam.CareTeamStatus.Inactive
                    && team.Participant.Exists(each => Works(each.Member?.Reference) && Now(each.Period ?? team.Period))
                );
        }

        bool Ours(ResourceReference? member) =>
            member?.Reference is { } to && byAddress.TryGetValue(to, out var found) && Attributed(found);
        // What adds to another document is seen with it.
        bool Seen(DocumentReference document) =>
            Ours(document.Subject)
            && document
                .RelatesTo.Where(static each => each.Code != DocumentRelationshipType.Replaces)
                .All(each =>
                    byAddress.GetValueOrDefault(each.Target!.Reference!) is not DocumentReference other || Seen(other)
                );
        return new(
            All.Where(resource =>
                resource switch
                {
                    Patient => Attributed(resource),
                    Coverage coverage => Ours(coverage.Beneficiary),
                    RelatedPerson relative => Ours(relative.Patient),
                    DocumentReference document => Seen(document),
                    CareTeam team => Ours(team.Subject),
                    Group panel => panel.ManagingEntity?.Reference == organization,
                    Observation observation => Ours(observation.Subject)
                        && !observation.Code!.Coding.Exists(static coding => coding.Code == "household-income"),
                    _ => true,
                }
            ),
            Values
        );
    }
}
