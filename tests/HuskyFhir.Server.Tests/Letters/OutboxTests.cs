using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using HuskyFhir.Exchange.Letters;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Plan.Notices.Outbox;
using HuskyFhir.Plan.PartnerRuns;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Letters;
using HuskyFhir.Server.Tests.Exchanges;
using HuskyFhir.Server.Tests.Requests;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace HuskyFhir.Server.Tests.Letters;

/// <summary>Letters leave once, by the way that the member wants, and whatever happens on the way has a name.</summary>
public sealed class OutboxTests(PostgresServer postgres) : OnBoth(postgres)
{
    private static readonly int SmtpPort = FreePort();
    private readonly string printer = Path.Combine(Path.GetTempPath(), $"husky-printer-{Environment.ProcessId}");

    protected override bool Alone => true;

    protected override bool Samples => false;

    protected override (string Name, string Value)[] Settings =>
        [
            ("Letters:Printer:Folder", printer),
            ("Letters:Spool", Path.Combine(printer, "spool")),
            ("Letters:Phone", "1-800-555-0199"),
            ("Letters:Sender:0", "1 Invented Plaza"),
            ("Letters:Sender:1", "Hartford, CT 06100"),
            ("Letters:Email:Host", "127.0.0.1"),
            ("Letters:Email:Port", $"{SmtpPort}"),
            ("Letters:Email:Security", "None"),
            ("Letters:Email:From", "letters@plan.example"),
        ];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Letters_GoToTheConfidentialAddressFirst_AndNowhereElseWhereItCannotBeUsed(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var home = await OneAsync(plan, await Post.MemberAsync(plan, null, Post.Address("12 Home Road")));
        var hidden = await OneAsync(
            plan,
            await Post.MemberAsync(
                plan,
                "es",
                Post.Address("12 Home Road"),
                Post.Address("99 Safe House", confidential: true)
            )
        );
        var half = Post.Address("1 Half Street", confidential: true);
        half.Remove("city");
        var broken = await OneAsync(plan, await Post.MemberAsync(plan, null, Post.Address("12 Home Road"), half));
        var nowhere = await OneAsync(plan, await Post.MemberAsync(plan));
        var mailer = await Post.MemberAsync(plan, null, Post.Address("12 Home Road"));
        var member = await Asked.ReadAsync(plan, mailer);
        var email = JsonNode.Parse("""{"system":"email","value":"invented@member.example"}""")!.AsObject();
        email["extension"] = Post.Labelled();
        member["telecom"] = new JsonArray(email);
        (await plan.PutAsync(member)).Expect(HttpStatusCode.OK);
        var byMail = await OneAsync(plan, mailer);

        // Without the mail server the rest goes, and this one waits.
        await server.RunAsync("letters");
        Assert.Equal(("preparation", "waiting"), (await ReadAsync(plan, byMail)).Stand());
        using (var smtp = new SmtpServer(SmtpPort))
        {
            await server.RunAsync("letters");
            await server.RunAsync("letters");
            var sent = Assert.Single(smtp.Mails);
            Assert.Contains("RCPT TO:<invented@member.example>", sent, StringComparison.Ordinal);
            Assert.Contains("Subject: A letter from your health plan", sent, StringComparison.Ordinal);
            Assert.DoesNotContain("rievance", sent, StringComparison.Ordinal);
        }

        Assert.Equal(("in-progress", "sent"), (await ReadAsync(plan, byMail)).Stand());
        Assert.Equal("EMAILWRIT", (string?)(await ReadAsync(plan, byMail))["medium"]![0]!["coding"]![0]!["code"]);
        foreach (
            var (letter, yes, no) in new[]
            {
                (home, "12 Home Road", "Safe House"),
                (hidden, "99 Safe House", "12 Home Road"),
            }
        )
        {
            Assert.Equal(("in-progress", "sent"), (await ReadAsync(plan, letter)).Stand());
            var words = Post.Words(await File.ReadAllBytesAsync(FileOf(letter)));
            Assert.Contains(
                yes.Replace(" ", "", StringComparison.Ordinal),
                words.Replace(" ", "", StringComparison.Ordinal),
                StringComparison.Ordinal
            );
            Assert.DoesNotContain(
                no.Replace(" ", "", StringComparison.Ordinal),
                words.Replace(" ", "", StringComparison.Ordinal),
                StringComparison.Ordinal
            );
        }

        foreach (var letter in new[] { broken, nowhere })
        {
            Assert.Equal(("on-hold", "no-address"), (await ReadAsync(plan, letter)).Stand());
            Assert.False(File.Exists(FileOf(letter)));
        }

        // The PDF is part of the record, and read as one.
        var paper = await Asked.ReadAsync(plan, home.Paper());
        var binary = (string)paper["content"]![1]!["attachment"]!["url"]!;
        Assert.Equal("application/pdf", (string?)paper["content"]![1]!["attachment"]!["contentType"]);
        Assert.Equal(await Post.BytesAsync(plan, binary), await File.ReadAllBytesAsync(FileOf(home)));

        // An address was found: it is sent again, once.
        member = await Asked.ReadAsync(plan, (string)nowhere["subject"]!["reference"]!);
        member["address"] = new JsonArray(Post.Address("5 Found Street"));
        (await plan.PutAsync(member)).Expect(HttpStatusCode.OK);
        Assert.Null(await server.SayAsync(new(Guid.Parse(nowhere.Id()), LetterState.Waiting)));
        await server.RunAsync("letters");
        Assert.Equal(("in-progress", "sent"), (await ReadAsync(plan, nowhere)).Stand());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task KilledAtEachStep_AndRunAgain_EachLetterLeavesOnce(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var member = await Post.MemberAsync(plan, null, Post.Address("12 Home Road"));
        var store = server.Services.GetRequiredService<Database>();
        for (var kill = 0; kill < 11; kill++)
        {
            var letter = await OneAsync(plan, member);
            // The transactions of a run: the lease, what is drawn, what was handed over, the lease back.
            using var dying = new DyingDatabase(store, kill < 8 ? kill / 2 : int.MaxValue, afterCommit: kill % 2 == 1);
            await Assert.ThrowsAsync<ProcessKilledException>(() =>
                SendAsync(server, dying, kill < 8 ? null : reached => Die(reached, (LetterStep)(kill - 8)))
            );
            // A dead process holds its lease until that ends.
            server.Clock.Advance(TimeSpan.FromMinutes(11));
            await server.RunAsync("letters");
            await server.RunAsync("letters");
            using var then = server.As("plan-admin");
            Assert.Equal(("in-progress", "sent"), (await ReadAsync(then, letter)).Stand());
            Assert.Single(Directory.GetFiles(Path.Combine(printer, "letters")), FileOf(letter));
            Assert.Equal(
                await File.ReadAllBytesAsync(FileOf(letter)),
                await Post.BytesAsync(
                    then,
                    (string)(await Asked.ReadAsync(then, letter.Paper()))["content"]![1]!["attachment"]!["url"]!
                )
            );
            Assert.Equal("2", (string?)(await ReadAsync(then, letter))["meta"]!["versionId"]);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task News_OfThePrinter_AreKeptOnce_AndWhatCannotBeIsRefused(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var member = await Post.MemberAsync(plan, null, Post.Address("12 Home Road"));
        var (mailed, back, waits) = (
            await OneAsync(plan, member),
            await OneAsync(plan, member),
            await OneAsync(plan, await Post.MemberAsync(plan))
        );
        await server.RunAsync("letters");
        var box = Directory.CreateDirectory(Path.Combine(printer, "mailed")).FullName;
        var today = server.In(0);
        await File.WriteAllTextAsync(
            Path.Combine(box, "news-1.csv"),
            $"letter,event,date,reason\n{LetterOffice.FileName(Guid.Parse(mailed.Id()))},mailed,{today}\n{back.Id()},returned,,Moved\n{waits.Id()},mailed,{today}\n{mailed.Id()},mailed,{server.In(3)}\n"
        );
        await File.WriteAllTextAsync(Path.Combine(box, "news-2.csv"), "what is this\n");
        Assert.EndsWith("news of 2 letters, 2 refused", await server.RunAsync("letters"), StringComparison.Ordinal);
        Assert.Equal(["news-2.csv"], Directory.GetFiles(box).Select(Path.GetFileName));
        File.Delete(Path.Combine(box, "news-2.csv"));
        Assert.Equal(("completed", "mailed"), (await ReadAsync(plan, mailed)).Stand());
        Assert.Equal(today, (string?)(await ReadAsync(plan, mailed))["sent"]);
        Assert.Equal(("not-done", "returned"), (await ReadAsync(plan, back)).Stand());
        Assert.Equal(("on-hold", "no-address"), (await ReadAsync(plan, waits)).Stand());
        Assert.Null((await ReadAsync(plan, waits))["sent"]);
        var version = (string?)(await ReadAsync(plan, mailed))["meta"]!["versionId"];
        Assert.Null(
            await server.SayAsync(
                new(
                    Guid.Parse(mailed.Id()),
                    LetterState.Mailed,
                    DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture)
                )
            )
        );
        Assert.Equal(version, (string?)(await ReadAsync(plan, mailed))["meta"]!["versionId"]);
        Assert.Contains(
            "only one that came back",
            await server.SayAsync(new(Guid.Parse(mailed.Id()), LetterState.Waiting)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no such letter",
            await server.SayAsync(new(Guid.NewGuid(), LetterState.Returned)),
            StringComparison.Ordinal
        );
        var forged = await ReadAsync(plan, waits);
        forged["sent"] = today;
        (await plan.PutAsync(forged)).Refused(HttpStatusCode.UnprocessableEntity, "letter-not-mailed");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task PrinterThatIsBroken_HoldsLettersUp_AndTheyGoWhenItIsMended(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var letter = await OneAsync(plan, await Post.MemberAsync(plan, null, Post.Address("12 Home Road")));
        var (box, aside) = (Path.Combine(printer, "letters"), Path.Combine(printer, "aside"));
        Directory.CreateDirectory(box);
        Directory.Move(box, aside);
        await File.WriteAllTextAsync(box, "a file where the folder should be");
        Assert.Contains("held up: printer", await server.RunAsync("letters"), StringComparison.Ordinal);
        Assert.Equal(("preparation", "waiting"), (await ReadAsync(plan, letter)).Stand());
        var told = await server
            .Services.GetRequiredService<NoticeRepository>()
            .LatestAsync("letters", 10, TestContext.Current.CancellationToken);
        Assert.Contains(told, static notice => notice.Kind == "letters-held-up");
        File.Delete(box);
        Directory.Move(aside, box);
        await server.RunAsync("letters");
        Assert.Equal(("in-progress", "sent"), (await ReadAsync(plan, letter)).Stand());
    }

    private static void Die(LetterStep reached, LetterStep at)
    {
        if (reached == at)
            throw new ProcessKilledException();
    }

    private Task SendAsync(HuskyServer server, Database database, Action<LetterStep>? reached)
    {
        var clock = server.Services.GetRequiredService<TimeProvider>();
        var options = server.Services.GetRequiredService<FamilyOptions>();
        var writes = new WritePipeline(database, PlanCatalog.Types, clock, PlanCatalog.Reactions(options));
        return new LetterOffice(
            new(writes, PlanCatalog.Types, database, clock),
            new(database, clock),
            server.Services.GetRequiredService<LetterOptions>(),
            [options.PlanName, "1 Invented Plaza", "Hartford, CT 06100"]
        ).SendAsync(
            "killed",
            server.Services.GetRequiredService<LetterSettings>().Open(),
            reached,
            TestContext.Current.CancellationToken
        );
    }

    private static async Task<JsonObject> OneAsync(HttpClient plan, string member) =>
        (await plan.LettersAsync((await Post.SettledAsync(plan, member)).At()))[^1];

    private static Task<JsonObject> ReadAsync(HttpClient plan, JsonObject notice) =>
        Asked.ReadAsync(plan, $"Communication/{notice.Id()}");

    private string FileOf(JsonObject letter) =>
        Path.Combine(printer, "letters", LetterOffice.FileName(Guid.Parse(letter.Id())));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
