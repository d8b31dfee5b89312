namespace HuskyFhir.Tests.Populations;

/// <summary>The tests that only read share one population: parsing it strictly is what costs.</summary>
[CollectionDefinition(Name)]
public sealed class OnePopulation : ICollectionFixture<GeneratedPopulation>
{
    public const string Name = "one population";
}
