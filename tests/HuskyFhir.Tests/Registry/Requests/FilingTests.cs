using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Requests.Filing;
using HuskyFhir.Plan.Requests.Kinds;

namespace HuskyFhir.Tests.Registry.Requests;

/// <summary>What may be filed, and how it begins.</summary>
public sealed class FilingTests
{
    private static readonly DateTimeOffset Asked = new(2026, 9, 28, 12, 0, 0, TimeSpan.FromHours(-4));

    private static readonly FilingAsk Good = new(
        RequestKind.Appeal,
        Actors.Member,
        new(HuskyProgramme.A)
        {
            NoticeDate = new(2026, 9, 15),
            NoticeMailed = Asked.AddDays(-13),
            ActionDate = new(2026, 10, 1),
            Asked = Asked,
            Received = Asked.AddDays(2),
        }
    )
    {
        Decision = new("reduced"),
        Inputs = ["letter", "continue-benefits"],
        Affirmed = ["continue-benefits"],
    };

    [Fact]
    public void File_AnAppealInTime_BeginsWithItsDates()
    {
        var filed = File(Good);
        Assert.Equal(States.Submitted, filed.Case.State);
        Assert.Equal(new DateOnly(2026, 12, 29), filed.Due!.Day); // 30 September and 90 days: 31 + 30 + 29
        Assert.Equal(BenefitAnswer.Continue, filed.Benefits);
        Assert.Equal([RequestEffect.SendAcknowledgement, RequestEffect.ContinueBenefits], filed.Effects);
    }

    [Theory]
    [InlineData("not-appealable", "42 CFR 431.220(a)")]
    [InlineData("decision-unknown", "no decision about this member")]
    [InlineData(
        "too-late",
        "The last day to file this was 2026-09-25: 60 days from notice mailed 2026-07-27, CGS 17b-60."
    )]
    [InlineData("due-set-by-client", "Task.restriction.period")]
    public void File_AgainstARule_Is422WithTheRule(string rule, string text)
    {
        var fault = Refused(
            rule switch
            {
                "not-appealable" => Good with { Decision = new(Action: null) },
                "decision-unknown" => Good with { Decision = null },
                "too-late" => Good with
                {
                    Clock = Good.Clock with { NoticeMailed = new(2026, 7, 27, 9, 0, 0, TimeSpan.FromHours(-4)) },
                },
                _ => Good with { SetsDue = true },
            }
        );
        Assert.Equal(FaultKind.Unprocessable, fault.Kind);
        var issue = Assert.Single(fault.Issues);
        Assert.Equal(rule, issue.Detail);
        Assert.Contains(text, issue.Text, StringComparison.Ordinal);
    }

    /// <summary>The postmark counts, not the arrival; and the last day counts to its end.</summary>
    [Fact]
    public void File_OnTheLastDay_IsInTimeHoweverLateItArrives()
    {
        var facts = Good.Clock with
        {
            NoticeMailed = new(2026, 7, 28, 9, 0, 0, TimeSpan.FromHours(-4)),
            Received = Asked.AddDays(5),
        }; // the 60th day is Saturday 26 September
        File(Good with { Clock = facts with { Asked = new(2026, 9, 28, 23, 59, 59, TimeSpan.FromHours(-4)) } });
        Assert.Equal(
            "too-late",
            Refused(Good with { Clock = facts with { Asked = new(2026, 9, 29, 0, 0, 0, TimeSpan.FromHours(-4)) } })
                .Issues[0]
                .Detail
        );
    }

    [Fact]
    public void File_WhereNoDecisionWasMade_HasNoLastDay() =>
        File(
            Good with
            {
                Decision = new(null, FailedToAct: true),
                Clock = Good.Clock with { NoticeDate = new(2020, 1, 1), NoticeMailed = null },
            }
        );

    [Fact]
    public void File_WithSeveralFaults_TellsAll()
    {
        var fault = Refused(
            new(RequestKind.StateFairHearing, Actors.Member, new(HuskyProgramme.B) { Received = Asked })
            {
                SetsDue = true,
            }
        );
        Assert.Equal(
            ["due-set-by-client", "not-in-programme", "decision-unknown", "follows-nothing"],
            fault.Issues.Select(static issue => issue.Detail)
        );
    }

    [Fact]
    public void File_Twice_Is409WhileOpenOrDecidedAndFreeAfterwards()
    {
        foreach (var state in new[] { States.Submitted, States.Awaiting, States.Upheld, States.OverturnedInPart })
        {
            var fault = Refused(Good with { Earlier = [new(RequestKind.ExpeditedAppeal, state)] }); // one level, whether expedited or not
            Assert.Equal((FaultKind.Conflict, "twice"), (fault.Kind, fault.Issues[0].Detail));
        }

        foreach (var state in new[] { States.Withdrawn, States.Dismissed, States.NotAppealable, States.Untimely })
            File(Good with { Earlier = [new(RequestKind.Appeal, state)] });
        File(Good with { Earlier = [new(RequestKind.StateFairHearing, States.Submitted)] });
    }

    [Fact]
    public void File_ByAProvider_WaitsForTheMembersAuthorisation()
    {
        var waits = File(Good with { By = Actors.Provider });
        Assert.Equal(States.Awaiting, waits.Case.State);
        Assert.True(waits.Case.AwaitsAuthorization);
        Assert.Contains(RequestEffect.AskForAuthorization, waits.Effects);
        Assert.Equal(Good.Clock.Received, waits.Due!.StoppedSince);
        Assert.Equal(States.Submitted, File(Good with { By = Actors.Provider, Authorized = true }).Case.State);
    }

    [Theory]
    [InlineData(RequestKind.Grievance)]
    [InlineData(RequestKind.RecordsAccess)]
    [InlineData(RequestKind.Restriction)]
    public void File_ByAProvider_OfWhatIsTheMembersAlone_Is403(RequestKind kind) =>
        Assert.Equal(
            (FaultKind.Forbidden, "filer-not-allowed"),
            Both(Refused(new(kind, Actors.Provider, new(HuskyProgramme.A) { Received = Asked })))
        );

    [Theory]
    [InlineData(RequestKind.PcpChange, "new-pcp")]
    [InlineData(RequestKind.ConfidentialCommunication, "alternate-contact")]
    [InlineData(RequestKind.TranslationServices, "language")]
    [InlineData(RequestKind.SecondOpinion, "specialty")]
    [InlineData(RequestKind.BenefitInformation, "question")]
    [InlineData(RequestKind.Restriction, "restriction-asked")]
    [InlineData(RequestKind.Amendment, "medRecCxReq")]
    [InlineData(RequestKind.DataRequest, "data-code")]
    public void File_WithoutItsInput_Is422AndWithItIsNot(RequestKind kind, string input)
    {
        var ask = new FilingAsk(
            kind,
            kind == RequestKind.DataRequest ? Actors.Provider : Actors.Member,
            new(HuskyProgramme.A) { Received = Asked }
        );
        Assert.Equal((FaultKind.Unprocessable, "input-missing"), Both(Refused(ask)));
        Assert.NotNull(File(ask with { Inputs = [input] }).Due);
    }

    [Fact]
    public void File_ASecondPcpChange_Is409WhileTheFirstIsOpen()
    {
        var ask = new FilingAsk(RequestKind.PcpChange, Actors.Member, new(HuskyProgramme.A) { Received = Asked })
        {
            Inputs = ["new-pcp"],
        };
        Assert.Equal(
            (FaultKind.Conflict, "twice"),
            Both(Refused(ask with { Earlier = [new(RequestKind.PcpChange, States.Queued)] }))
        );
        File(ask with { Earlier = [new(RequestKind.PcpChange, States.Done)] });
    }

    [Fact]
    public void File_TheNextLevel_FollowsOnTheFirst()
    {
        var hearing = Good with { Kind = RequestKind.StateFairHearing };
        Assert.Equal(
            "follows-nothing",
            Refused(hearing with { Follows = new(RequestKind.Grievance, States.Done) }).Issues[0].Detail
        );
        Assert.Equal(
            "follows-too-soon",
            Refused(hearing with { Follows = new(RequestKind.Appeal, States.Overturned) }).Issues[0].Detail
        );
        File(hearing with { Follows = new(RequestKind.Appeal, States.Upheld) });

        var review = Good with
        {
            Kind = RequestKind.ExternalReview,
            Clock = Good.Clock with { Programme = HuskyProgramme.B },
        };
        Assert.Equal(
            "follows-too-soon",
            Refused(review with { Follows = new(RequestKind.Appeal, States.ClinicalReview) }).Issues[0].Detail
        );
        File(review with { Follows = new(RequestKind.Appeal, States.OverturnedInPart) });
    }

    /// <summary>
    /// The request for a hearing may not be limited (42 CFR 431.221(b)); under managed care the plan's appeal comes
    /// first (438.402(c)(1)(i)).
    /// </summary>
    [Fact]
    public void File_AHearingByItself_IsAllowedButUnderManagedCare()
    {
        var hearing = Good with { Kind = RequestKind.StateFairHearing, FollowsNothing = true };
        Assert.Equal(new DateOnly(2026, 12, 29), File(hearing).Due!.Day);
        File(hearing with { Earlier = [new(RequestKind.Appeal, States.ClinicalReview)] });
        var managed = RequestFiling.File(new(new() { ManagedCare = ["HUSKY-A"] }), hearing).Fault!;
        Assert.Equal("follows-nothing", managed.Issues[0].Detail);
        var review = hearing with
        {
            Kind = RequestKind.ExternalReview,
            Clock = Good.Clock with { Programme = HuskyProgramme.B },
        };
        Assert.Equal("follows-nothing", Refused(review).Issues[0].Detail);
    }

    /// <summary>After an appeal that was lost, the time runs from its decision and not from the first notice.</summary>
    [Theory]
    [InlineData(RequestKind.StateFairHearing, HuskyProgramme.A)]
    [InlineData(RequestKind.ExternalReview, HuskyProgramme.B)]
    public void File_TheNextLevelLate_CountsFromTheAppealsDecision(RequestKind kind, HuskyProgramme programme)
    {
        var facts = Good.Clock with { Programme = programme, NoticeMailed = Asked.AddDays(-120), NoticeDate = null };
        var ask = Good with { Kind = kind, Clock = facts, Follows = new(RequestKind.Appeal, States.Upheld) };
        Assert.Equal("too-late", Refused(ask).Issues[0].Detail);
        File(ask with { Clock = facts with { AppealDecided = Asked.AddDays(-60) } });
        Assert.Equal(
            "too-late",
            Refused(ask with { Clock = facts with { AppealDecided = Asked.AddDays(-70) } }).Issues[0].Detail
        );
    }

    /// <summary>An appeal that nobody decides in time does not close the next door.</summary>
    [Fact]
    public void File_TheNextLevelOfAnOverdueAppeal_HasNoLastDay()
    {
        var facts = Good.Clock with
        {
            Programme = HuskyProgramme.B,
            NoticeMailed = Asked.AddDays(-200),
            NoticeDate = null,
        };
        var review = Good with { Kind = RequestKind.ExternalReview, Clock = facts };
        File(review with { Follows = new(RequestKind.Appeal, States.ClinicalReview, Overdue: true) });
        var issues = Refused(review with { Follows = new(RequestKind.Appeal, States.ClinicalReview) }).Issues;
        Assert.Equal(["too-late", "follows-too-soon"], issues.Select(static issue => issue.Detail));
    }

    [Fact]
    public void File_WhileADecisionMayStillBeMade_Is422WithItsDay()
    {
        var issue = Refused(Good with { Decision = new(null) { AwaitedUntil = "2026-10-02" } }).Issues[0];
        Assert.Equal("decision-awaited", issue.Detail);
        Assert.Contains("due by 2026-10-02", issue.Text, StringComparison.Ordinal);
    }

    private static Filed File(FilingAsk ask) => RequestFiling.File(DeadlineRules.Default, ask).Value;

    private static Fault Refused(FilingAsk ask) => RequestFiling.File(DeadlineRules.Default, ask).Fault!;

    private static (FaultKind, string?) Both(Fault fault) => (fault.Kind, fault.Issues[0].Detail);
}
