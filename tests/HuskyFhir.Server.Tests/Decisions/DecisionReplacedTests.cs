using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.Determinations;
using HuskyFhir.Plan.Determinations.Revising;
using HuskyFhir.Server.Tests.Running;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Tests.Decisions;

/// <summary>
/// A decision that an appeal puts in the place of another: it is stored, the original is cancelled, and there is one
/// such at most.
/// </summary>
public sealed class DecisionReplacedTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Overturned_IsReplacedByOneThatGrants(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var it = await Asked.NewAsync(plan);
        var original = await plan.CreateAsync(it.Decision(await plan.CreateAsync(it.Claim()), "denied-full"));
        var revised = await plan.CreateAsync(
            Json(
                RevisedDecision.Of(
                    Parsed(original),
                    new(new(2026, 11, 20, 15, 0, 0, TimeSpan.Zero), new(2026, 11, 20), "Approved on appeal")
                )
            )
        );
        Assert.True(
            DecisionReader.Read(Parsed(revised)) is { Action: null, Appealable: false, InForce: true } read
                && read.Replaces == Guid.Parse((string)original["id"]!)
        );
        var now = Parsed(await ReadAsync(plan, original));
        Assert.Equal(FinancialResourceStatusCodes.Cancelled, now.Status);
        Assert.True(
            DecisionReader.Read(now) is { Action: ActionKind.DeniedFull, Appealable: false, InForce: false } told
                && told.NoticeDate == new DateOnly(2026, 11, 5)
        );
        Assert.Equal(
            [(string)revised["id"]!],
            (await plan.AskAsync($"ClaimResponse?patient={it.Member.At()}&status=active")).Ids
        );
        Assert.Equal([(string)revised["id"]!], (await plan.AskAsync($"ClaimResponse?replaces={original.At()}")).Ids);
        (
            await plan.PostAsync(
                Json(
                    RevisedDecision.Of(
                        Parsed(original),
                        new(new(2026, 11, 21, 15, 0, 0, TimeSpan.Zero), new(2026, 11, 21), "Again")
                    )
                )
            )
        ).Refused(HttpStatusCode.Conflict, "replaced-already");
        revised["disposition"] = "Approved";
        (await plan.PutAsync(revised)).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task OverturnedInPart_TakesLess_WithTheNoticeOfTheOriginal(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var it = await Asked.NewAsync(plan);
        var original = await plan.CreateAsync(await it.TakingAsync("terminated", "2026-11-05", "2026-11-15"));
        var revised = await plan.CreateAsync(
            Json(
                RevisedDecision.Of(
                    Parsed(original),
                    new(new(2026, 11, 20, 15, 0, 0, TimeSpan.Zero), new(2026, 11, 20), "Half of it goes on")
                    {
                        InPart = true,
                    }
                )
            )
        );
        Assert.True(
            DecisionReader.Read(Parsed(revised))
                is { Action: ActionKind.Reduced, ActionDate: { } day, PreviousAuthorization: not null }
                && day == new DateOnly(2026, 11, 15)
        );
        Assert.Equal("cancelled", (string?)(await ReadAsync(plan, original))["status"]);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Original_OfAnotherMemberOrClaim_IsRefused(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (it, other) = (await Asked.NewAsync(plan), await Asked.NewAsync(plan));
        var claim = await plan.CreateAsync(it.Claim());
        foreach (
            var of in new[]
            {
                await plan.CreateAsync(other.Decision(await plan.CreateAsync(other.Claim()), "denied-full")),
                await plan.CreateAsync(it.Decision(await plan.CreateAsync(it.Claim()), "denied-full")),
            }
        )
        {
            var wrong = Asked.With(
                it.Decision(claim),
                "husky-replaces",
                "valueReference",
                new JsonObject { ["reference"] = of.At() }
            );
            (await plan.PostAsync(wrong)).Refused(HttpStatusCode.UnprocessableEntity, "replaces-of-another");
            Assert.Equal("active", (string?)(await ReadAsync(plan, of))["status"]);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task TwoAtOnce_OneWins(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var it = await Asked.NewAsync(plan);
        var original = await plan.CreateAsync(it.Decision(await plan.CreateAsync(it.Claim()), "denied-full"));
        var revised = Json(
            RevisedDecision.Of(
                Parsed(original),
                new(new(2026, 11, 20, 15, 0, 0, TimeSpan.Zero), new(2026, 11, 20), "Approved on appeal")
            )
        );
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => plan.PostAsync(revised)));
        Assert.Single(answers, static answer => answer.Status == HttpStatusCode.Created);
        Assert.All(
            answers.Where(static answer => answer.Status != HttpStatusCode.Created),
            static answer => answer.Refused(HttpStatusCode.Conflict, "replaced-already")
        );
    }

    private static ClaimResponse Parsed(JsonObject response) =>
        (ClaimResponse)new FhirJsonDeserializer().DeserializeResource(response.ToJsonString());

    private static JsonObject Json(ClaimResponse response) =>
        JsonNode.Parse(Encoding.UTF8.GetString(FhirJson.Write(response)))!.AsObject();

    private static async Task<JsonObject> ReadAsync(HttpClient plan, JsonObject resource) =>
        JsonNode.Parse((await plan.AskAsync(resource.At())).Expect(HttpStatusCode.OK).Body)!.AsObject();
}
