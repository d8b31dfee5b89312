using HuskyFhir.Plan.Catalog;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Partners.Declared;

namespace HuskyFhir.Server.Hosting;

/// <summary>The sections of what the plan decides, as the families take them.</summary>
internal static class FamilySettings
{
    /// <summary>Reads them, and refuses what the law does not allow.</summary>
    public static FamilyOptions Read(IConfiguration configuration)
    {
        var sweeps = Settings.Read<SweepSettings>(configuration, "Sweeps");
        return PartnerRegistry.Reporting(
            new()
            {
                Assignments = Settings.Read<AssignmentSettings>(configuration, "Assignments").Options,
                PlanName = sweeps.PlanName,
                CivilRightsOwner = sweeps.CivilRightsOwner,
                Letters = Server.Letters.LetterSettings.Read(configuration).Options(),
                Clocks = new(Settings.Read<ClockSettings>(configuration, "Clocks")),
            },
            configuration
        );
    }
}
