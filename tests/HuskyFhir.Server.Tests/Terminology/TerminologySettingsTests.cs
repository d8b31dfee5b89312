using System.Text;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Conformance;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Definitions;
using Microsoft.Extensions.Configuration;

namespace HuskyFhir.Server.Tests.Terminology;

/// <summary>From the settings to the answer of a validation.</summary>
public sealed class TerminologySettingsTests
{
    private const string Profile =
        """{"resourceType":"StructureDefinition","url":"http://example.org/StructureDefinition/p","name":"P","status":"active","kind":"resource","abstract":false,"type":"Patient","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Patient","derivation":"constraint","differential":{"element":[{"id":"Patient","path":"Patient"},{"id":"Patient.maritalStatus","path":"Patient.maritalStatus","binding":{"strength":"required","valueSet":"http://x.org/vs/pets"}},{"id":"Patient.contact.relationship","path":"Patient.contact.relationship","binding":{"strength":"extensible","valueSet":"http://x.org/vs/pets"}}]}}""";

    [Theory]
    [InlineData("http://tx.example.org/r4", "Public", "must be https")]
    [InlineData("ftp://tx.example.org", "Public", "not an absolute https URL")]
    [InlineData("tx.example.org", "Public", "not an absolute https URL")]
    [InlineData("https://me:hunter2@tx.example.org", "Public", "neither user")]
    [InlineData("https://tx.example.org/?a=b", "Public", "neither user")]
    [InlineData("https://127.0.0.1", "Public", "does not allow")]
    [InlineData("https://10.0.0.1", "Public", "does not allow")]
    [InlineData("https://[::1]", "Private", "does not allow")]
    [InlineData("https://169.254.169.254", "Private", "does not allow")]
    [InlineData("https://10.0.0.1", "Loopback", "does not allow")]
    public void Settings_ServerThatMustNotBeCalled_StopTheStart(string server, string reach, string reason)
    {
        var told = Assert.Throws<SettingsException>(() =>
            Read(("TerminologyServer", server), ("TerminologyReach", reach))
        );

        Assert.Contains(reason, told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TerminologyTimeout", "10")]
    [InlineData("TerminologyTimePerValidation", "60001")]
    [InlineData("TerminologyConcurrency", "0")]
    [InlineData("TerminologyMaxBytes", "1")]
    [InlineData("TerminologyFailures", "0")]
    [InlineData("TerminologyPause", "0")]
    [InlineData("TerminologyCacheEntries", "1")]
    [InlineData("TerminologyCacheMinutes", "0")]
    [InlineData("TerminologyFailureSeconds", "0")]
    public void Settings_OutsideTheirRange_StopTheStart(string name, string value) =>
        Assert.Throws<SettingsException>(() => Read((name, value)));

    [Theory]
    [InlineData("https://tx.example.org/r4", "Public")]
    [InlineData("https://10.0.0.1/r4", "Private")]
    [InlineData("http://localhost:8080/r4", "Loopback")]
    public void Settings_GoodServer_IsTaken(string server, string reach) =>
        Assert.Equal(
            new Uri(server),
            Read(("TerminologyServer", server), ("TerminologyReach", reach)).Outside()!.Server
        );

    [Fact]
    public async Task Validate_CodesOfAForeignValueSet_AreJudgedByTheServerWithoutTellingItMore()
    {
        await using var stand = await TerminologyStand.StartAsync();
        var engine = Engine(("TerminologyServer", stand.Address.AbsoluteUri), ("TerminologyReach", "Loopback"));

        Assert.Empty(Details(engine, "cat", "cat"));
        Assert.Equal(
            [
                ("code-not-in-value-set", "Patient.maritalStatus", true),
                ("code-not-in-extensible-value-set", "Patient.contact[0].relationship[0]", false),
            ],
            Details(engine, "dog", "dog")
        );
        Assert.Equal(2, stand.Asked.Count);
        Assert.All(stand.Asked, asked => Assert.DoesNotMatch("(?i)rowan|sesame|single", asked.Body + asked.Address));
    }

    [Fact]
    public async Task Validate_ServerThatFails_ReadsLikeNotLoadedWithTheReason()
    {
        await using var stand = await TerminologyStand.StartAsync();
        stand.Answers = (_, context) =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        (string, string)[] server =
        [
            ("TerminologyServer", stand.Address.AbsoluteUri),
            ("TerminologyReach", "Loopback"),
        ];

        Assert.Equal(
            [
                ("code-not-checked", "Patient.maritalStatus", false),
                ("code-not-checked", "Patient.contact[0].relationship[0]", false),
            ],
            Details(Engine(server), "cat", "cat")
        );
        Assert.Contains(
            Issues(Engine(server), "cat", "cat"),
            issue => issue.Text.Contains("status 500", StringComparison.Ordinal)
        );
        Assert.Contains(
            ("code-not-checked", "Patient.maritalStatus", true),
            Details(Engine([.. server, ("UncheckedRequiredCode", "Error")]), "cat", "cat")
        );
    }

    private static ProfileValidator Engine(params (string Name, string Value)[] settings) =>
        Read(settings).HuskyEngine(new PackageLoader().Add(Encoding.UTF8.GetBytes(Profile), "p.json").Load());

    private static List<Core.Answers.Issue> Issues(ProfileValidator engine, string required, string extensible)
    {
        var body =
            $$"""{"resourceType":"Patient","meta":{"profile":["http://example.org/StructureDefinition/p"]},"name":[{"family":"Rowan"}],"maritalStatus":{"text":"single","coding":[{"system":"http://x.org/animals","code":"{{required}}","display":"Sesame"}]},"contact":[{"name":{"text":"Rowan"},"relationship":[{"coding":[{"system":"http://x.org/animals","code":"{{extensible}}","display":"Sesame"}]}]}]}""";
        return [.. engine.Validate(new ResourceParser().Parse(Encoding.UTF8.GetBytes(body)).Resource!, []).Issues];
    }

    private static List<(string?, string?, bool)> Details(
        ProfileValidator engine,
        string required,
        string extensible
    ) =>
        [
            .. Issues(engine, required, extensible)
                .Where(issue => issue.Detail != "dom-6")
                .Select(issue => (issue.Detail, issue.Expression, issue.Refuses)),
        ];

    private static ValidationSettings Read(params (string Name, string Value)[] settings) =>
        Settings.Read<ValidationSettings>(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    settings.Select(one => KeyValuePair.Create("Validation:" + one.Name, (string?)one.Value))
                )
                .Build(),
            "Validation"
        );
}
