namespace HuskyFhir.Plan.LegalClocks;

/// <summary>
/// The programmes of HUSKY Health, as CodeSystem husky-programme has them. B is CHIP (42 CFR part 457), the others
/// Medicaid (part 431).
/// </summary>
public enum HuskyProgramme
{
    /// <summary>HUSKY-A: children, parents and pregnant people.</summary>
    A,

    /// <summary>HUSKY-B: the Children's Health Insurance Program.</summary>
    B,

    /// <summary>HUSKY-C: people who are 65 or older, blind or disabled.</summary>
    C,

    /// <summary>HUSKY-D: adults without dependent children.</summary>
    D,
}

/// <summary>Between a programme and its code.</summary>
public static class HuskyProgrammes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<HuskyProgramme> All { get; } = Enum.GetValues<HuskyProgramme>();

    /// <summary>The code in <c>Coverage.class</c>, such as <c>HUSKY-A</c>.</summary>
    public static string Code(this HuskyProgramme programme) => $"HUSKY-{programme}";

    /// <summary>The programme of a code; null for any other text.</summary>
    public static HuskyProgramme? Find(string? code) =>
        code switch
        {
            "HUSKY-A" => HuskyProgramme.A,
            "HUSKY-B" => HuskyProgramme.B,
            "HUSKY-C" => HuskyProgramme.C,
            "HUSKY-D" => HuskyProgramme.D,
            _ => null,
        };
}
