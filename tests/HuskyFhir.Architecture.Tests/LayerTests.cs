using System.Reflection;
using System.Runtime.CompilerServices;
using ArchUnitNET.xUnitV3;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Stored;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace HuskyFhir.Architecture.Tests;

/// <summary>What a layer may see of those below it.</summary>
public sealed class LayerTests
{
    [Fact]
    public void Storage_ShowsItsInside_ToTheTwoLayersAboveAlone()
    {
        var friends = House
            .Load("Storage")
            .GetCustomAttributes<InternalsVisibleToAttribute>()
            .Select(static friend => friend.AssemblyName)
            .Where(static name => !name.EndsWith("Tests", StringComparison.Ordinal) && name != "HuskyFhir.Benchmarks");
        Assert.Equal(["HuskyFhir.Plan", "HuskyFhir.Resources"], friends.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Server")]
    [InlineData("Exchange")]
    [InlineData("Simulation")]
    public void NobodyAbove_WritesSql(string project) =>
        Types()
            .That()
            .ResideInAssembly(House.Load(project))
            .Should()
            .NotDependOnAny(Types().That().ResideInNamespaceMatching(@"^HuskyFhir\.Storage\.Sql"))
            .Because("whoever asks the store does it with a grant, by Resources or Plan")
            .Check(House.Read);

    [Fact]
    public void Storage_KnowsNoFhirType() =>
        Types()
            .That()
            .ResideInAssembly(House.Load("Storage"))
            .Should()
            .NotDependOnAnyTypesThat()
            .ResideInNamespaceMatching(@"^Hl7\.Fhir")
            .Check(House.Read);

    [Fact]
    public void ServerNamesTheSimulation_InItsCommandsAlone() =>
        Types()
            .That()
            .ResideInAssembly(House.Load("Server"))
            .And()
            .DoNotResideInNamespaceMatching(@"^HuskyFhir\.Server\.Commands")
            .Should()
            .NotDependOnAny(Types().That().ResideInAssembly(House.Load("Simulation")))
            .Check(House.Read);

    /// <summary>
    /// What is asked past a grant is asked here, by a name and for a reason; a further look-up is a decision, and a
    /// line of this list.
    /// </summary>
    [Fact]
    public void WhatPassesGrants_IsListed_WithItsReason()
    {
        var found = House
            .Projects.SelectMany(static project => House.Load(project).GetTypes())
            .SelectMany(static type => type.GetMethods(Everything))
            .Where(static method => method.GetCustomAttribute<PastGrantAttribute>() is not null)
            .ToList();
        Assert.All(
            found,
            static method => Assert.True(method.GetCustomAttribute<PastGrantAttribute>()!.Reason.Length > 20)
        );
        Assert.Equal(
            [
                "NamedMembers.OfAsync",
                "NamedMembers.OfAsync",
                "SystemQuery.IsEmptyAsync",
                "SystemQuery.MemberAsync",
                "SystemQuery.OrganizationAsync",
                "SystemQuery.RecipientAsync",
                "SystemQuery.TypesAsync",
            ],
            found.Select(static method => $"{method.DeclaringType!.Name}.{method.Name}").Order(StringComparer.Ordinal)
        );
        Assert.All(
            new[] { typeof(SystemQuery), typeof(NamedMembers) }.SelectMany(static type => type.GetMethods(Own)),
            static method => Assert.NotNull(method.GetCustomAttribute<PastGrantAttribute>())
        );
    }

    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
    private const BindingFlags Everything = Own | BindingFlags.NonPublic | BindingFlags.Static;
}
