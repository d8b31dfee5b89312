using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Profiles;

/// <summary>Follows a discriminator's path over values.</summary>
internal static class PathSteps
{
    /// <summary>All values at the end of the way.</summary>
    /// <param name="from">Where the way begins.</param>
    /// <param name="steps">The way.</param>
    /// <param name="resolve">Finds the target of a reference, or null where there is nothing to look in.</param>
    public static IEnumerable<Base> Follow(
        Base from,
        ReadOnlySpan<PathStep> steps,
        Func<ResourceReference, Resource?>? resolve
    )
    {
        List<Base> here = [from];
        foreach (var step in steps)
        {
            var next = new List<Base>();
            foreach (var value in here)
                Step(value, step, resolve, next);
            here = next;
        }

        return here;
    }

    private static void Step(Base value, PathStep step, Func<ResourceReference, Resource?>? resolve, List<Base> next)
    {
        switch (step.Kind)
        {
            case PathStepKind.Child:
                next.AddRange(Values.Of(value, step.Name));
                break;
            case PathStepKind.OfType when value.TypeName == step.Name:
                next.Add(value);
                break;
            case PathStepKind.Extension:
                next.AddRange(
                    Values.Of(value, "extension").Where(one => one is Extension extension && extension.Url == step.Name)
                );
                break;
            case PathStepKind.Resolve
                when value is ResourceReference reference && resolve?.Invoke(reference) is { } target:
                next.Add(target);
                break;
        }
    }
}
