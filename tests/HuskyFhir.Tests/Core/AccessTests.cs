using HuskyFhir.Core.Access;
using HuskyFhir.Core.Search;

namespace HuskyFhir.Tests.Core;

/// <summary>Scopes (SMART App Launch 2.2) and the policy: deny unless something allows.</summary>
public sealed class AccessTests
{
    private static readonly Guid Clinic = new("01900000-0000-7000-8000-000000000001");

    [Theory]
    [InlineData("system/Patient.rs", "RS")]
    [InlineData("system/Patient.read", "RS")]
    [InlineData("system/Patient.write", "CUD")]
    [InlineData("system/Patient.*", "CRUDS")]
    [InlineData("system/*.cruds", "CRUDS")]
    [InlineData("system/*.r system/Patient.s", "RS")]
    [InlineData("  system/Patient.c   system/Patient.d ", "CD")]
    [InlineData("system/Patient.sr", "")]
    [InlineData("system/Patient.rr", "")]
    [InlineData("system/Patient.RS", "")]
    [InlineData("system/Patient.rsx", "")]
    [InlineData("system/Patient", "")]
    [InlineData("system/.rs", "")]
    [InlineData("System/Patient.rs", "")]
    [InlineData("patient/Patient.rs user/*.cruds", "")]
    [InlineData("system/Coverage.cruds", "")]
    [InlineData("system/Patien.cruds system/Patients.cruds system/patient.cruds", "")]
    [InlineData("system/Patient.rs?name=x", "")]
    [InlineData("*/*.* system/** .", "")]
    [InlineData("", "")]
    public void Allows_ByScope_GivesItsLettersAndNoMore(string scopes, string letters)
    {
        var set = ScopeSet.Parse(scopes);
        foreach (var interaction in Enum.GetValues<Interaction>())
            Assert.Equal(
                letters.Contains(interaction.ToString()[0], StringComparison.Ordinal),
                set.Allows(interaction, "Patient")
            );
    }

    [Theory]
    [InlineData(CallerKind.Plan, AccessClass.Member, "CRUDS")]
    [InlineData(CallerKind.Plan, AccessClass.Directory, "CRUDS")]
    [InlineData(CallerKind.Agency, AccessClass.Member, "RS")]
    [InlineData(CallerKind.Agency, AccessClass.Directory, "RS")]
    [InlineData(CallerKind.Provider, AccessClass.Member, "RS")]
    [InlineData(CallerKind.Provider, AccessClass.Directory, "RS")]
    [InlineData((CallerKind)99, AccessClass.Member, "")]
    public void Decide_WithEveryScope_AllowsWhatTheKindMay(CallerKind kind, AccessClass openness, string letters)
    {
        var caller = new Caller("c", kind, Clinic, ScopeSet.Parse("system/*.cruds"));
        foreach (var interaction in Enum.GetValues<Interaction>())
            Assert.Equal(
                letters.Contains(interaction.ToString()[0], StringComparison.Ordinal),
                Policy.Decide(caller, interaction, "Patient", openness).Fault is null
            );
    }

    [Theory]
    [InlineData(CallerKind.Plan, null, AccessClass.Member, false, Restriction.None, Restriction.None, false)]
    [InlineData(
        CallerKind.Agency,
        null,
        AccessClass.Eligibility,
        false,
        Restriction.Plan | Restriction.Hearing | Restriction.Sensitive,
        Restriction.None,
        false
    )]
    [InlineData(
        CallerKind.Agency,
        null,
        AccessClass.Member,
        false,
        Restriction.Sensitive,
        Restriction.Eligibility,
        false
    )]
    [InlineData(CallerKind.Provider, null, AccessClass.Member, true, Restriction.Hidden, Restriction.None, true)]
    [InlineData(
        CallerKind.Provider,
        "HPAYMT",
        AccessClass.Eligibility,
        true,
        Restriction.Hidden,
        Restriction.None,
        true
    )]
    [InlineData(
        CallerKind.Provider,
        "BTG",
        AccessClass.Member,
        false,
        Restriction.Eligibility | Restriction.Plan | Restriction.Hearing,
        Restriction.None,
        false
    )]
    [InlineData(
        CallerKind.Provider,
        "ETREAT",
        AccessClass.Member,
        false,
        Restriction.Eligibility | Restriction.Plan | Restriction.Hearing,
        Restriction.None,
        false
    )]
    [InlineData(CallerKind.Provider, null, AccessClass.Directory, false, Restriction.Hidden, Restriction.None, false)]
    public void Decide_ForALook_NarrowsTheRows(
        CallerKind kind,
        string? purpose,
        AccessClass openness,
        bool attributed,
        Restriction closed,
        Restriction only,
        bool consents
    )
    {
        var rows = Policy
            .Decide(
                new("c", kind, Clinic, ScopeSet.Parse("system/*.rs"), purpose),
                Interaction.Read,
                "Patient",
                openness
            )
            .Value.Rows;
        var expected = new RowFilter(attributed ? Clinic : null, closed)
        {
            Only = only,
            Consents = consents ? Clinic : null,
            Member = Purposes.IsEmergency(purpose) ? Guid.Empty : null,
            Hearings = kind == CallerKind.Agency && openness == AccessClass.Member,
        };
        Assert.Equal(consents && purpose is not null ? expected with { Purpose = purpose } : expected, rows);
    }

    /// <summary>The Department moves what it hears, and writes nothing else.</summary>
    [Fact]
    public void Decide_ForTheAgencysWrite_AllowsVersionsOfRequestsAlone()
    {
        var caller = new Caller("c", CallerKind.Agency, null, ScopeSet.Parse("system/*.cruds"));
        foreach (
            var type in new[] { "Task", "ClaimResponse", "DocumentReference", "Communication", "Binary", "Consent" }
        )
        foreach (var interaction in new[] { Interaction.Create, Interaction.Update, Interaction.Delete })
            Assert.Equal(
                type == "Task" && interaction == Interaction.Update,
                Policy.Decide(caller, interaction, type, AccessClass.Member).Fault is null
            );
        Assert.True(Policy.Decide(caller, Interaction.Update, "Task", AccessClass.Member).Value.Rows.Hearings);
    }

    [Theory]
    [InlineData("BTG")]
    [InlineData("ETREAT")]
    [InlineData(null)]
    public void Decide_ForAProvidersWrite_AllowsDocumentsOfItsMembersAlone(string? purpose)
    {
        var caller = new Caller("c", CallerKind.Provider, Clinic, ScopeSet.Parse("system/*.cruds"), purpose);
        foreach (var interaction in new[] { Interaction.Create, Interaction.Update })
        {
            Assert.Equal(
                purpose is null,
                Policy.Decide(caller, interaction, "DocumentReference", AccessClass.Member).Fault is null
            );
            Assert.NotNull(Policy.Decide(caller, interaction, "Patient", AccessClass.Eligibility).Fault);
        }

        Assert.NotNull(Policy.Decide(caller, Interaction.Delete, "DocumentReference", AccessClass.Member).Fault);
    }

    [Fact]
    public void Scopes_WithParameters_NarrowUntilOneGrantsTheWhole()
    {
        static IReadOnlyList<SearchCondition>? Read(string type, string parameters) =>
            type == "Observation" && parameters == "category=a" ? [new CompartmentFilter(Clinic)] : null;
        var narrow = ScopeSet.Parse("system/Observation.rs?category=a system/Patient.rs?category=a", Read);
        Assert.True(narrow.Allows(Interaction.Read, "Observation"));
        Assert.False(narrow.Allows(Interaction.Update, "Observation"));
        Assert.False(narrow.Allows(Interaction.Read, "Patient"));
        Assert.Single(narrow.Narrowing(Interaction.Read, "Observation")!);
        Assert.Null(
            ScopeSet
                .Parse("system/Observation.rs?category=a system/*.r", Read)
                .Narrowing(Interaction.Read, "Observation")
        );
        Assert.Single(ScopeSet.Parse("system/*.rs?category=a", Read).Narrowing(Interaction.Search, "Observation")!);
        Assert.False(ScopeSet.Parse("system/*.rs?category=a", Read).Allows(Interaction.Search, "Coverage"));
    }

    [Fact]
    public void Decide_ForAProviderWithoutOrganization_RefusesMembers()
    {
        var caller = new Caller("c", CallerKind.Provider, null, ScopeSet.Parse("system/*.cruds"));
        Assert.NotNull(Policy.Decide(caller, Interaction.Read, "Patient", AccessClass.Member).Fault);
        Assert.NotNull(Policy.Decide(caller, Interaction.Search, "Coverage", AccessClass.Member).Fault);
        Assert.Null(Policy.Decide(caller, Interaction.Read, "Organization", AccessClass.Directory).Fault);
    }

    [Fact]
    public void Decide_WithoutScope_TellsWhichToAskFor()
    {
        var fault = Policy
            .Decide(
                new("c", CallerKind.Plan, null, ScopeSet.Parse("system/Patient.r")),
                Interaction.Search,
                "Patient",
                AccessClass.Member
            )
            .Fault;
        Assert.Contains("system/Patient.s", fault!.Summary, StringComparison.Ordinal);
    }
}
