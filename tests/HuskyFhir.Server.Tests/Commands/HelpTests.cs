using System.Text.RegularExpressions;

namespace HuskyFhir.Server.Tests.Commands;

/// <summary>The help of the root and of every command, and that what it shows works when pasted.</summary>
public sealed partial class HelpTests : InFolder
{
    [Fact]
    public async Task Root_Help_NamesEveryCommandAndSetting()
    {
        var help = await RunAsync("--help");
        Assert.Equal(0, help.Code);
        foreach (
            var word in (string[])
                [
                    "token",
                    "client",
                    "keys",
                    "load",
                    "validate",
                    "migrate",
                    "generate",
                    "Store__Provider",
                    "ConnectionStrings__Husky",
                    "ASPNETCORE_URLS",
                ]
        )
            Assert.Contains(word, help.Out, StringComparison.Ordinal);
        Assert.Empty(help.Error);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("load")]
    [InlineData("validate")]
    [InlineData("migrate")]
    [InlineData("generate")]
    public async Task Command_ExamplesOfItsHelp_Work(string command)
    {
        var help = await RunAsync(command, "--help");
        Assert.Equal(0, help.Code);
        var examples = ExampleLine().Matches(help.Out).Select(static found => found.Groups[1].Value).ToList();
        Assert.NotEmpty(examples);
        Write("patient.json", Files.Patient("1", "Example"));
        Write("us-core-examples/patient.json", Files.Patient("1", "Example"));
        CopySamples();
        foreach (var example in examples)
        {
            // As a shell would take it apart, with this folder in the place of the user's own and of /tmp.
            var words = Word()
                .Matches(example)
                .Select(found => found.Value.Trim('\''))
                .Select(word =>
                    Regex.Replace(word, "^(~|/tmp)/", Folder + "/").Replace("10000", "50", StringComparison.Ordinal)
                )
                .ToArray();
            var ran = await RunAsync(words);
            Assert.True(ran.Code == 0, $"'{example}' ended with {ran.Code}: {ran.Out} {ran.Error}");
        }
    }

    [Fact]
    public async Task Version_IsAskedFor_IsPrintedAlone()
    {
        var version = await RunAsync("--version");
        Assert.Equal(0, version.Code);
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", version.Out);
    }

    [Theory]
    [InlineData("load")]
    [InlineData("bogus")]
    [InlineData("generate --members x --out o")]
    [InlineData("generate --members 0 --out o")]
    [InlineData("token")]
    public async Task Command_UsedWrongly_Is2WithASentence(string arguments)
    {
        var ended = await RunAsync(arguments.Split(' '));
        Assert.Equal(2, ended.Code);
        Assert.NotEmpty(ended.Error);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"dotnet run --project src/HuskyFhir\.Server -- (.+)")]
    private static partial Regex ExampleLine();

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Word();

    private void CopySamples()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "fhir-samples"));
        foreach (var file in Directory.EnumerateFiles(Running.HuskyServer.SamplesFolder))
            File.Copy(file, Path.Combine(Folder, "fhir-samples", Path.GetFileName(file)));
    }
}
