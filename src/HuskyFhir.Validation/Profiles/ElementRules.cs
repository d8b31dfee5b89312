using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Profiles;

/// <summary>
/// What a definition says of one element, free of whether it said so in a snapshot or a differential.
/// </summary>
internal sealed record ElementRules
{
    private const string MaxValueSet = "http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet";

    public string Path { get; init; } = string.Empty;

    public int? Min { get; init; }

    /// <summary>int.MaxValue stands for *.</summary>
    public int? Max { get; init; }

    public IReadOnlyList<TypeRule>? Types { get; init; }

    public DataType? Fixed { get; init; }

    public DataType? Pattern { get; init; }

    public DataType? MinValue { get; init; }

    public DataType? MaxValue { get; init; }

    public int? MaxLength { get; init; }

    public string? ValueSet { get; init; }

    public BindingStrength Strength { get; init; }

    public string? MaxValues { get; init; }

    /// <summary>Whether this is more than the element's place in the tree: a definition speaks of it.</summary>
    public bool Speaks => Path.Length > 0;

    public IReadOnlyList<ElementDefinition.ConstraintComponent> Constraints { get; init; } = [];

    public ElementDefinition.SlicingComponent? Slicing { get; init; }

    public string? ContentReference { get; init; }

    public bool? IsModifier { get; init; }

    public static ElementRules Of(ElementDefinition element) =>
        new()
        {
            Path = element.Path ?? string.Empty,
            Min = element.Min,
            Max = element.Max switch
            {
                null => null,
                "*" => int.MaxValue,
                var max => int.TryParse(max, out var most) ? most : null,
            },
            Types = element.Type.Count == 0 ? null : [.. element.Type.Select(TypeRule.Of)],
            Fixed = element.Fixed,
            Pattern = element.Pattern,
            MinValue = element.MinValue,
            MaxValue = element.MaxValue,
            MaxLength = element.MaxLength,
            ValueSet = element.Binding?.ValueSet,
            Strength = element.Binding?.Strength ?? BindingStrength.Example,
            MaxValues = (
                element.Binding?.Extension.Find(static extension => extension.Url == MaxValueSet)?.Value
                as PrimitiveType
            )?.ToString(),
            Constraints = element.Constraint,
            Slicing = element.Slicing,
            ContentReference = element.ContentReference,
            IsModifier = element.IsModifier,
        };

    /// <summary>These rules with a differential laid over them.</summary>
    public ElementRules Under(ElementRules over) =>
        this with
        {
            Path = over.Path,
            Min = over.Min ?? Min,
            Max = over.Max ?? Max,
            Types = over.Types ?? Types,
            Fixed = over.Fixed ?? Fixed,
            Pattern = over.Pattern ?? Pattern,
            MinValue = over.MinValue ?? MinValue,
            MaxValue = over.MaxValue ?? MaxValue,
            MaxLength = over.MaxLength ?? MaxLength,
            ValueSet = over.ValueSet ?? ValueSet,
            Strength = over.ValueSet is null ? Strength : over.Strength,
            MaxValues = over.MaxValues ?? MaxValues,
            Constraints =
            [
                .. Constraints.Where(old => !over.Constraints.Any(more => more.Key == old.Key)),
                .. over.Constraints,
            ],
            Slicing = over.Slicing ?? Slicing,
            ContentReference = over.ContentReference ?? ContentReference,
            IsModifier = over.IsModifier ?? IsModifier,
        };
}

/// <summary>One allowed type of an element.</summary>
/// <param name="Code">The FHIR type.</param>
/// <param name="Profiles">Profiles that the value must meet one of; usually empty.</param>
/// <param name="Targets">For a Reference, the profiles of which the target must meet one; empty for any.</param>
internal sealed record TypeRule(string Code, IReadOnlyList<string> Profiles, IReadOnlyList<string> Targets)
{
    /// <summary>How the target may be given; empty for any way.</summary>
    public IReadOnlyList<ElementDefinition.AggregationMode> Aggregation { get; init; } = [];

    /// <summary>Whether the reference must name a version.</summary>
    public ElementDefinition.ReferenceVersionRules Versioning { get; init; } =
        ElementDefinition.ReferenceVersionRules.Either;

    private const string FhirPathSystem = "http://hl7.org/fhirpath/System.";

    public static TypeRule Of(ElementDefinition.TypeRefComponent type) =>
        new(
            type.Code is { } code && code.StartsWith(FhirPathSystem, StringComparison.Ordinal)
                ? "string"
                : type.Code ?? string.Empty,
            [.. type.Profile.OfType<string>()],
            [.. type.TargetProfile.OfType<string>()]
        )
        {
            Aggregation = [.. type.Aggregation.OfType<ElementDefinition.AggregationMode>()],
            Versioning = type.Versioning ?? ElementDefinition.ReferenceVersionRules.Either,
        };
}
