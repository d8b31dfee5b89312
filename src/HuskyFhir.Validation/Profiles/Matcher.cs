namespace HuskyFhir.Validation.Profiles;

/// <summary>One discriminator of one slice.</summary>
/// <param name="Steps">The way from the value to what is looked at.</param>
internal abstract record Matcher(PathStep[] Steps);

/// <summary>
/// The value there, if any, must pass the plan (discriminators <c>value</c>, <c>pattern</c> and <c>profile</c>).
/// </summary>
internal sealed record PlanMatcher(PathStep[] Steps, NodePlan Plan) : Matcher(Steps);

/// <summary>The text there must be this one: the common case, as for extensions by URL.</summary>
internal sealed record TextMatcher(PathStep[] Steps, string Text) : Matcher(Steps);

/// <summary>The value there must meet one of the profiles.</summary>
internal sealed record ProfileMatcher(PathStep[] Steps, string[] Profiles) : Matcher(Steps);

/// <summary>The value there must be of one of these types.</summary>
internal sealed record TypeMatcher(PathStep[] Steps, string[] Types) : Matcher(Steps);

/// <summary>Whether there is a value at all.</summary>
internal sealed record ExistsMatcher(PathStep[] Steps, bool Exists) : Matcher(Steps);

/// <summary>A step of a discriminator's path (R4 section 5.1.0.13, a small part of FHIRPath).</summary>
/// <param name="Kind">Which step.</param>
/// <param name="Name">The element, the type or the extension's URL.</param>
internal readonly record struct PathStep(PathStepKind Kind, string Name);

/// <summary>The steps that a discriminator may take.</summary>
internal enum PathStepKind
{
    /// <summary>To a child.</summary>
    Child,

    /// <summary>Only if of this type.</summary>
    OfType,

    /// <summary>To an extension, by URL.</summary>
    Extension,

    /// <summary>To the target of a Reference.</summary>
    Resolve,
}
