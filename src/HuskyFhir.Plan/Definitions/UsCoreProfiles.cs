using HuskyFhir.Core.Terms;

namespace HuskyFhir.Plan.Definitions;

/// <summary>
/// US Core 6.1.0, as far as it is kept: those of its profiles of which ours demand everything, so that whatever is
/// stored as ours meets them. A test holds each pair against the package. An Organization is not among them: ours do
/// not judge CLIA and NAIC numbers (us-core-18, us-core-19).
/// </summary>
public static class UsCoreProfiles
{
    /// <summary>Where its profiles are.</summary>
    public const string Base = "http://hl7.org/fhir/us/core";

    /// <summary>The guide, with its version.</summary>
    public const string Guide = Base + "/ImplementationGuide/hl7.fhir.us.core|6.1.0";

    /// <summary>What it expects of a server.</summary>
    public const string Server = Base + "/CapabilityStatement/us-core-server|6.1.0";

    /// <summary>Ours, and that of US Core, by their names.</summary>
    public static IReadOnlyList<(string Own, string Core)> Met { get; } =
    [
        ("husky-member", "us-core-patient"),
        ("husky-coverage", "us-core-coverage"),
        ("husky-related-person", "us-core-relatedperson"),
        ("husky-practitioner", "us-core-practitioner"),
        ("husky-practitioner-role", "us-core-practitionerrole"),
        ("husky-location", "us-core-location"),
        ("husky-pcp-assignment", "us-core-careteam"),
    ];

    /// <summary>A profile of ours, and that of US Core beside it where it demands all of that.</summary>
    public static IEnumerable<string> With(string own) =>
        Met.Where(pair => own == $"{Systems.Base}/StructureDefinition/{pair.Own}")
            .Select(static pair => $"{Base}/StructureDefinition/{pair.Core}")
            .Prepend(own);
}
