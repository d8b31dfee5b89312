using Hl7.Fhir.Model;
using HuskyFhir.Plan.Definitions;

namespace HuskyFhir.Tests.Definitions;

/// <summary>The table of what definitions can be searched by says nothing that R4 does not say.</summary>
public sealed class DefinitionParametersTests
{
    public static TheoryData<string, string> Table { get; } =
    [
        .. DefinitionParameters.All.SelectMany(static parameter =>
            parameter.Types.Select(type => (type, parameter.Name))
        ),
    ];

    [Theory]
    [MemberData(nameof(Table))]
    public void Parameter_OfAType_IsTheOneThatR4Defines(string type, string name)
    {
        var parameter = DefinitionParameters.Of(type).Single(one => one.Name == name);
        if (name[0] == '_')
            return;

        var known = Assert.Single(ModelInfo.SearchParameters, one => one.Resource == type && one.Name == name);
        Assert.Equal(known.Type.ToString(), parameter.Kind.ToString());
        Assert.Contains($"{type}.{parameter.Path}", known.Expression, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_ThatAreServed_AllHaveParameters() =>
        Assert.All(
            OwnDefinitions.All.Select(static own => own.Type).Distinct(),
            type => Assert.NotEmpty(DefinitionParameters.Of(type))
        );

    [Fact]
    public void Parameters_All_FindSomethingThatWeHave() =>
        Assert.All(
            DefinitionParameters.All,
            parameter => Assert.Contains(OwnDefinitions.All, own => own.Known(parameter.Name).Count > 0)
        );
}
