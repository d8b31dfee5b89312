using Hl7.Fhir.Model;
using HuskyFhir.Core.Search;

namespace HuskyFhir.Server.Interactions;

/// <summary>Which date parameters search elements that are, or may be, a Period.</summary>
internal static class PeriodElements
{
    /// <summary>Whether one of the parameter's elements may be a Period, by R4's definitions of them.</summary>
    public static bool AreIn(ParameterInfo parameter) =>
        parameter.Kind == SearchKind.Date
        && parameter.Expression.Split('|', StringSplitOptions.TrimEntries).Any(MayBePeriod);

    private static bool MayBePeriod(string path)
    {
        var steps = path.Split('.');
        var at = ModelInfo.ModelInspector.FindClassMapping(steps[0]);
        for (var step = 1; step < steps.Length && at is not null; step++)
        {
            if (steps[step].StartsWith("where(", StringComparison.Ordinal))
                continue;
            if (
                at.FindMappedElementByName(steps[step].Replace("[x]", string.Empty, StringComparison.Ordinal))
                is not { } element
            )
                return steps[step] is "ofType(Period)" or "as(Period)";
            if (step == steps.Length - 1)
                return element.FhirTypeMappings.Any(static type => type.Name == "Period");
            at = element.PropertyTypeMapping;
        }

        return at?.Name == "Period";
    }
}
