using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Determinations;
using HuskyFhir.Plan.Determinations.Revising;
using HuskyFhir.Plan.LegalClocks;

namespace HuskyFhir.Tests.Registry.Decisions;

/// <summary>What an appeal makes of a decision, and what an appeal reads in one.</summary>
public sealed class RevisedDecisionTests
{
    private const string Extensions = Systems.Base + "/StructureDefinition/";

    private static readonly Revision InFull = new(
        new(2026, 11, 20, 15, 0, 0, TimeSpan.Zero),
        new(2026, 11, 21),
        "Approved on appeal"
    );

    [Fact]
    public void Overturned_TakesNothing_AndNamesTheOriginal()
    {
        var original = Denied("denied-full");
        var revised = RevisedDecision.Of(original, InFull);
        var read = DecisionReader.Read(revised);
        Assert.Null(read.Action);
        Assert.Equal(
            (Guid.Parse(original.Id!), new DateOnly(2026, 11, 21), (DateOnly?)null),
            (read.Replaces!.Value, read.NoticeDate!.Value, read.ActionDate)
        );
        Assert.Equal(["AUTH-1"], revised.Identifier.Select(static each => each.Value));
        Assert.Equal("MH", Assert.Single(revised.Meta!.Security).Code);
        Assert.Null(revised.Id);
        Assert.Empty(revised.Total);
        Assert.All(revised.Item, static item => Assert.Null(Assert.Single(item.Adjudication).Reason));
        Assert.Equal(["A1", "A1"], Actions(revised));
        Assert.Equal(ActionKind.DeniedFull, DecisionReader.Action(original));
    }

    [Theory]
    [InlineData("denied-full", ActionKind.DeniedPartial)]
    [InlineData("denied-partial", ActionKind.DeniedPartial)]
    [InlineData("terminated", ActionKind.Reduced)]
    [InlineData("suspended", ActionKind.Reduced)]
    [InlineData("reduced", ActionKind.Reduced)]
    public void OverturnedInPart_TakesLess(string was, ActionKind now)
    {
        var revised = RevisedDecision.Of(Denied(was), InFull with { InPart = true });
        Assert.Equal(now, DecisionReader.Action(revised));
        Assert.Equal(["A2", "A2"], Actions(revised));
        Assert.Equal("not-covered", revised.Item[0].Adjudication[0].Reason!.Coding[0].Code);
    }

    [Fact]
    public void OverturnedForOneItem_LeavesTheOther()
    {
        var revised = RevisedDecision.Of(
            Denied("denied-full"),
            InFull with
            {
                InPart = true,
                Granted = [2],
                Reason = new("x", "limit-reached"),
            }
        );
        Assert.Equal(["A3", "A1"], Actions(revised));
        Assert.Equal("limit-reached", revised.Item[0].Adjudication[0].Reason!.Coding[0].Code);
    }

    [Theory]
    [InlineData("2026-10-20", null, true)]
    [InlineData("2026-10-21", null, false)]
    [InlineData("2026-10-30", "death", true)]
    public void Notice_InTime_IsToldByTheClock(string notice, string? exception, bool inTime)
    {
        var response = Denied("terminated");
        response.SetExtension(Extensions + "husky-notice-date", new Date(notice));
        response.SetExtension(Extensions + "husky-action-date", new Date("2026-10-30"));
        if (exception is not null)
            response.SetExtension(Extensions + "husky-notice-exception", new Code(exception));
        var decision = DecisionReader.Read(response);
        Assert.Equal(inTime, decision.NoticeInTime(DeadlineRules.Default, HuskyProgramme.A));
        Assert.Equal("terminated", decision.AppealableAction);
        Assert.Equal(new DateOnly(2026, 10, 30), decision.Facts(HuskyProgramme.A).ActionDate);
    }

    [Theory]
    [InlineData(FinancialResourceStatusCodes.Cancelled, ClaimProcessingCodes.Complete)]
    [InlineData(FinancialResourceStatusCodes.EnteredInError, ClaimProcessingCodes.Complete)]
    [InlineData(FinancialResourceStatusCodes.Active, ClaimProcessingCodes.Queued)]
    [InlineData(FinancialResourceStatusCodes.Active, ClaimProcessingCodes.Error)]
    public void WhatIsNotInForce_IsNotAppealable(FinancialResourceStatusCodes status, ClaimProcessingCodes outcome)
    {
        var response = Denied("denied-full");
        (response.Status, response.Outcome) = (status, outcome);
        Assert.Null(DecisionReader.Read(response).AppealableAction);
    }

    private static IEnumerable<string> Actions(ClaimResponse response) =>
        response
            .Item.SelectMany(static item => item.Adjudication)
            .Select(static line =>
                line.Extension[0]
                    .GetExtensionValue<CodeableConcept>(
                        "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewActionCode"
                    )!
                    .Coding[0]
                    .Code!
            );

    private static ClaimResponse Denied(string action)
    {
        var response = new ClaimResponse
        {
            Id = "01900000-0000-7000-8000-000000000001",
            Meta = new()
            {
                Security = [new("http://terminology.hl7.org/CodeSystem/v3-ActCode", "MH")],
                VersionId = "3",
            },
            Identifier = [new(Systems.DecisionNumber, "D-1"), new(Systems.AuthorizationNumber, "AUTH-1")],
            Status = FinancialResourceStatusCodes.Active,
            Outcome = ClaimProcessingCodes.Complete,
            Use = ClaimUseCode.Preauthorization,
            Request = new("Claim/01900000-0000-7000-8000-000000000002"),
            Item = [Item(1), Item(2)],
        };
        response.SetExtension(Extensions + "husky-action-kind", new Code(action));
        return response;
    }

    private static ClaimResponse.ItemComponent Item(int sequence)
    {
        var line = new ClaimResponse.AdjudicationComponent
        {
            Category = new("http://terminology.hl7.org/CodeSystem/adjudication", "submitted"),
            Reason = new("x", "not-covered"),
        };
        var review = new Extension
        {
            Url = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewAction",
        };
        review.AddExtension(
            "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewActionCode",
            new CodeableConcept("https://codesystem.x12.org/005010/306", "A3")
        );
        line.Extension.Add(review);
        return new() { ItemSequence = sequence, Adjudication = [line] };
    }
}
