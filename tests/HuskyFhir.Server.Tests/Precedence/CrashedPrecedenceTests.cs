using System.Diagnostics;
using System.Globalization;
using HuskyFhir.Core.Terms;
using HuskyFhir.Resources.Types;
using HuskyFhir.Server.Tests.Commands;
using HuskyFhir.Server.Tests.Enrolments;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Precedence;

/// <summary>
/// <c>enrol</c> and <c>load</c> over members who have a protected address and a provider of their choice, killed
/// (SIGKILL) again and again: both stand, and each question is asked once, as if nothing had been disturbed.
/// </summary>
public sealed class CrashedPrecedenceTests(PostgresServer postgres, ITestOutputHelper output) : InFolder
{
    private const int Kills = 3;
    private const int Members = 600;
    private const string Npi = "1999900016";

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public async Task FilesKilledAtAnyMoment_LeaveWhatStands_AndAskOnce(string provider)
    {
        var seed = Environment.TickCount;
        var told = $"seed {seed}, {provider}";
        output.WriteLine(told);
        var chance = new Random(seed);
        (string, string)[] settings =
        [
            .. await Commands.Databases.SettingsAsync(provider, Folder, postgres),
            ("Partners__dss__Test", "false"),
            ("Partners__dss__Enrolment__CheckParties", "false"),
            ("Validation__RequireOwnProfiles", "false"),
        ];
        var known = Write(
            "known.ndjson",
            [
                .. Directory(),
                .. Enumerable
                    .Range(0, Members)
                    .SelectMany(static at => (string[])[Patient(at, "1 INVENTED LANE"), Chosen(at)]),
            ]
        );
        var news = Write(
            "news.ndjson",
            [.. Enumerable.Range(0, Members).Select(static at => Patient(at, "5 NEWS STREET"))]
        );
        var file = Path.Combine(Folder, "moved.834");
        await File.WriteAllBytesAsync(
            file,
            Files834.Of("2", [.. Enumerable.Range(0, Members).Select(Moved)]),
            Cancellation
        );
        Assert.Equal(0, (await RunWithAsync(settings, "migrate")).Code);
        var loaded = await RunWithAsync(settings, "load", known);
        Assert.True(loaded.Code == 0, $"{loaded.Out} {loaded.Error} ({told})");
        await KillAsync(settings, chance, "SELECT COUNT(*) FROM enrolment_outcomes", "enrol", file);
        var enrolled = await RunWithAsync(settings, "enrol", file);
        Assert.True(enrolled.Code == 0, $"{enrolled.Out} {enrolled.Error} ({told})");
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"opened {Members} conflicts"),
            enrolled.Out,
            StringComparison.Ordinal
        );
        await using var stored = await Stored.OpenAsync(settings[0].Item2, settings[1].Item2);
        await StandsAsync(stored, "primary-care-provider", told);
        await KillAsync(settings, chance, "SELECT COUNT(*) FROM fact_conflicts WHERE fact = 'address'", "load", news);
        for (var again = 0; again < 2; again++)
        {
            var ended = await RunWithAsync(settings, "load", news);
            Assert.True(ended.Code == 0, $"{ended.Out} {ended.Error} ({told})");
            await StandsAsync(stored, "address", told);
        }
    }

    /// <summary>Every member has what stood and what DSS said, and the question was asked once.</summary>
    private static async Task StandsAsync(Stored stored, string fact, string told)
    {
        Assert.True(
            await stored.CountAsync($"SELECT COUNT(*) FROM fact_conflicts WHERE fact = '{fact}' AND state = 'open'")
                == Members,
            $"{fact} ({told})"
        );
        Assert.Equal(Members, await stored.CountAsync("SELECT COUNT(DISTINCT member) FROM fact_conflicts"));
        Assert.Equal(Members, await stored.CountAsync("SELECT COUNT(*) FROM assignments WHERE status = 'active'"));
        Assert.Equal(Members, await stored.CountAsync("SELECT COUNT(*) FROM resources WHERE type = 'CareTeam'"));
        var bodies = await stored.QueryAsync(
            "SELECT body FROM resources WHERE type = 'Patient'",
            static row => System.Text.Encoding.UTF8.GetString(row.Bytes(0))
        );
        Assert.Equal(Members, bodies.Count);
        Assert.All(
            bodies,
            body =>
                Assert.True(
                    body.Contains("7 SHELTER ROAD", StringComparison.Ordinal)
                        && body.Contains("9 OTHER ROAD", StringComparison.Ordinal)
                        && !body.Contains("5 NEWS STREET", StringComparison.Ordinal),
                    $"{body} ({told})"
                )
        );
    }

    private async Task KillAsync(
        (string Name, string Value)[] settings,
        Random chance,
        string progress,
        params string[] command
    )
    {
        var killed = 0;
        for (var run = 0; run < Kills; run++)
        {
            await using var process = HuskyProcess.Start(Folder, settings, null, command);
            var ended = process.EndAsync();
            await using var stored = await Stored.OpenAsync(settings[0].Value, settings[1].Value);
            var wanted = (run * Members / Kills) + 1;
            for (
                var watch = Stopwatch.StartNew();
                watch.Elapsed < TimeSpan.FromSeconds(60)
                    && !ended.IsCompleted
                    && await stored.CountAsync(progress) < wanted;

            )
                await Task.WhenAny(ended, Task.Delay(5, Cancellation));
            await Task.WhenAny(ended, Task.Delay(chance.Next(0, 40), Cancellation));
            if (!ended.IsCompleted)
            {
                process.Kill();
                killed++;
            }

            await ended;
        }

        output.WriteLine($"{command[0]}: {killed} kills");
    }

    private static IEnumerable<string> Directory() =>
        [
            """{"resourceType":"Organization","id":"clinic","active":true,"name":"Invented Clinic"}""",
            $$"""{"resourceType":"Practitioner","id":"other","identifier":[{"system":"{{Systems.Npi}}","value":"{{Npi}}"}],"name":[{"family":"Pillbright"}]}""",
            """{"resourceType":"PractitionerRole","id":"chosen","active":true,"organization":{"reference":"Organization/clinic"}}""",
            """{"resourceType":"PractitionerRole","id":"named","active":true,"organization":{"reference":"Organization/clinic"},"practitioner":{"reference":"Practitioner/other"}}""",
        ];

    private static string Id(int at) => string.Create(CultureInfo.InvariantCulture, $"P{at:D6}");

    private static string Patient(int at, string street) =>
        $$"""
            {"resourceType":"Patient","id":"{{Id(at)}}","identifier":[{"system":"{{Systems.ClientId}}","value":"{{Id(
                at
            )}}"}],"name":[{"use":"official","family":"INVENTED","given":["OTTOLINE","Q"]}],"gender":"female","birthDate":"1985-06-12","address":[{"use":"home","line":["{{street}}"],"city":"NEW HAVEN","state":"CT","postalCode":"06510"},{"extension":[{"url":"{{ConfidentialElements.Label}}","valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"} }],"line":["7 SHELTER ROAD"],"city":"HARTFORD","state":"CT","postalCode":"06103"}],"generalPractitioner":[{"reference":"PractitionerRole/chosen"}]}
            """;

    private static string Chosen(int at)
    {
        var team = Made.CareTeam($"Patient/{Id(at)}", "PractitionerRole/chosen", "2026-10-01");
        team["id"] = $"team-{Id(at)}";
        team["reasonCode"] = System.Text.Json.Nodes.JsonNode.Parse(
            $$"""[{"coding":[{"system":"{{HuskyFhir.Plan.PcpAssignments.AssignmentTerms.Reasons}}","code":"chosen"}]}]"""
        );
        return team.ToJsonString();
    }

    private static string Moved(int at) =>
        Files834
            .Subscriber(
                Id(at),
                "INVENTED",
                coverage: $"HD*021**HLT*HUSKY A\nDTP*348*D8*20261101\nLX*1\nNM1*P3*1*PILLBRIGHT*ADA****XX*{Npi}*25\nPLA*2*1P*20261102**AI"
            )
            .Replace("1 INVENTED LANE*APT 2", "9 OTHER ROAD", StringComparison.Ordinal);
}
