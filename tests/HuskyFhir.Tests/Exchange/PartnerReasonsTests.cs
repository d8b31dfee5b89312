using HuskyFhir.Exchange;
using HuskyFhir.Exchange.Enrolling.Running;
using HuskyFhir.Plan.Enrollment;

namespace HuskyFhir.Tests.Exchanges;

/// <summary>What a partner is told of its file, and what is kept from it.</summary>
public sealed class PartnerReasonsTests
{
    [Theory]
    [InlineData(
        MemberOutcome.Changed,
        "not-a-number: what stands as CP (PER) is no telephone number, and was not taken",
        "not-a-number"
    )]
    [InlineData(
        MemberOutcome.Changed,
        "confidential-kept: the address for confidential communication stays as it is beside what the file tells",
        ""
    )]
    [InlineData(
        MemberOutcome.Unchanged,
        "household-kept: a person stays out; language-unknown: a language was not taken",
        "language-unknown"
    )]
    [InlineData(MemberOutcome.Rejected, "member-unknown: the member is not known here", "member-unknown")]
    public void Note_IsToldWhereItIsAboutTheFile(MemberOutcome outcome, string reason, string codes) =>
        Assert.Equal(
            codes,
            string.Join(' ', PartnerReasons.Of(new(0, outcome, null, null, reason)).Select(static note => note.Code))
        );

    [Theory]
    [InlineData("invalid: Patient.birthDate (dom-3)")]
    [InlineData("refused: a rule about something that the partner may not see")]
    public void Rejection_ByAnInnerRule_TellsNothingOfIt(string reason)
    {
        var (_, text) = Assert.Single(PartnerReasons.Of(new(0, MemberOutcome.Rejected, null, null, reason)));

        Assert.Equal("the member does not meet the rules of the plan; ask the plan", text);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+44 20", "'+44 20")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a \"b\"", "\"a \"\"b\"\"\"")]
    [InlineData(null, "")]
    public void Field_IsNoFormula(string? value, string written) => Assert.Equal(written, Csv.Field(value));
}
