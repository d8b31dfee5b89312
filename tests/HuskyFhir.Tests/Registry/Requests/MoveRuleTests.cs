using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Plan.Requests.Moves;

namespace HuskyFhir.Tests.Registry.Requests;

/// <summary>
/// The rules of single moves: grounds, extensions, waiting, hearings, withdrawal, and what the law never allows.
/// </summary>
public sealed class MoveRuleTests
{
    private static readonly DateTimeOffset Received = new(2026, 10, 1, 12, 0, 0, TimeSpan.FromHours(-4));

    [Fact]
    public void Decline_OfAccess_NeedsAGroundOfTheLaw()
    {
        var now = Case(RequestKind.RecordsAccess, States.InReview);
        Assert.Equal("reason-missing", Refused(now, new(RequestTransition.Decline, Actors.Staff, Received)));
        Assert.Equal(
            "refusal-ground",
            Refused(now, new(RequestTransition.Decline, Actors.Staff, Received) { Reason = "accurate" })
        );
        Assert.DoesNotContain(
            RequestEffect.OfferReviewOfRefusal,
            Moved(
                now,
                new(RequestTransition.Decline, Actors.Staff, Received) { Reason = "access-unreviewable" }
            ).Effects
        );
        Assert.Contains(
            RequestEffect.OfferReviewOfRefusal,
            Moved(now, new(RequestTransition.Decline, Actors.Staff, Received) { Reason = "access-reviewable" }).Effects
        );
    }

    [Theory]
    [InlineData(RequestKind.Grievance, "", "grievance-not-refused")]
    [InlineData(RequestKind.DisclosureAccounting, "", "accounting-not-refused")]
    [InlineData(RequestKind.TranslationServices, "", "translation-not-refused")]
    [InlineData(RequestKind.Restriction, "self-pay", "self-pay-restriction")]
    [InlineData(RequestKind.ConfidentialCommunication, "endangerment", "endangerment")]
    public void Decline_OfWhatTheLawGrants_IsNeverMade(RequestKind kind, string affirmed, string rule)
    {
        var now = Case(kind, States.InReview) with { Affirmed = [affirmed] };
        Assert.Equal(rule, Refused(now, new(RequestTransition.Decline, Actors.Staff, Received) { Reason = "no" }));
    }

    [Theory]
    [InlineData(RequestKind.Restriction)]
    [InlineData(RequestKind.ConfidentialCommunication)]
    public void Decline_WithoutThatGround_IsMade(RequestKind kind) =>
        Assert.Equal(
            States.Declined,
            Moved(
                Case(kind, States.InReview),
                new(RequestTransition.Decline, Actors.Staff, Received) { Reason = "no" }
            ).Case.State
        );

    [Fact]
    public void Extend_Access_OnceByThirtyDays()
    {
        var now = Case(RequestKind.RecordsAccess, States.InReview);
        Moving Extend(int days, int after) =>
            new(RequestTransition.Extend, Actors.Staff, Received.AddDays(after))
            {
                ExtensionDays = days,
                Reason = "kept elsewhere",
            };
        Assert.Equal("extension-too-long", Refused(now, Extend(31, 10)));
        Assert.Equal("extension-late", Refused(now, Extend(30, 31)));
        var extended = Moved(now, Extend(30, 10));
        Assert.Equal(new DateOnly(2026, 11, 30), extended.Due!.Day); // 30 days to 31 October, 30 more
        Assert.Equal("extension-twice", Refused(extended.Case with { State = States.InReview }, Extend(30, 20)));
    }

    [Fact]
    public void Extend_ByAgreement_IsForTheFairHearing()
    {
        var now = Case(RequestKind.StateFairHearing, States.InReview);
        var ask = new Moving(RequestTransition.Extend, Actors.Agency, Received)
        {
            ExtensionDays = 20,
            Reason = "papers",
            RequesterAgrees = false,
        };
        Assert.Equal("extension-not-agreed", Refused(now, ask));
        Assert.Equal(States.Extended, Moved(now, ask with { RequesterAgrees = true }).Case.State);
        Assert.Equal("role-not-allowed", Refused(Case(RequestKind.Appeal, States.ClinicalReview), ask)); // an appeal to the plan is not the Department's to extend
    }

    [Fact]
    public void Extend_WhereTheLawKnowsNone_IsRefused() =>
        Assert.Equal(
            "extension-not-allowed",
            Refused(
                Case(RequestKind.Grievance, States.InReview),
                new(RequestTransition.Extend, Actors.Staff, Received) { ExtensionDays = 14, Reason = "more" }
            )
        );

    [Fact]
    public void Waiting_StopsTheClockOfAnAppealAndNotThatOfAccess()
    {
        foreach (
            var (kind, day) in new[]
            {
                (RequestKind.Appeal, new DateOnly(2027, 1, 9)),
                (RequestKind.RecordsAccess, new DateOnly(2026, 10, 31)),
            }
        )
        {
            var waiting = Moved(
                Case(kind, States.Acknowledged),
                new(RequestTransition.AwaitInformation, Actors.Staff, Received.AddDays(5)) { Reason = "the chart" }
            );
            Assert.Equal(kind == RequestKind.Appeal, waiting.Due!.StoppedSince is not null);
            var resumed = Moved(waiting.Case, new(RequestTransition.Resume, Actors.System, Received.AddDays(15)));
            Assert.Null(resumed.Due!.StoppedSince);
            Assert.Equal(day, resumed.Due.Day); // 30 December and ten days; 31 October
        }
    }

    [Fact]
    public void Authorisation_ThatIsMissing_HoldsEverythingUp()
    {
        var now = Case(RequestKind.Appeal, States.Awaiting) with
        {
            AwaitsAuthorization = true,
            FiledBy = Actors.Provider,
        };
        Assert.Equal("authorization-missing", Refused(now, new(RequestTransition.Resume, Actors.Staff, Received)));
        var free = Moved(now, new(RequestTransition.ReceiveAuthorization, Actors.Provider, Received));
        Assert.False(free.Case.AwaitsAuthorization);
        Assert.Equal(States.Acknowledged, free.Case.State);
        Assert.Equal(
            "authorization-not-awaited",
            Refused(
                now with
                {
                    AwaitsAuthorization = false,
                },
                new(RequestTransition.ReceiveAuthorization, Actors.Staff, Received)
            )
        );
    }

    [Fact]
    public void Hearing_IsTold_TenDaysAhead()
    {
        var now = Case(RequestKind.StateFairHearing, States.Queued);
        Moving Set(int days) =>
            new(RequestTransition.ScheduleHearing, Actors.Agency, Received)
            {
                Hearing = Received.AddDays(days),
                Outputs = ["hearing-date"],
            };
        Assert.Equal("hearing-date", Refused(now, Set(-1)));
        Assert.Equal("hearing-notice-short", Refused(now, Set(9)));
        Assert.Equal(Received.AddDays(10), Moved(now, Set(10)).Case.Clock.Hearing);
        Assert.Equal(
            States.HearingScheduled,
            Moved(now with { Clock = now.Clock with { Expedited = true } }, Set(2)).Case.State
        );
        Assert.Equal("output-missing", Refused(now, Set(10) with { Outputs = [] }));
    }

    [Fact]
    public void Refusal_AsUntimely_IsForWhatIsLate()
    {
        var now = Case(RequestKind.Appeal, States.Submitted);
        var ask = new Moving(RequestTransition.RefuseUntimely, Actors.Staff, Received) { Reason = "late" };
        Assert.Equal("was-timely", Refused(now, ask));
        Assert.Equal("was-timely", Refused(now with { Clock = now.Clock with { NoticeDate = new(2026, 9, 1) } }, ask));
        Assert.Equal(
            States.Untimely,
            Moved(now with { Clock = now.Clock with { NoticeDate = new(2026, 7, 1) } }, ask).Case.State
        );
    }

    [Fact]
    public void Withdrawal_IsForWhoFiledItOrTheMember()
    {
        var now = Case(RequestKind.Appeal, States.Queued);
        Assert.Equal("withdraw-not-own", Refused(now, new(RequestTransition.Withdraw, Actors.Provider, Received)));
        Assert.Equal(
            States.Withdrawn,
            Moved(
                now with
                {
                    FiledBy = Actors.Provider,
                },
                new(RequestTransition.Withdraw, Actors.Provider, Received)
            ).Case.State
        );
        var moved = Moved(now, new(RequestTransition.Withdraw, Actors.Member, Received));
        Assert.Null(moved.Due);
        Assert.Equal(Received, moved.Case.Clock.Ended);
    }

    [Fact]
    public void Kind_OfARequest_ChangesWhereTheRuleSaysSo()
    {
        var raised = Moved(
            Case(RequestKind.Complaint, States.InReview),
            new(RequestTransition.RaiseToGrievance, Actors.Member, Received)
        );
        Assert.Equal((RequestKind.Grievance, DeadlineId.GrievanceResolution), (raised.Case.Kind, raised.Due!.Clock));
        var slowed = Moved(
            Case(RequestKind.ExpeditedAppeal, States.Submitted),
            new(RequestTransition.DenyExpedited, Actors.Staff, Received) { Reason = "no harm in waiting" }
        );
        Assert.Equal((RequestKind.Appeal, new DateOnly(2026, 12, 30)), (slowed.Case.Kind, slowed.Due!.Day)); // from the receipt, not from the denial
    }

    [Fact]
    public void Overturned_RevisesTheDecision_AndTellsWhenItMustBeMailed()
    {
        var moved = Moved(
            Case(RequestKind.Appeal, States.ClinicalReview),
            new(RequestTransition.Overturn, Actors.Staff, Received.AddDays(1)) { Outputs = ["decision"] }
        );
        Assert.Contains(RequestEffect.ReviseDecision, moved.Effects);
        var mailed = Assert.Single(
            RequestClocks.All(DeadlineRules.Default, moved.Case),
            static date => date.Clock == DeadlineId.DecisionMailed
        );
        Assert.Equal(new DateOnly(2026, 10, 5), mailed.Day); // decided on Friday 2 October
    }

    [Fact]
    public void Fault_OfAState_SaysWhatMayBeDone()
    {
        var fault = RequestMoves
            .Apply(
                DeadlineRules.Default,
                Case(RequestKind.PcpChange, States.Submitted),
                new(RequestTransition.Complete, Actors.Staff, Received)
            )
            .Fault!;
        Assert.Equal(FaultKind.Conflict, fault.Kind);
        Assert.Equal(
            "A request of kind pcp-change that is requested (submitted) is not moved by complete; it may be moved by acknowledge, begin-review, withdraw, grant, decline (42 CFR 431.51).",
            fault.Issues[0].Text
        );
    }

    /// <summary>
    /// Held within 30 days (CGS 17b-60), or later where the member asks for that, which the decision's day then follows
    /// (17b-61(a)).
    /// </summary>
    [Fact]
    public void Hearing_BeyondItsDay_IsTheMembersToAskFor()
    {
        var now = Case(RequestKind.StateFairHearing, States.Queued);
        Moving Set(int days) =>
            new(RequestTransition.ScheduleHearing, Actors.Agency, Received)
            {
                Hearing = Received.AddDays(days),
                Outputs = ["hearing-date"],
            };
        Assert.Equal("hearing-too-late", Refused(now, Set(78)));
        Assert.Null(Moved(now, Set(30)).Case.Clock.PutOff);
        var putOff = Moved(now, Set(78) with { RequesterAgrees = true });
        Assert.Equal(Received.AddDays(78), putOff.Case.Clock.PutOff!.To);
        Assert.Equal(Moved(now, Set(30)).Due!.Day.AddDays(48), putOff.Due!.Day);
        // Set again within the time that the law has, nothing is put off any more.
        Assert.Null(Moved(putOff.Case, Set(29)).Case.Clock.PutOff);
    }

    [Fact]
    public void Decision_ThatWasDemanded_IsDueInTwentyDays()
    {
        var now = Case(RequestKind.StateFairHearing, States.InReview);
        var demanded = now with { Clock = now.Clock with { Demanded = Received.AddDays(100) } };
        Assert.Equal(DeadlineId.DecisionOnDemand, RequestClocks.Due(DeadlineRules.Default, demanded)!.Clock);
        Assert.Equal(
            RequestClocks.Due(DeadlineRules.Default, now),
            RequestClocks.Lawful(DeadlineRules.Default, demanded)
        );
        Assert.Null(RequestClocks.Mailing(DeadlineRules.Default, now));
    }

    [Fact]
    public void Dates_OfAHearing_AreTheLaws()
    {
        var now = Case(RequestKind.StateFairHearing, States.HearingScheduled);
        now = now with
        {
            Clock = now.Clock with
            {
                NoticeDate = new(2026, 9, 28),
                NoticeMailed = Received.AddDays(-3),
                ActionDate = new(2026, 10, 5),
                Hearing = Received.AddDays(25),
            },
        };
        Assert.Equal(
            [
                "benefits-continued 2026-10-04",
                "acknowledgement 2026-10-08",
                "benefits-restored 2026-10-13",
                "benefits-reinstated 2026-10-15",
                "hearing-notice 2026-10-16",
                "hearing-held 2026-10-31",
                "hearing-filing 2026-11-27",
                "hearing-decision 2026-12-30",
            ],
            RequestClocks.All(DeadlineRules.Default, now).Select(static date => $"{date.Rule} {date.Day:yyyy-MM-dd}")
        );
    }

    private static RequestCase Case(RequestKind kind, RequestState state) =>
        new(kind, state, new(HuskyProgramme.A) { Asked = Received, Received = Received });

    private static Moved Moved(RequestCase now, Moving ask) =>
        RequestMoves.Apply(DeadlineRules.Default, now, ask).Value;

    private static string? Refused(RequestCase now, Moving ask) =>
        RequestMoves.Apply(DeadlineRules.Default, now, ask).Fault?.Issues[0].Detail;
}
