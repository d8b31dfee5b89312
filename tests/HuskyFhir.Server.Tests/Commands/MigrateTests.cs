using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Commands;

/// <summary><c>migrate</c>, on both databases.</summary>
public sealed class MigrateTests(PostgresServer postgres) : InFolder
{
    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public async Task Schema_MigratedTwice_IsCurrentTheSecondTime(string provider)
    {
        var settings = await Databases.SettingsAsync(provider, Folder, postgres);
        var first = await RunWithAsync(settings, "migrate");
        Assert.Equal((0, ""), (first.Code, first.Error));
        Assert.StartsWith("Applied ", first.Out, StringComparison.Ordinal);
        var second = await RunWithAsync(settings, "migrate");
        Assert.Equal((0, "The schema is current.\n"), (second.Code, second.Out));
    }

    /// <summary>Instances that start together on an empty database.</summary>
    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public async Task Several_AtOnce_AllSucceed(string provider)
    {
        var settings = await Databases.SettingsAsync(provider, Folder, postgres);
        var ended = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RunWithAsync(settings, "migrate")));
        Assert.All(ended, static each => Assert.Equal((0, ""), (each.Code, each.Error)));
        Assert.Single(ended, static each => each.Out.StartsWith("Applied ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Service_WithAnOldSchemaAndNoMigration_Is2WithWhatToDo()
    {
        var ended = await RunWithAsync([("Store__MigrateOnStart", "false")]);
        Assert.Equal(2, ended.Code);
        Assert.Contains("run the command 'migrate' first", ended.Error, StringComparison.Ordinal);
    }
}
