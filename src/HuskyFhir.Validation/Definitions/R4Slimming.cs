using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace HuskyFhir.Validation.Definitions;

/// <summary>
/// Keeps of R4's definitions what a validation or a look-up of a code reads: no prose, no mappings, no examples. A type
/// or resource keeps its differential, which is what it adds to what it inherits, beside its snapshot; a profile or
/// extension keeps its snapshot.
/// </summary>
internal static class R4Slimming
{
    private const string Version = "4.0.1";

    private static readonly BaseFhirJsonSerializer Serializer = new(ModelInfo.ModelInspector);

    public static Definition? Slim(Resource resource) =>
        resource switch
        {
            StructureDefinition { Url: { } url } structure => Of(
                Slim(structure),
                url,
                structure.Version,
                structure.Type
            ),
            ValueSet { Url: { } url } set => Of(Slim(set), url, set.Version, null),
            CodeSystem { Url: { } url } system => Of(Slim(system), url, system.Version, null),
            _ => null,
        };

    private static Definition Of(Resource slim, string url, string? version, string? type)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
            Serializer.Serialize(slim, writer);
        return new Definition(slim.TypeName, url, version ?? Version, type, "FHIR R4", json.ToArray());
    }

    private static StructureDefinition Slim(StructureDefinition whole)
    {
        var slim = new StructureDefinition
        {
            Url = whole.Url,
            Version = whole.Version,
            Name = whole.Name,
            Status = whole.Status,
            FhirVersion = whole.FhirVersion,
            Kind = whole.Kind,
            Abstract = whole.Abstract,
            Context = whole.Context,
            ContextInvariantElement = whole.ContextInvariantElement,
            Type = whole.Type,
            BaseDefinition = whole.BaseDefinition,
            Derivation = whole.Derivation,
        };
        if (whole.Snapshot is { } snapshot)
            slim.Snapshot = new() { Element = [.. snapshot.Element.Select(Slim)] };
        if (whole.Derivation != StructureDefinition.TypeDerivationRule.Constraint || whole.Snapshot is null)
            slim.Differential = new() { Element = [.. (whole.Differential?.Element ?? []).Select(Slim)] };
        return slim;
    }

    private static ElementDefinition Slim(ElementDefinition whole) =>
        new()
        {
            ElementId = whole.ElementId,
            Path = whole.Path,
            SliceName = whole.SliceName,
            Slicing = whole.Slicing,
            Min = whole.Min,
            Max = whole.Max,
            Base = whole.Base,
            RepresentationElement = whole.RepresentationElement,
            ContentReference = whole.ContentReference,
            Type = whole.Type,
            Fixed = whole.Fixed,
            Pattern = whole.Pattern,
            MinValue = whole.MinValue,
            MaxValue = whole.MaxValue,
            MaxLength = whole.MaxLength,
            Constraint = [.. whole.Constraint.Select(Slim)],
            IsModifier = whole.IsModifier,
            Binding = whole.Binding is { } binding ? Slim(binding) : null,
        };

    private static ElementDefinition.ConstraintComponent Slim(ElementDefinition.ConstraintComponent whole) =>
        new()
        {
            Key = whole.Key,
            Severity = whole.Severity,
            Human = whole.Human,
            Expression = whole.Expression,
            Source = whole.Source,
        };

    private static ElementDefinition.ElementDefinitionBindingComponent Slim(
        ElementDefinition.ElementDefinitionBindingComponent whole
    ) =>
        new()
        {
            Strength = whole.Strength,
            ValueSet = whole.ValueSet,
            Extension =
            [
                .. whole.Extension.Where(static one =>
                    one.Url is { } url && url.EndsWith("maxValueSet", StringComparison.Ordinal)
                ),
            ],
        };

    private static ValueSet Slim(ValueSet whole) =>
        new()
        {
            Url = whole.Url,
            Version = whole.Version,
            Name = whole.Name,
            Title = whole.Title,
            Status = whole.Status,
            Compose = whole.Compose,
            Expansion = whole.Expansion,
        };

    private static CodeSystem Slim(CodeSystem whole)
    {
        var slim = new CodeSystem
        {
            Url = whole.Url,
            Version = whole.Version,
            Name = whole.Name,
            Title = whole.Title,
            Status = whole.Status,
            CaseSensitive = whole.CaseSensitive,
            HierarchyMeaning = whole.HierarchyMeaning,
            Content = whole.Content,
            Filter = whole.Filter,
            Property = whole.Property,
            Concept = whole.Concept,
        };
        foreach (var concept in slim.Concept)
            Slim(concept);
        return slim;
    }

    private static void Slim(CodeSystem.ConceptDefinitionComponent concept)
    {
        (concept.Definition, concept.Designation, concept.Extension) = (null, [], []);
        foreach (var inner in concept.Concept)
            Slim(inner);
    }
}
