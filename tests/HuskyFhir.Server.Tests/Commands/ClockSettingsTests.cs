using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Server.Configuration;
using Microsoft.Extensions.Configuration;

namespace HuskyFhir.Server.Tests.Commands;

/// <summary>The legal clocks as a configuration file or the environment has them.</summary>
public sealed class ClockSettingsTests
{
    [Fact]
    public void Clocks_OfAConfiguration_AreBound()
    {
        var book = new DeadlineRules(
            Read(
                ("Closings:0", "2026-02-24"),
                ("ManagedCare:0", "HUSKY-D"),
                ("FilingMovesToOpenDay", "false"),
                ("Rules:information:Count", "5"),
                ("Rules:information:Source", "House rule 1"),
                ("Programmes:HUSKY-B:appeal-filing:Count", "90"),
                ("Programmes:HUSKY-B:appeal-filing:Source", "House rule 2")
            )
        );
        Assert.False(book.Calendar.IsBusinessDay(new(2026, 2, 24)));
        Assert.False(book.MovesToOpenDay);
        Assert.Equal("42 CFR 438.408(b)(2)", book.Find(HuskyProgramme.D, DeadlineId.AppealDecision)!.Source);
        Assert.Equal(
            (5, "House rule 1"),
            (
                book.Find(HuskyProgramme.A, DeadlineId.Information)!.Term.Count,
                book.Find(HuskyProgramme.A, DeadlineId.Information)!.Source
            )
        );
        Assert.Equal(
            (60, 90),
            (
                book.Find(HuskyProgramme.A, DeadlineId.AppealFiling)!.Term.Count,
                book.Find(HuskyProgramme.B, DeadlineId.AppealFiling)!.Term.Count
            )
        );
    }

    [Fact]
    public void Clocks_AgainstTheLaw_StopTheStartWithASentence()
    {
        var told = Assert.Throws<SettingsException>(() =>
            Read(("Rules:records-access:Count", "45"), ("Rules:records-access:Source", "House rule 1"))
        );
        Assert.Equal(
            "Settings in Clocks: Clocks:Rules:records-access has the Count 45; the law allows no more than 30 days (45 CFR 164.524(b)(2)(i)).",
            told.Message
        );
    }

    private static ClockSettings Read(params (string Name, string Value)[] settings) =>
        Settings.Read<ClockSettings>(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    settings.Select(static each => KeyValuePair.Create($"Clocks:{each.Name}", (string?)each.Value))
                )
                .Build(),
            "Clocks"
        );
}
