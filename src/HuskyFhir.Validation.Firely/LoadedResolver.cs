using Hl7.Fhir.Model;
using Hl7.Fhir.Specification.Source;
using HuskyFhir.Validation.Definitions;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Validation.Firely;

/// <summary>
/// Gives Firely's validator the definitions that our engine uses: the same profiles, extensions, value sets and code
/// systems, from the same packages. Each is read anew, since snapshots are generated into what is handed out.
/// </summary>
internal sealed class LoadedResolver(DefinitionSet definitions) : IAsyncResourceResolver, IResourceResolver
{
    public Resource? ResolveByUri(string uri) => ResolveByCanonicalUri(uri);

    public Resource? ResolveByCanonicalUri(string uri) => definitions.Read(uri);

    public Task<Resource?> ResolveByUriAsync(string uri) => Task.FromResult(ResolveByUri(uri));

    public Task<Resource?> ResolveByCanonicalUriAsync(string uri) => Task.FromResult(ResolveByCanonicalUri(uri));
}
