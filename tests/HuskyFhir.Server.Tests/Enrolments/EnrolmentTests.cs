using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Exchange.Enrolling;
using HuskyFhir.Exchange.Enrolling.Merging;
using HuskyFhir.Plan.Enrollment;
using HuskyFhir.Server.Tests.PcpAssignments;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace HuskyFhir.Server.Tests.Enrolments;

/// <summary>
/// Enrolment files through the write path: what they bring, what they leave as it is, and how each ends.
/// </summary>
public sealed class EnrolmentTests(PostgresServer postgres, ITestOutputHelper output) : OnBoth(postgres)
{
    private static readonly EnrolmentOptions Usual = new("dss");

    protected override bool Samples => false;

    protected override bool Alone => true;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Household_Loaded_IsThereWhole_AndTheSameFileIsNotLoadedTwice(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var npi = Made.Npi();
        var role = await Practice.NewAsync(plan);
        role["practitioner"]!["reference"] = (await plan.CreateAsync(Made.Practitioner(Made.Word(), npi))).At();
        var pcp = (await plan.CreateAsync(role)).At();
        var (head, child, family) = (Made.ClientId(), Made.ClientId(), Made.Word());
        var file = Files834.Of(
            "2",
            Files834.Subscriber(
                head,
                family,
                details: "ICM*4*2150.50\nLUI*LD*SPA**7",
                coverage: $"HD*021**HLT*HUSKY A\nDTP*348*D8*20261101\nLX*1\nNM1*P3*1*PILLBRIGHT*ADA****XX*{npi}*25"
            ),
            Files834.Child(head, child, family)
        );
        var answers = new KeptAnswers();
        var report = await server.TakeAsync(file, "household.834", answers: answers);
        Assert.Equal((EnrolmentState.Done, 2), (report.File.State, report.Of(MemberOutcome.Created)));
        var patient = await plan.MemberAsync(head);
        Assert.Equal("1985-06-12", (string)patient["birthDate"]!);
        Assert.Equal("es", (string)patient["communication"]![0]!["language"]!["coding"]![0]!["code"]!);
        Assert.Equal(pcp, (string)patient["generalPractitioner"]![0]!["reference"]!);
        Assert.Equal([pcp], await Practice.TeamsAsync(plan, At(patient), "active"));
        Assert.Equal(1, (await plan.AskAsync($"Coverage?patient={At(patient)}&class-value=HUSKY-A")).Total);
        Assert.Equal(
            1,
            (
                await plan.AskAsync($"Observation?patient={At(patient)}&code=household-income&value-quantity=2150.5")
            ).Total
        );
        Assert.Equal(1, (await plan.AskAsync($"RelatedPerson?patient={At(patient)}&relationship=CHILD")).Total);
        Assert.Equal(
            1,
            (await plan.AskAsync($"RelatedPerson?patient={At(await plan.MemberAsync(child))}&relationship=PRN")).Total
        );
        Assert.Equal(
            2,
            (
                await plan.AskAsync(
                    $"Patient?identifier=https://fhir.huskyfhir.example/NamingSystem/husky-household-case|CASE{head}"
                )
            ).Total
        );
        Assert.Contains("TA1*", answers.Text, StringComparison.Ordinal);
        Assert.Contains("AK9*A*1*1*1~", answers.Text, StringComparison.Ordinal);
        var again = await server.TakeAsync(file, "household.834");
        Assert.Equal((report.File.Id, 2), (again.File.Id, again.Of(MemberOutcome.Created)));
        var renamed = await server.TakeAsync(file, "other-name.834");
        Assert.Equal(EnrolmentState.Duplicate, renamed.File.State);
        // What the partner said is not told back to it.
        Assert.Equal(
            0,
            (
                await server.QueryAsync(
                    "SELECT COUNT(*) FROM change_states WHERE member = $1 AND partner = 'dss' AND state <> 'not-needed'",
                    static row => row.Long(0),
                    Guid.Parse((string)patient["id"]!)
                )
            )[0]
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task WhatAFileDoesNotTell_Stays_AndWhatItTellsOtherwiseBecomesTheOld(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (id, family) = (Made.ClientId(), Made.Word());
        await server.TakeAsync(Files834.Of("2", Files834.Subscriber(id, family.ToUpperInvariant())));
        var patient = await plan.MemberAsync(id);
        patient["name"]![0]!["family"] = family;
        patient["telecom"]!
            .AsArray()
            .Add(JsonNode.Parse("""{"system":"email","value":"ottoline@mail.example","use":"home"}"""));
        (await plan.PutAsync(patient)).Expect(System.Net.HttpStatusCode.OK);
        var same = await server.TakeAsync(Files834.Of("2", Files834.Subscriber(id, family.ToUpperInvariant(), "001")));
        Assert.Equal(1, same.Of(MemberOutcome.Unchanged));
        var moved = await server.TakeAsync(
            Files834.Of(
                "2",
                Files834
                    .Subscriber(id, family.ToUpperInvariant(), "001")
                    .Replace("1 INVENTED LANE", "9 OTHER ROAD", StringComparison.Ordinal)
            )
        );
        Assert.Equal(1, moved.Of(MemberOutcome.Changed));
        patient = await plan.MemberAsync(id);
        Assert.Equal(family, (string)patient["name"]![0]!["family"]!);
        Assert.Contains("ottoline@mail.example", patient.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(
            ["9 OTHER ROAD home", "1 INVENTED LANE old"],
            patient["address"]!.AsArray().Select(static each => $"{each!["line"]![0]} {each["use"]}")
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Coverage_EndsGoesOnAndIsCancelled_AndOfTheUnknownNothingIsLoaded(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (id, family) = (Made.ClientId(), Made.Word());
        async Task<(MemberOutcome, string)> ThenAsync(string maintenance, string coverage)
        {
            var report = await server.TakeAsync(
                Files834.Of("2", Files834.Subscriber(id, family, maintenance, coverage: coverage))
            );
            var found = (await plan.AskAsync($"Coverage?subscriber-id={id}")).Entries;
            return (
                report.Counts.Single().Key,
                string.Join(
                    ' ',
                    found
                        .Select(static each => each.GetProperty("resource"))
                        .Select(static each =>
                            $"{each.GetProperty("status")} {(each.GetProperty("period").TryGetProperty("end", out var end) ? end.ToString() : "-")}"
                        )
                        .Order(StringComparer.Ordinal)
                )
            );
        }

        Assert.Equal((MemberOutcome.Rejected, ""), await ThenAsync("024", "HD*024**HLT*HUSKY A\nDTP*349*D8*20261130"));
        Assert.Equal(
            (MemberOutcome.Rejected, ""),
            await ThenAsync("021", "HD*021**HLT*SOMETHING ELSE\nDTP*348*D8*20261101")
        );
        Assert.Equal(
            (MemberOutcome.Created, "active -"),
            await ThenAsync("021", "HD*021**HLT*HUSKY A\nDTP*348*D8*20261101")
        );
        Assert.Equal(
            (MemberOutcome.Changed, "active 2026-11-30"),
            await ThenAsync("024", "HD*024**HLT*HUSKY A\nDTP*349*D8*20261130")
        );
        Assert.Equal(
            (MemberOutcome.Changed, "active -"),
            await ThenAsync("025", "HD*025**HLT*HUSKY A\nDTP*348*D8*20261201")
        );
        Assert.Equal(
            (MemberOutcome.Changed, "active 2026-12-31"),
            await ThenAsync("024", "HD*024**HLT*HUSKY A\nDTP*349*D8*20261231")
        );
        Assert.Equal(
            (MemberOutcome.Changed, "active - active 2026-12-31"),
            await ThenAsync("025", "HD*025**HLT*HUSKY A\nDTP*348*D8*20270301")
        );
        Assert.Equal(
            (MemberOutcome.Changed, "active 2026-12-31 cancelled 2027-03-01"),
            await ThenAsync("001", "HD*002**HLT*HUSKY A\nDTP*348*D8*20270301")
        );
        Assert.Equal(
            (MemberOutcome.Rejected, "active 2026-12-31 cancelled 2027-03-01"),
            await ThenAsync("001", "HD*002**HLT*HUSKY B\nDTP*348*D8*20270301")
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task FullFile_ListsWhoIsMissing_AndEndsThemOnlyByRule(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var ids = Enumerable.Range(0, 4).Select(static _ => Made.ClientId()).ToArray();
        string Member(string id) =>
            Files834.Subscriber(id, Made.Word(), coverage: "HD*021**HLT*HUSKY D\nDTP*348*D8*20260101");
        Assert.Equal(4, (await server.TakeAsync(Files834.Of("2", [.. ids.Select(Member)]))).Of(MemberOutcome.Created));
        byte[] Full() => Files834.Of("4", [.. ids[..3].Select(Member)]);
        async Task<string?> EndAsync() =>
            JsonNode.Parse((await plan.AskAsync($"Coverage?subscriber-id={ids[3]}")).Body)!["entry"]![0]!["resource"]![
                "period"
            ]!
                ["end"]
                ?.GetValue<string>();
        var listed = await server.TakeAsync(Full());
        Assert.Equal(
            (true, 1, 0),
            (listed.File.IsFull, listed.Of(MemberOutcome.Missing), listed.Of(MemberOutcome.Ended))
        );
        Assert.Null(await EndAsync());
        var many = await server.TakeAsync(Full(), options: Usual with { EndMissing = true, MostMissingPercent = 10 });
        Assert.StartsWith("nobody-ended: 1 of 4", many.File.Reason, StringComparison.Ordinal);
        Assert.Null(await EndAsync());
        var ended = await server.TakeAsync(Full(), options: Usual with { EndMissing = true, MostMissingPercent = 25 });
        Assert.Equal((0, 1), (ended.Of(MemberOutcome.Missing), ended.Of(MemberOutcome.Ended)));
        Assert.Equal("2026-10-31", await EndAsync());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task UnsoundFile_EndsInANamedState_AndNothingOfItIsLoaded(string database)
    {
        var server = await ServerAsync(database);
        var id = Made.ClientId();
        string Good() => Encoding.Latin1.GetString(Files834.Of("2", Files834.Subscriber(id, "INVENTED")));
        (string Name, Func<string, string> Spoil)[] bad =
        [
            ("Truncated", static text => text[..(text.Length / 2)]),
            ("SegmentCountMismatch", static text => text.Replace("SE*", "SE*9", StringComparison.Ordinal)),
            (
                "InterchangeControlNumberMismatch",
                static text => text[..text.IndexOf("IEA*1*", StringComparison.Ordinal)] + "IEA*1*000000000~"
            ),
            (
                "SetVersionUnsupported",
                static text =>
                    text.Replace("ST*834*0001*005010X220A1", "ST*834*0001*004010X095A1", StringComparison.Ordinal)
            ),
            (
                "ElementHuge",
                static text => text.Replace("INVENTED*", new string('A', 5_000) + "*", StringComparison.Ordinal)
            ),
            ("GroupTrailerMissing", static text => text.Replace("\nGE*", "\nZE*", StringComparison.Ordinal)),
            ("HeaderMissing", static _ => "not a file of X12 at all, and nobody to answer"),
            ("Empty", static _ => string.Empty),
            ("usage-test", static text => text.Replace("*1*P*:", "*1*T*:", StringComparison.Ordinal)),
        ];
        foreach (var (name, spoil) in bad)
        {
            var report = await server.TakeAsync(Encoding.Latin1.GetBytes(spoil(Good())), answers: new KeptAnswers());
            Assert.Equal(EnrolmentState.Refused, report.File.State);
            Assert.Contains(name, report.File.Reason, StringComparison.Ordinal);
            Assert.Empty(report.Counts);
        }

        var number = Files834.Number();
        Assert.Equal(
            EnrolmentState.Done,
            (await server.TakeAsync(Files834.Numbered(number, "2", Files834.Subscriber(Made.ClientId(), "INVENTED"))))
                .File
                .State
        );
        var repeated = await server.TakeAsync(Files834.Numbered(number, "2", Files834.Subscriber(id, "INVENTED")));
        Assert.Equal(EnrolmentState.Duplicate, repeated.File.State);
        Assert.StartsWith("number-used", repeated.File.Reason, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync(server, $"SELECT COUNT(*) FROM business_keys WHERE value = '{id}'"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task MemberThatCannotBeUsed_IsRejectedAndNamed_AndTheOthersAreLoaded(string database)
    {
        var server = await ServerAsync(database);
        var answers = new KeptAnswers();
        var unreadable = Files834
            .Subscriber(Made.ClientId(), "INVENTED")
            .Replace("19850612", "19851362", StringComparison.Ordinal);
        var nobody = Files834
            .Child(Made.ClientId(), Made.ClientId(), "INVENTED")
            .Replace("REF*23*", "REF*17*", StringComparison.Ordinal);
        var unknown = Files834.Subscriber(Made.ClientId(), "INVENTED", details: "QQQ*1*2");
        var report = await server.TakeAsync(
            Files834.Of("2", nobody, unreadable, unknown, Files834.Subscriber(Made.ClientId(), "INVENTÉ")),
            answers: answers
        );
        Assert.Equal((2, 2), (report.Of(MemberOutcome.Rejected), report.Of(MemberOutcome.Created)));
        var lines = new List<OutcomeLine>();
        await foreach (
            var line in server
                .Services.GetRequiredService<Enroller>()
                .Ledger.LinesAsync(report.File.Id, null, TestContext.Current.CancellationToken)
        )
            lines.Add(line);
        Assert.Equal(
            [MemberOutcome.Rejected, MemberOutcome.Rejected, MemberOutcome.Created, MemberOutcome.Created],
            lines.Select(static line => line.Outcome)
        );
        Assert.StartsWith("member-id-missing", lines[0].Reason, StringComparison.Ordinal);
        Assert.StartsWith("unusable: DateInvalid in DMG of 2100A", lines[1].Reason, StringComparison.Ordinal);
        Assert.Contains("IK5*E", answers.Text, StringComparison.Ordinal);
        Assert.Contains("IK3*QQQ", answers.Text, StringComparison.Ordinal);
    }

    /// <summary>
    /// Files of others, from the folder that <c>HUSKY_X12</c> names: their programmes are not ours, so that one stands
    /// for all.
    /// </summary>
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Files_OfOthers_AreLoadedOrEachMemberIsNamed(string database)
    {
        var folder = Environment.GetEnvironmentVariable("HUSKY_X12");
        Assert.SkipWhen(
            string.IsNullOrEmpty(folder),
            "Name a folder with x12-834 in HUSKY_X12 to load the files of others."
        );
        var server = await ServerAsync(database);
        var created = 0L;
        foreach (
            var file in Directory
                .GetFiles(Path.Combine(folder!, "x12-834"))
                .Where(static file =>
                    !Path.GetFileName(file).StartsWith("LICENSE", StringComparison.Ordinal)
                    && !file.EndsWith("usage.txt", StringComparison.Ordinal)
                )
                .Order(StringComparer.Ordinal)
        )
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            var head = Encoding.Latin1.GetString(bytes, 0, 110);
            // Each has a partner of its own: they use the same numbers.
            var partner = Path.GetFileNameWithoutExtension(file);
            var report = await server.TakeAsync(
                bytes,
                options: new(partner) { IsTest = head[102] == 'T', OtherProgramme = "HUSKY-A" },
                answers: new KeptAnswers()
            );
            Assert.True(
                report.File.State == EnrolmentState.Done,
                $"{partner}: {report.File.State} {report.File.Reason}"
            );
            Assert.Equal(report.File.Taken, report.Counts.Values.Sum());
            created += report.Of(MemberOutcome.Created);
            await foreach (
                var line in server
                    .Services.GetRequiredService<Enroller>()
                    .Ledger.LinesAsync(report.File.Id, null, TestContext.Current.CancellationToken)
            )
                output.WriteLine($"{partner}: {line.Place} {line.Outcome} {line.Reason}");
        }

        Assert.True(created >= 4, $"Only {created} members were new.");
    }

    private static string At(JsonObject resource) => resource.At();

    private static async Task<long> CountAsync(HuskyServer server, string sql) =>
        (await server.QueryAsync(sql, static row => row.Long(0)))[0];
}
