using System.ComponentModel.DataAnnotations;
using HuskyFhir.Plan.LegalClocks;

namespace HuskyFhir.Tests.Registry.Requests;

/// <summary>What may be set of the clocks, and the sentences for what may not.</summary>
public sealed class ClockSettingsTests
{
    [Theory]
    [InlineData(
        "appeal-filing",
        45,
        null,
        "House rule 1",
        "Clocks:Rules:appeal-filing has the Count 45; the law allows 60 to 90 days (CGS 17b-60)."
    )]
    [InlineData(
        "appeal-filing",
        91,
        null,
        "House rule 1",
        "Clocks:Rules:appeal-filing has the Count 91; the law allows 60 to 90 days (CGS 17b-60)."
    )]
    [InlineData(
        "records-access",
        31,
        null,
        "House rule 1",
        "Clocks:Rules:records-access has the Count 31; the law allows no more than 30 days (45 CFR 164.524(b)(2)(i))."
    )]
    [InlineData(
        "records-access",
        20,
        "BusinessDays",
        "House rule 1",
        "Clocks:Rules:records-access changes the unit of a time that the law limits (45 CFR 164.524(b)(2)(i))."
    )]
    [InlineData(
        "notice-receipt",
        3,
        null,
        "House rule 1",
        "Clocks:Rules:notice-receipt has the Count 3; the law allows no less than 5 days (42 CFR 431.231(c)(2))."
    )]
    [InlineData(
        "information",
        5,
        null,
        null,
        "Clocks:Rules:information changes the time; give its Source, the clause that it follows."
    )]
    [InlineData(
        "information",
        5,
        "Weeks",
        "House rule 1",
        "Clocks:Rules:information has the unit 'Weeks'; it takes Days, BusinessDays, WorkingDays or Hours."
    )]
    [InlineData("information", 0, null, "House rule 1", "Clocks:Rules:information has a Count outside of 1 to 3,650.")]
    [InlineData(
        "no-clock",
        5,
        null,
        "House rule 1",
        "Clocks:Rules:no-clock: there is no such clock; there are appeal-filing, "
    )]
    public void Setting_AgainstTheLaw_IsRefusedWithASentence(
        string code,
        int count,
        string? unit,
        string? source,
        string sentence
    )
    {
        var settings = new ClockSettings();
        settings.Rules[code] = new()
        {
            Count = count,
            Unit = unit,
            Source = source,
        };
        Assert.Contains(Problems(settings), problem => problem.StartsWith(sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Setting_ForNoProgrammeOrNoDay_IsRefusedWithASentence()
    {
        var settings = new ClockSettings { Closings = ["24 February"], ManagedCare = ["HUSKY-E"] };
        settings.Programmes["HUSKY-B"] = new()
        {
            ["hearing-held"] = new() { Count = 20, Source = "House rule 1" },
        };
        Assert.Equal(
            [
                "Clocks:Closings has '24 February', which is not a day such as 2026-02-24.",
                "Clocks names the programme 'HUSKY-E'; there are HUSKY-A, HUSKY-B, HUSKY-C and HUSKY-D.",
                "Clocks:Programmes:HUSKY-B:hearing-held: that programme has no such clock.",
            ],
            Problems(settings)
        );
    }

    [Fact]
    public void Setting_ForOneProgramme_GoesBeforeThatForAll()
    {
        var settings = new ClockSettings();
        settings.Rules["appeal-filing"] = new() { Count = 75, Source = "House rule 1" };
        settings.Programmes["HUSKY-B"] = new()
        {
            ["appeal-filing"] = new() { Count = 90, Source = "House rule 2" },
        };
        Assert.Empty(Problems(settings));
        var book = new DeadlineRules(settings);
        Assert.Equal(
            (75, "House rule 1"),
            (
                book.Find(HuskyProgramme.A, DeadlineId.AppealFiling)!.Term.Count,
                book.Find(HuskyProgramme.A, DeadlineId.AppealFiling)!.Source
            )
        );
        Assert.Equal(
            (90, "House rule 2"),
            (
                book.Find(HuskyProgramme.B, DeadlineId.AppealFiling)!.Term.Count,
                book.Find(HuskyProgramme.B, DeadlineId.AppealFiling)!.Source
            )
        );
    }

    /// <summary>The defaults meet their own limits, and each programme has what its law gives it.</summary>
    [Fact]
    public void Defaults_OfEveryProgramme_AreWithinTheirLimits()
    {
        foreach (var programme in HuskyProgrammes.All)
        {
            foreach (var managed in new[] { false, true })
            {
                Assert.All(
                    DeadlineRules.Lawful(programme, managed),
                    static rule =>
                    {
                        Assert.InRange(rule.Term.Count, rule.Least ?? 1, rule.Most ?? 3650);
                        Assert.NotEmpty(rule.Source);
                    }
                );
            }
        }

        Assert.Null(DeadlineRules.Default.Find(HuskyProgramme.B, DeadlineId.HearingDecision));
        Assert.Null(DeadlineRules.Default.Find(HuskyProgramme.D, DeadlineId.ReviewDecision));
    }

    private static IEnumerable<string> Problems(ClockSettings settings)
    {
        var problems = new List<ValidationResult>();
        Validator.TryValidateObject(settings, new(settings), problems, validateAllProperties: true);
        return problems.Select(static problem => problem.ErrorMessage!);
    }
}
