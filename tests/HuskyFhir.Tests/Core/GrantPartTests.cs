using System.Reflection;
using HuskyFhir.Core.Access;

namespace HuskyFhir.Tests.Core;

/// <summary>A grant is stated once: all that narrows it is among its parts.</summary>
public sealed class GrantPartTests
{
    private static readonly Guid Clinic = Guid.Parse("00000000-0000-4000-8000-000000000001");
    private static readonly Guid Member = Guid.Parse("00000000-0000-4000-8000-000000000002");
    private static readonly Caller Ehr = new("ehr", CallerKind.Provider, Clinic, ScopeSet.Parse("system/*.rs"));

    public static TheoryData<RowFilter, Type> Narrowings =>
        new()
        {
            { new(Clinic, Restriction.None), typeof(GrantPart.AttributedTo) },
            { new(null, Restriction.Hidden), typeof(GrantPart.Without) },
            {
                new(null, Restriction.None) { Only = Restriction.Eligibility },
                typeof(GrantPart.OnlyWith)
            },
            {
                new(null, Restriction.None) { Owner = Clinic },
                typeof(GrantPart.ManagedBy)
            },
            {
                new(null, Restriction.None) { Member = Member },
                typeof(GrantPart.OfMember)
            },
            {
                new(null, Restriction.None) { Consents = Clinic },
                typeof(GrantPart.NotDenied)
            },
        };

    [Theory]
    [MemberData(nameof(Narrowings))]
    public void EachNarrowing_IsAPart_AndBringsThatWhatItIsAboutIsSeen(RowFilter rows, Type part) =>
        Assert.Equal(
            [part, typeof(GrantPart.WithWhatItIsAbout), typeof(GrantPart.Masked)],
            new Grant(Ehr, rows).Parts().Select(static each => each.GetType())
        );

    [Fact]
    public void Everything_HasNoParts_ForThePlan()
    {
        Assert.Empty(new Grant(Caller.Operator, RowFilter.Everything).Parts());
        Assert.True(new Grant(Caller.Operator, RowFilter.Everything).IsWhole);
        Assert.Equal(
            typeof(GrantPart.Within),
            Assert
                .Single(
                    new Grant(
                        Caller.Operator,
                        RowFilter.Everything,
                        [
                            [],
                        ]
                    ).Parts()
                )
                .GetType()
        );
    }

    [Fact]
    public void EveryKindOfPart_IsAskedOfEveryForm()
    {
        var kinds = typeof(GrantPart)
            .GetNestedTypes(BindingFlags.Public)
            .Where(static type => type.IsSubclassOf(typeof(GrantPart)) && type.IsSealed)
            .ToList();
        Assert.Equal(
            kinds.Select(static kind => kind.Name).Order(StringComparer.Ordinal),
            typeof(IGrantForm<>).GetMethods().Select(static method => method.Name).Order(StringComparer.Ordinal)
        );
        // What neither a filter nor a grant takes apart by position would be no part.
        Assert.Equal(8, typeof(RowFilter).GetProperties(BindingFlags.Public | BindingFlags.Instance).Length);
        Assert.Equal(
            ["Caller", "IsWhole", "Narrowed", "Rows"],
            typeof(Grant)
                .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Select(static property => property.Name)
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void AnEmergency_WithoutItsMember_CoversNobody()
    {
        foreach (var purpose in new[] { "BTG", "ETREAT" })
        {
            var caller = Ehr with { Purpose = purpose };
            Assert.Equal(Guid.Empty, Policy.Reach(caller, "Patient", AccessClass.Eligibility)!.Member);
            Assert.Equal(Member, Policy.Reach(caller with { Member = Member }, "Coverage", AccessClass.Member)!.Member);
            Assert.Null(Policy.Reach(caller with { Member = Member }, "Group", AccessClass.Organization));
        }
    }
}
