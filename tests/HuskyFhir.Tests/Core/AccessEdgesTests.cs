using HuskyFhir.Core.Access;
using HuskyFhir.Core.Search;

namespace HuskyFhir.Tests.Core;

/// <summary>The edges of scopes and of the policy: what each refusal says, and where a rule begins and ends.</summary>
public sealed class AccessEdgesTests
{
    private static readonly Guid Clinic = new("01900000-0000-7000-8000-000000000001");

    [Theory]
    [InlineData("Patient.r", "delete", "scope", "The token's scopes do not cover this; ask for system/Patient.d.")]
    [InlineData("*.cruds", "delete", "policy", "A client of kind Provider may not delete Patient.")]
    public void Refusal_NamesItsRule(string scope, string interaction, string rule, string text)
    {
        var caller = new Caller("c", CallerKind.Provider, Clinic, ScopeSet.Parse("system/" + scope));
        var asked = Enum.Parse<Interaction>(interaction, ignoreCase: true);
        var issue = Assert.Single(Policy.Decide(caller, asked, "Patient", AccessClass.Member).Fault!.Issues);
        Assert.Equal((rule, text), (issue.Detail, issue.Text));
    }

    [Theory]
    [InlineData(CallerKind.Provider, Interaction.Read, "no-organization")]
    [InlineData(CallerKind.Provider, Interaction.Search, "no-organization")]
    [InlineData(CallerKind.Provider, Interaction.Create, "policy")]
    [InlineData((CallerKind)99, Interaction.Read, "policy")]
    public void AClientWithoutOrganization_IsToldSo_WhereThatIsTheReason(
        CallerKind kind,
        Interaction interaction,
        string rule
    )
    {
        var caller = new Caller("c", kind, null, ScopeSet.Parse("system/*.cruds"));
        var issue = Assert.Single(Policy.Decide(caller, interaction, "Patient", AccessClass.Member).Fault!.Issues);
        Assert.Equal(rule, issue.Detail);
        Assert.Equal(
            rule == "no-organization",
            issue.Text == "No provider organisation is registered for this client."
        );
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("BTG", false)]
    [InlineData("ETREAT", false)]
    public void APanel_IsItsOrganizations_AndNoMatterForAnEmergency(string? purpose, bool open)
    {
        var caller = new Caller("c", CallerKind.Provider, Clinic, ScopeSet.Parse("system/*.cruds"), purpose);
        var answer = Policy.Decide(caller, Interaction.Search, "Group", AccessClass.Organization);
        Assert.Equal(open, answer.Fault is null);
        if (open)
            Assert.Equal(new RowFilter(null, Restriction.Hidden) { Owner = Clinic }, answer.Value.Rows);
        Assert.NotNull(Policy.Decide(caller, Interaction.Update, "Group", AccessClass.Organization).Fault);
    }

    [Fact]
    public void Everything_NarrowedByAScope_IsNotWhole()
    {
        IReadOnlyList<IReadOnlyList<SearchCondition>> narrowed =
        [
            [new CompartmentFilter(Clinic)],
        ];
        Assert.True(new Grant(Caller.Operator, RowFilter.Everything).IsWhole);
        Assert.False(new Grant(Caller.Operator, RowFilter.Everything, narrowed).IsWhole);
        Assert.False(new Grant(Caller.Operator, new(Clinic, Restriction.None)).IsWhole);
    }

    [Fact]
    public void TheOperator_MayDoEverything_UnderItsOwnName()
    {
        Assert.Equal(("operator", CallerKind.Plan), (Caller.Operator.ClientId, Caller.Operator.Kind));
        foreach (var interaction in Enum.GetValues<Interaction>())
            Assert.True(Caller.Operator.Scopes.Allows(interaction, "Patient"));
    }

    [Theory]
    [InlineData("system/jobs.r", "jobs", Interaction.Read, true)]
    [InlineData("system/jobs.r", "jobs", Interaction.Update, false)]
    [InlineData("system/*.cruds", "jobs", Interaction.Read, false)]
    [InlineData("system/Patient.r", "Patient", Interaction.Read, false)]
    [InlineData("system/jobs.r?a=b", "jobs", Interaction.Read, false)]
    public void APartOfTheService_IsOpenToWhoNamesIt(string scope, string name, Interaction interaction, bool open) =>
        Assert.Equal(open, ScopeSet.Parse(scope).AllowsService(interaction, name));

    [Fact]
    public void AScopeOfAnotherType_NarrowsNothingHere()
    {
        var set = ScopeSet.Parse("system/Observation.rs?category=a", static (_, _) => [new CompartmentFilter(Clinic)]);
        Assert.True(set.Allows(Interaction.Read, "Observation"));
        Assert.False(set.Allows(Interaction.Read, "Patient"));
        Assert.Empty(set.Narrowing(Interaction.Read, "Patient")!);
        Assert.Empty(set.Narrowing(Interaction.Create, "Observation")!);
    }

    [Theory]
    [InlineData("?system/Patient.rs")]
    [InlineData("system/.rs")]
    [InlineData("system/")]
    [InlineData("system.rs")]
    public void AScopeThatIsCutShort_GrantsNothing(string scope)
    {
        var set = ScopeSet.Parse(scope, static (_, _) => [new CompartmentFilter(Clinic)]);
        Assert.False(set.Allows(Interaction.Read, "Patient"));
        Assert.False(set.Allows(Interaction.Read, string.Empty));
        Assert.False(ScopeGrants.IsScope(scope));
    }

    [Theory]
    [InlineData("system/Patient.rs", true)]
    [InlineData("system/jobs.r", true)]
    [InlineData("system/jobs.rs", false)]
    [InlineData("system/P4tient.rs", false)]
    [InlineData("system/Patient.c", true)]
    [InlineData("system/Patient.cc", false)]
    [InlineData("system/Patient.rs?a=", false)]
    [InlineData("system/Patient.rs?a=b", true)]
    [InlineData("system/Patient.rs?a", false)]
    [InlineData("system/Patient.write?a=b", false)]
    [InlineData("system/Patient.", false)]
    public void AScope_IsOneByItsGrammar(string scope, bool right) => Assert.Equal(right, ScopeGrants.IsScope(scope));

    [Fact]
    public void ARegistrationWithoutScopes_LimitsNothing_AndServicesAreNamed() =>
        Assert.Equal(
            ["system/Patient.cruds", "system/*.rs"],
            ScopeGrants.Of("system/Patient.cruds system/*.rs system/jobs.r", null)
        );

    [Fact]
    public void Parameters_OfALimit_StandInTheirOrder() =>
        Assert.Equal(
            ["system/Observation.rs?a=1&b=2"],
            ScopeGrants.Of("system/Observation.rs", ["system/*.rs?b=2&a=1"])
        );

    [Theory]
    [InlineData(Interaction.Create, "Consent", true)]
    [InlineData(Interaction.Update, "Consent", true)]
    [InlineData(Interaction.Create, "DocumentReference", true)]
    [InlineData(Interaction.Update, "DocumentReference", true)]
    [InlineData(Interaction.Create, "Binary", true)]
    [InlineData(Interaction.Update, "Binary", true)]
    [InlineData(Interaction.Create, "Task", true)]
    [InlineData(Interaction.Update, "Task", true)]
    [InlineData(Interaction.Create, "Patient", false)]
    [InlineData(Interaction.Update, "Patient", false)]
    [InlineData(Interaction.Create, "", false)]
    [InlineData(Interaction.Delete, "Task", false)]
    [InlineData(Interaction.Read, "Task", false)]
    public void Providers_WriteTheseTypesAlone(Interaction interaction, string type, bool open) =>
        Assert.Equal(open, WriteRights.OpenToProviders(interaction, type));

    [Theory]
    [InlineData(WriteContent.PrivacyDecision, "Consent", "privacy-decision", "The plan", Writers.Plan)]
    [InlineData(WriteContent.Directive, "Consent", "not-author", "inactive", Writers.Author)]
    [InlineData(WriteContent.PlanPaper, "DocumentReference", "plan-paper", "of your own", Writers.Plan)]
    [InlineData(WriteContent.Document, "DocumentReference", "not-author", "of your own", Writers.Author)]
    [InlineData(WriteContent.Bytes, "Binary", "not-author", "of your own", Writers.Author)]
    [InlineData(WriteContent.Request, "Task", "policy", "the plan's", Writers.Provider | Writers.Agency)]
    [InlineData(WriteContent.Record, "", "policy", "the plan's", Writers.Plan)]
    public void ARight_SaysWhoseItIs_AndWhatMayBeDoneInstead(
        WriteContent content,
        string type,
        string rule,
        string instead,
        Writers changes
    )
    {
        var right = WriteRights.Of(content);
        Assert.Equal((type, rule), (right.Type, right.Rule));
        Assert.Contains(instead, right.Refusal, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Writers.Plan | changes, right.Changes);
    }

    [Fact]
    public void Purposes_ThatAClientMayHave_AreThose() =>
        Assert.Equal(
            "BTG CAREMGT COC COVERAGE ELIGDTRM ETREAT FAMRQT HLEGAL HOPERAT HPAYMT HRESCH HSYSADMIN PATRQT PUBHLTH "
                + "PWATRNY TREAT",
            string.Join(' ', PurposeOfUse.Codes.Order(StringComparer.Ordinal))
        );
}
