using Hl7.Fhir.Model;
using HuskyFhir.Resources.Types.Keys;

namespace HuskyFhir.Plan.Members;

/// <summary>
/// What members tell of their race and ethnicity (US Core), in the categories of OMB. It is kept as keys for reports;
/// nobody is searched by it.
/// </summary>
internal static class Background
{
    public const string Race = "race";
    public const string Ethnicity = "ethnicity";

    /// <summary>The categories that are told; who told none has none.</summary>
    public static IEnumerable<Tokens.Pair> Categories(Patient patient, string what) =>
        patient
            .GetExtensions($"http://hl7.org/fhir/us/core/StructureDefinition/us-core-{what}")
            .SelectMany(static told => told.GetExtensions("ombCategory"))
            .SelectMany(static category => Tokens.Of(category.Value as Coding));
}
