using Hl7.Fhir.Model;
using HuskyFhir.Core.Search;
using HuskyFhir.Registry.Families;

namespace HuskyFhir.Server.Tests.Searching.Plain;

/// <summary>All resources that one caller may see, and how they refer to one another. A reference to what is not in view leads nowhere.</summary>
internal sealed class PlainView
{
    private readonly Dictionary<string, Resource> byAddress;

    public PlainView(IEnumerable<Resource> resources, PlainValues values)
    {
        Values = values;
        byAddress = resources.ToDictionary(static resource => $"{resource.TypeName}/{resource.Id}", StringComparer.Ordinal);
    }

    public PlainValues Values { get; }

    public IEnumerable<Resource> All => byAddress.Values;

    public IEnumerable<Resource> Of(string type) => All.Where(resource => resource.TypeName == type);

    /// <summary>What a resource refers to by one of its parameters, as far as it is in view.</summary>
    public IEnumerable<Resource> Targets(Resource resource, ParameterInfo reference) =>
        Values.References(resource, reference).Select(one => one.Reference is { } to ? byAddress.GetValueOrDefault(to) : null).OfType<Resource>();

    /// <summary>What refers to a resource by a parameter.</summary>
    public IEnumerable<Resource> Sources(Resource target, string type, ParameterInfo reference) =>
        Of(type).Where(source => Targets(source, reference).Contains(target));

    /// <summary>The types that random worlds are made of; the provenance that the service adds by itself is held by tests of its own.</summary>
    public static IEnumerable<FhirType> Types => FamilyTable.Default.Types.Where(static type => !type.TellsOfOthers);

    public static ParameterInfo Parameter(string type, string name) => FamilyTable.Default.Find(type)!.Find(name)!;

    public static IEnumerable<ParameterInfo> References(string type) => FamilyTable.Default.Find(type)!.Parameters.Where(static parameter => parameter.Kind == SearchKind.Reference);

    /// <summary>A member's rows are a provider's when the member's PCP is a role at the organisation, or the organisation itself; income never is.</summary>
    public PlainView ForProvider(string organization)
    {
        bool Attributed(Resource member) => member is Patient patient && patient.GeneralPractitioner.Exists(pcp =>
            pcp.Reference == organization || (byAddress.GetValueOrDefault(pcp.Reference!) is PractitionerRole role && role.Organization?.Reference == organization));
        bool Ours(ResourceReference? member) => member?.Reference is { } to && byAddress.TryGetValue(to, out var found) && Attributed(found);
        return new(All.Where(resource => resource switch
        {
            Patient => Attributed(resource),
            Coverage coverage => Ours(coverage.Beneficiary),
            RelatedPerson relative => Ours(relative.Patient),
            DocumentReference document => Ours(document.Subject),
            Observation observation => Ours(observation.Subject) && !observation.Code!.Coding.Exists(static coding => coding.Code == "household-income"),
            _ => true,
        }), Values);
    }
}
