using Firely.Fhir.Validation;
using Firely.Fhir.Validation.Compilation;
using Hl7.Fhir.Model;
using Hl7.Fhir.Specification.Source;
using Hl7.Fhir.Specification.Terminology;
using HuskyFhir.Core.Answers;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Validation.Firely;

/// <summary>One validator of Firely with caches of its own. Not thread-safe, as its makers say.</summary>
internal sealed class FirelyInstance
{
    // Rules of R5's Bundle that its engine adds to R4's, and the narrative, which our parser checks by a list of its
    // own.
    private static readonly HashSet<string> Left = new(
        ["bdl-3a", "bdl-3b", "bdl-3c", "bdl-3d", "bdl-15", "txt-1", "txt-2", "dom-6"],
        StringComparer.Ordinal
    );

    private readonly Validator validator;
    private readonly IElementSchemaResolver schemas;

    public FirelyInstance(DefinitionSet definitions)
    {
        // The corrections stand right before the definitions: without them, a reference with nothing but a display
        // breaks ref-1.
        var corrected = new StructureDefinitionCorrectionsResolver(new LoadedResolver(definitions));
        var resolver = new CachedResolver(new SnapshotSource(new CachedResolver(corrected)));
        var settings = new global::Firely.Fhir.Validation.ValidationSettings();
        settings.ExcludeFilters.Add(static assertion =>
            assertion is InvariantValidator invariant && Left.Contains(invariant.Key)
        );
        schemas = StructureDefinitionToElementSchemaResolver.CreatedCached(resolver);
        validator = new Validator(resolver, new LocalTerminologyService(resolver), null, settings);
    }

    /// <summary>Against R4, what the resource claims, and the profiles that are asked for.</summary>
    public IReadOnlyList<Issue> Validate(Resource resource, IReadOnlyList<string> profiles)
    {
        var issues = new List<Issue>();
        issues.AddRange(FirelyIssues.Of(validator.Validate(resource)));
        foreach (var profile in profiles)
            issues.AddRange(FirelyIssues.Of(validator.Validate(resource, profile)));
        return [.. issues.Distinct()];
    }

    /// <summary>
    /// Why a profile cannot be compiled by this engine, such as elements that are not in R4's order; null where it can
    /// be.
    /// </summary>
    public string? Problem(string profile)
    {
        try
        {
            return schemas.GetSchema(new global::Firely.Fhir.Validation.Canonical(profile)) is null
                ? "it is not loaded"
                : null;
        }
        catch (Exception bad) when (bad is not OutOfMemoryException)
        {
            return bad.Message;
        }
    }
}
