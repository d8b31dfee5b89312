using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Plan.Catalog.Schema;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Server.Tests.Documents;
using HuskyFhir.Server.Tests.PcpAssignments;
using HuskyFhir.Server.Tests.Requests;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>
/// A store from a seed: beside the members, labels and decisions of <see cref="LeakWorld"/> every further reason to
/// hide something. The service is emptied first, so that one service serves many seeds.
/// </summary>
internal sealed class GeneratedStore(HuskyServer server, HttpClient plan, Random random)
{
    private const int Size = 4;
    private const string ActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    private const string Inline =
        """[{"url":"http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label","valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}}]""";

    private static readonly string[] Kept =
    [
        "audit",
        "audit_heads",
        "audit_members",
        "audit_cursor",
        "page_keys",
        "used_assertions",
        "signing_keys",
        "clients",
    ];

    private readonly List<string> roles = [];

    public LeakWorld World { get; } = new(plan, random);

    /// <summary>Words of confidential elements: the plan's alone.</summary>
    public List<string> Secrets { get; } = [];

    /// <summary>Requests that only the plan may see, and the papers about them.</summary>
    public List<string> Sealed { get; } = [];

    /// <summary>A hearing and the papers about it: the plan's and the agency's, and no provider's.</summary>
    public List<string> Heard { get; } = [];

    /// <summary>What a hearing opens to the agency, whoever else may see it.</summary>
    public List<string> Opened { get; } = [];

    public async Task MakeAsync(string first, string second)
    {
        await EmptyAsync();
        await World.MakeAsync(Size, first, second);
        for (var at = 0; at < 2; at++)
            roles.Add(await Practice.RoleAsync(plan, World.Organization(at)));
        for (var at = 0; at < World.Members.Count; at++)
            await AddToAsync(at);
    }

    private async Task EmptyAsync()
    {
        var tables = HuskyContext.Tables.Select(static table => table.Name).Except(Kept);
        await server.ExecuteAsync([.. tables.Select(static table => $"DELETE FROM {table}")]);
        // A client's organisation is remembered for some seconds.
        server.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    private async Task AddToAsync(int at)
    {
        var member = $"Patient/{World.Members[at].Id}";
        if (random.Next(2) == 0)
            await HideAddressAsync(member);
        if (
            World.Things.FirstOrDefault(thing => thing.Type == "RelatedPerson" && thing.Member == at) is { } relative
            && random.Next(2) == 0
        )
            await HideAddressAsync(relative.Address);
        await AttributeAsync(at, member);
        await EnrolAsync(member);
        await MoveBytesAsync(member);
        await LabelLaterAsync(member);
        var kinds = KindTable.All.Where(static rules => !Unlikely.Contains(rules.Kind)).ToList();
        // A grievance about the clinic is in every store; of the others some.
        await AskAsync(member, KindTable.Of(RequestKind.Grievance), World.Organization(random.Next(2)));
        if (at % 2 == 0)
        {
            var hearing = await GeneratedHearing.MakeAsync(plan, member, World.Organization(0));
            Heard.AddRange(hearing.Heard);
            Opened.AddRange(hearing.Opened);
            Sealed.Add(hearing.Grievance);
        }

        for (var n = random.Next(3); n > 0; n--)
            await AskAsync(member, kinds[random.Next(kinds.Count)], null);
    }

    /// <summary>Kinds that follow on others, or that would take a member elsewhere.</summary>
    private static readonly RequestKind[] Unlikely =
    [
        RequestKind.StateFairHearing,
        RequestKind.ExternalReview,
        RequestKind.AmendmentDisagreement,
        RequestKind.PcpChange,
        RequestKind.Grievance,
    ];

    private async Task HideAddressAsync(string address)
    {
        var resource = await Asked.ReadAsync(plan, address);
        resource["telecom"] = JsonNode.Parse("""[{"system":"phone","value":"860-555-0199"}]""");
        (await plan.PutAsync(resource)).Expect(HttpStatusCode.OK);
        var (street, mail) = (Word(), Word());
        resource["address"] = JsonNode.Parse(
            $$"""[{"city":"Hartford"},{"extension":{{Inline}},"city":"{{street}}","line":["{{street}}"]}]"""
        );
        resource["telecom"]!
            .AsArray()
            .Add(JsonNode.Parse($$"""{"extension":{{Inline}},"system":"email","value":"{{mail}}@example.org"}"""));
        if (address.StartsWith("Patient", StringComparison.Ordinal))
            resource["contact"] = JsonNode.Parse(
                $$"""[{"name":{"family":"Sample"},"address":{"extension":{{Inline}},"city":"{{Word()}}"},"telecom":[{"extension":{{Inline}},"system":"phone","value":"{{Word()}}"}]}]"""
            );
        (await plan.PutAsync(resource)).Expect(HttpStatusCode.OK);
    }

    private string Word()
    {
        var word = Made.Word();
        Secrets.Add(word);
        return word;
    }

    /// <summary>
    /// Besides the present assignment: one that was, one that comes, treatment that a provider attests, attested or has
    /// yet to.
    /// </summary>
    private async Task AttributeAsync(int at, string member)
    {
        var way = random.Next(5);
        if (way == 0)
        {
            var to = random.Next(2);
            (await plan.PostAsync(Made.PcpChange(member, roles[to]))).Expect(HttpStatusCode.Created);
            World.Members[at] = World.Members[at] with { Organization = World.Organization(to) };
        }
        else if (way == 1)
            (await plan.PostAsync(Made.PcpChange(member, roles[random.Next(2)], "2026-12-15"))).Expect(
                HttpStatusCode.Created
            );
        else if (way < 4)
        {
            var (now, to) = (server.Clock.GetUtcNow(), random.Next(2));
            var begins = now.AddDays(
                random.Next(3) switch
                {
                    0 => -30,
                    1 => 30,
                    _ => -400,
                }
            );
            await AttestAsync(World.Organization(to), member, begins, begins.AddDays(60));
            if (begins <= now && begins.AddDays(60) > now)
                World.Members[at].Attested.Add(World.Organization(to));
        }
    }

    private Task AttestAsync(string organization, string member, DateTimeOffset since, DateTimeOffset until) =>
        server
            .Services.GetRequiredService<Database>()
            .WriteAsync<object?>(
                work =>
                {
                    work.Run(
                        new(
                            "INSERT INTO attributions (organization, member, basis, since, until) VALUES ($1, $2, 'attested', $3, $4)",
                            Guid.Parse(organization.Split('/')[1]),
                            Guid.Parse(member.Split('/')[1]),
                            since.UtcTicks,
                            until.UtcTicks
                        )
                    );
                    return Task.FromResult<object?>(null);
                },
                default
            );

    private async Task EnrolAsync(string member)
    {
        var coverage = Made.Coverage(member, World.Organization(0));
        coverage["class"] = JsonNode.Parse(
            """[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/coverage-class","code":"plan"}]},"value":"HUSKY-A"}]"""
        );
        coverage["period"] = new JsonObject { ["start"] = "2026-01-01" };
        await plan.CreateAsync(coverage);
    }

    /// <summary>A document that is hidden, and pointed at other bytes before; and bytes that no document has.</summary>
    private async Task MoveBytesAsync(string member)
    {
        var document = Files.Document(member, await Files.StoredAsync(plan, member));
        if (random.Next(2) == 0)
            document["meta"] = new JsonObject { ["security"] = new JsonArray(Label()) };
        document = await plan.CreateAsync(document);
        if (random.Next(2) == 0)
        {
            document["content"]![0]!["attachment"]!["url"] = await Files.StoredAsync(plan, member);
            (await plan.PutAsync(document)).Expect(HttpStatusCode.OK);
        }

        await Files.StoredAsync(plan, member);
        var reply = Made.Document(member, "current", "11488-4", "2026-02-01", null);
        reply["relatesTo"] = new JsonArray(
            new JsonObject { ["code"] = "appends", ["target"] = Asked.Reference(document.At()) }
        );
        await plan.CreateAsync(reply);
    }

    /// <summary>A document that was open, and is labelled or lost its label since.</summary>
    private async Task LabelLaterAsync(string member)
    {
        var document = Made.Document(member, "current", "52034-6", "2026-01-01", null);
        document["description"] = Made.Word();
        if (random.Next(2) == 0)
            document["meta"] = new JsonObject { ["security"] = new JsonArray(Label()) };
        document = await plan.CreateAsync(document);
        document["description"] = Made.Word();
        document["meta"] = new JsonObject();
        if (random.Next(3) > 0)
            document["meta"]!["security"] = new JsonArray(Label());
        else
            document.Remove("meta");
        (await plan.PutAsync(document)).Expect(HttpStatusCode.OK);
    }

    private JsonObject Label() =>
        new()
        {
            ["system"] = ActCode,
            ["code"] = ((string[])["42CFRPart2", "HIV", "PSY", "SDV", "GDIS"])[random.Next(5)],
        };

    /// <summary>
    /// A request of a kind, with the papers about it: the notice, the letter that is its input, its bytes, and the word
    /// of who wrote it.
    /// </summary>
    private async Task AskAsync(string member, KindRules rules, string? about)
    {
        var letter = Files.Document(member, await Files.StoredAsync(plan, member));
        letter["description"] = Made.Word();
        letter = await plan.CreateAsync(letter);
        var task = await plan.CreateAsync(await NewAsync(member, rules, about, letter.At()));
        var notice = Files.Document(member, await Files.StoredAsync(plan, member));
        notice["description"] = Made.Word();
        notice["context"] = new JsonObject { ["related"] = new JsonArray(Asked.Reference(task.At())) };
        notice = await plan.CreateAsync(notice);
        var told = Made.Notice(member);
        told["about"] = new JsonArray(Asked.Reference(task.At()));
        told["payload"]![0]!["contentString"] = Made.Word();
        told = await plan.CreateAsync(told);
        await plan.CreateAsync(Made.Provenance(task.At()));
        await plan.CreateAsync(Made.Provenance(notice.At()));
        if (rules.Kind is RequestKind.Grievance or RequestKind.Complaint)
            Sealed.AddRange(task.At(), notice.At(), told.At(), letter.At());
    }

    private async Task<JsonObject> NewAsync(string member, KindRules rules, string? about, string letter)
    {
        var task = Asked.For(rules.Code, member, [.. rules.Inputs.Select(any => Input(any[0], rules.InputSystem))]);
        task["code"]!["coding"]![0]!["system"] = rules.System;
        task["description"] = Made.Word();
        if (rules.AboutDecision)
            task.About(await Asked.DecisionAsync(plan, member));
        else if (rules.Kind == RequestKind.Amendment)
            task.About(member);
        else if (about is not null)
            task.About(about);
        if (rules.Kind == RequestKind.DataRequest)
            task.By(World.Organization(0))["owner"] = Asked.Reference(World.Organization(1));
        if (rules.Kind == RequestKind.Restriction)
            task.In(Asked.Link("provider", World.Organization(random.Next(2))));
        if (rules.Kind is RequestKind.Grievance or RequestKind.Complaint)
            task.In(Asked.Link("letter", letter));
        return task;
    }

    private static JsonObject Input(string code, string system) =>
        code switch
        {
            "alternate-address" => Asked.With(code, "valueAddress", new JsonObject { ["city"] = "Hartford" }),
            "specialty" or "language" => Asked.With(code, "valueCodeableConcept", new JsonObject { ["text"] = code }),
            _ => Asked.With(code, "valueString", code, system),
        };
}
