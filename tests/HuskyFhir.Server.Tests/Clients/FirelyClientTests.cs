using System.Net;
using System.Net.Http.Headers;
using Hl7.Fhir.Model;
using Hl7.Fhir.Rest;
using HuskyFhir.Server.Tests.Running;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Tests.Clients;

/// <summary>The Firely SDK's own client against a running instance, on both databases.</summary>
public sealed class FirelyClientTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string System = "https://fhir.huskyfhir.example/NamingSystem/husky-client-id";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Read_ByIdAndByVersion_GivesTheSameResource(string database)
    {
        using var client = await ClientAsync(database, "ehr-riverbend");
        var found = await client.SearchAsync<Patient>(["name=munoz"], ct: Cancellation);
        var patient = Assert.IsType<Patient>(found!.Entry[0].Resource);
        var read = await client.ReadAsync<Patient>($"Patient/{patient.Id}", ct: Cancellation);
        Assert.True(patient.IsExactly(read!));
        Assert.Equal("1", read!.VersionId);
        var version = await client.ReadAsync<Patient>($"Patient/{patient.Id}/_history/1", ct: Cancellation);
        Assert.True(read.IsExactly(version!));
        Assert.Equal(Bundle.SearchEntryMode.Match, found.Entry[0].Search!.Mode);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Search_ByGetAndByPost_FindsTheSame(string database)
    {
        using var client = await ClientAsync(database, "plan-admin");
        var parameters = new SearchParams()
            .Where("family=o'brien")
            .Where("general-practitioner:missing=false")
            .OrderBy("birthdate", SortOrder.Descending)
            .LimitTo(10);
        var byGet = await client.SearchAsync<Patient>(parameters, ct: Cancellation);
        var byPost = await client.SearchUsingPostAsync<Patient>(parameters, ct: Cancellation);
        Assert.NotEmpty(byGet!.Entry);
        Assert.Equal(Ids(byGet), Ids(byPost!));
        Assert.Equal(byGet.Total, byPost!.Total);
        var dates = byGet.Entry.Select(static entry => ((Patient)entry.Resource!).BirthDate).ToList();
        Assert.Equal(dates.OrderDescending(StringComparer.Ordinal), dates);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Paging_ThroughAllPages_GivesEveryPatientOnce(string database)
    {
        using var client = await ClientAsync(database, "plan-admin");
        var ids = new List<string>();
        var pages = 0;
        for (
            var page = await client.SearchAsync<Patient>(
                ["address-state=CT", "_sort=family"],
                pageSize: 7,
                ct: Cancellation
            );
            page is not null;
            page = await client.ContinueAsync(page, ct: Cancellation)
        )
        {
            Assert.True(++pages < 50, "It pages for ever.");
            Assert.InRange(page.Entry.Count, 0, 7);
            ids.AddRange(Ids(page));
        }

        var all = await client.SearchAsync<Patient>(
            ["address-state=CT", "_count=1000", "_total=accurate"],
            ct: Cancellation
        );
        Assert.Equal(all!.Total, ids.Count);
        Assert.Equal(Ids(all).Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
        Assert.True(pages > 5);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Create_ThenUpdateAndHistory_TellTheWholeStory(string database)
    {
        using var client = await ClientAsync(database, "plan-admin");
        var created = await client.CreateAsync(New($"c-{database}"), Cancellation);
        Assert.Equal(("1", "201"), (created!.VersionId, client.LastResult!.Status));
        Assert.Equal($"Patient/{created.Id}/_history/1", Relative(client, client.LastResult.Location!));
        created.Active = false;
        var updated = await client.UpdateAsync(created, versionAware: true, Cancellation);
        Assert.Equal("2", updated!.VersionId);
        var history = await client.HistoryAsync($"Patient/{created.Id}", ct: Cancellation);
        Assert.Equal(["2", "1"], history!.Entry.Select(static entry => entry.Resource!.VersionId));
        Assert.Equal([false, true], history.Entry.Select(static entry => ((Patient)entry.Resource!).Active!.Value));
        Assert.Equal(Bundle.BundleType.History, history.Type);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ConditionalCreate_Again_CreatesNothing(string database)
    {
        using var client = await ClientAsync(database, "plan-admin");
        var condition = new SearchParams().Where($"identifier={System}|cc-{database}");
        var first = await client.ConditionalCreateAsync(New($"cc-{database}"), condition, Cancellation);
        Assert.Equal("201", client.LastResult!.Status);
        var second = await client.ConditionalCreateAsync(New($"cc-{database}"), condition, Cancellation);
        Assert.Equal("200", client.LastResult!.Status);
        Assert.Equal(first!.Id, second!.Id);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Update_BySeveralWhoSawTheSameVersion_IsDoneForOne(string database)
    {
        using var first = await ClientAsync(database, "plan-admin");
        var created = await first.CreateAsync(New($"v-{database}"), Cancellation);
        var clients = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ClientAsync(database, "plan-admin")));
        var answers = await Task.WhenAll(
            clients.Select(
                async (client, at) =>
                {
                    var mine = (Patient)created!.DeepCopy();
                    mine.Name = [new() { Family = $"Writer{at}" }];
                    try
                    {
                        await client.UpdateAsync(mine, versionAware: true, Cancellation);
                        return HttpStatusCode.OK;
                    }
                    catch (FhirOperationException refused)
                    {
                        Assert.Equal("If-Match", Assert.Single(refused.Outcome!.Issue[0].Expression));
                        return refused.Status;
                    }
                }
            )
        );
        Assert.Single(answers, HttpStatusCode.OK);
        Assert.Equal(3, answers.Count(static status => status == HttpStatusCode.PreconditionFailed));
        Assert.Equal("2", (await first.ReadAsync<Patient>($"Patient/{created!.Id}", ct: Cancellation))!.VersionId);
        foreach (var client in clients)
            client.Dispose();
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delete_OfSomethingDeletable_LeavesItGoneAndItsVersionsThere(string database)
    {
        using var client = await ClientAsync(database, "plan-admin");
        var created = await client.CreateAsync(
            new Location { Name = "Closing", Status = Location.LocationStatus.Active },
            Cancellation
        );
        try
        {
            await client.DeleteAsync($"Location/{created!.Id}", Cancellation);
        }
        catch (FhirOperationException refused) when (refused.Status == HttpStatusCode.MethodNotAllowed)
        {
            Assert.NotEmpty(refused.Outcome!.Issue[0].Diagnostics!); // a type that ends by its status says how
            return;
        }

        var gone = await Assert.ThrowsAsync<FhirOperationException>(() =>
            client.ReadAsync<Location>($"Location/{created.Id}", ct: Cancellation)
        );
        Assert.Equal(HttpStatusCode.Gone, gone.Status);
        Assert.Equal(OperationOutcome.IssueType.Deleted, gone.Outcome!.Issue[0].Code);
        Assert.Equal(
            "Closing",
            (await client.ReadAsync<Location>($"Location/{created.Id}/_history/1", ct: Cancellation))!.Name
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Errors_CarryAnOperationOutcome(string database)
    {
        using var client = await ClientAsync(database, "plan-admin");
        var unknown = await Assert.ThrowsAsync<FhirOperationException>(() =>
            client.ReadAsync<Patient>($"Patient/{Guid.Empty}", ct: Cancellation)
        );
        Assert.Equal(
            (HttpStatusCode.NotFound, OperationOutcome.IssueType.NotFound),
            (unknown.Status, unknown.Outcome!.Issue[0].Code)
        );
        var unfit = await Assert.ThrowsAsync<FhirOperationException>(() =>
            client.CreateAsync(
                new Patient { ManagingOrganization = new("Organization/0190b6a0-0000-7000-8000-000000000000") },
                Cancellation
            )
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unfit.Status);
        Assert.Equal(["Patient.managingOrganization"], unfit.Outcome!.Issue[0].Expression);
        var badSearch = await Assert.ThrowsAsync<FhirOperationException>(() =>
            client.SearchAsync<Patient>(["birthdate=yesterday"], ct: Cancellation)
        );
        Assert.Equal(
            (HttpStatusCode.BadRequest, OperationOutcome.IssueType.Value),
            (badSearch.Status, badSearch.Outcome!.Issue[0].Code)
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task CapabilityStatement_IsReadAndVerified(string database)
    {
        using var client = await ClientAsync(database, "ehr-riverbend", verify: true);
        var statement = await client.CapabilityStatementAsync(ct: Cancellation);
        Assert.Equal(FHIRVersion.N4_0_1, statement!.FhirVersion);
        // The client checks the server's version before its first call when it is told to.
        Assert.NotNull(await client.SearchAsync<Practitioner>(pageSize: 1, ct: Cancellation));
    }

    private static Patient New(string value) =>
        new()
        {
            Active = true,
            Identifier = [new(System, value)],
            Name = [new() { Family = "Client", Given = ["Real"] }],
            Gender = AdministrativeGender.Other,
        };

    private static List<string> Ids(Bundle bundle) => [.. bundle.Entry.Select(static entry => entry.Resource!.Id!)];

    private static string Relative(FhirClient client, string location) => location[client.Endpoint.ToString().Length..];

    private async Task<FhirClient> ClientAsync(string database, string caller, bool verify = false)
    {
        var server = await ServerAsync(database);
        var client = new FhirClient(
            server.Url,
            new FhirClientSettings
            {
                PreferredFormat = ResourceFormat.Json,
                VerifyFhirVersion = verify,
                ReturnPreference = ReturnPreference.Representation,
            }
        );
        client.RequestHeaders!.Authorization = new AuthenticationHeaderValue("Bearer", server.Token(caller));
        return client;
    }
}
