using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using HuskyFhir.Registry.Families;
using HuskyFhir.Server.Http;
using Microsoft.Extensions.Options;

namespace HuskyFhir.Server.Interactions;

/// <summary>Reads searches with the service's own limits and base, wherever one is written: in a URL, a form, or a condition.</summary>
internal sealed class SearchReading(PublicBase publicBase, IOptions<HttpSettings> settings)
{
    public Answer<SearchQuery> Read(FhirType type, IReadOnlyCollection<KeyValuePair<string, string>> given, bool strict)
    {
        var limits = new SearchLimits(MaxValues: settings.Value.MaxSearchValues, MaxCount: settings.Value.MaxPageSize);
        return new SearchReader(new(publicBase.Url), limits, strict).Read(type.Name, type.Find, given);
    }
}
