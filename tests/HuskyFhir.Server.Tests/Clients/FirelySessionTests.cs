using System.Net;
using System.Net.Http.Headers;
using Hl7.Fhir.Model;
using Hl7.Fhir.Rest;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Tests.Clients;

/// <summary>
/// What an EHR built on the Firely client does beyond reads and writes: inclusions, patches, transactions and
/// operations.
/// </summary>
public sealed class FirelySessionTests(PostgresServer postgres) : OnBoth(postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task FirelyClient_HoldsAWholeSession(string database)
    {
        var server = await ServerAsync(database);
        using var client = new FhirClient(
            server.Url,
            new FhirClientSettings
            {
                PreferredFormat = ResourceFormat.Json,
                VerifyFhirVersion = true,
                ReturnPreference = ReturnPreference.Representation,
            }
        );
        client.RequestHeaders!.Authorization = new AuthenticationHeaderValue("Bearer", server.Token("plan-admin"));
        Assert.NotEmpty((await client.CapabilityStatementAsync(ct: Cancellation))!.Rest);

        var included = await client.SearchAsync<Patient>(
            new SearchParams().Where("name=munoz").Include("Patient:general-practitioner"),
            ct: Cancellation
        );
        Assert.Contains(
            included!.Entry,
            static entry => entry.Search!.Mode == Bundle.SearchEntryMode.Include && entry.Resource is PractitionerRole
        );

        var word = Made.Word();
        var urn = Running.Bundles.Urn();
        var member = new Patient
        {
            Active = true,
            Identifier = [new(Systems.ClientId, word)],
            Name = [new() { Family = word }],
            Gender = AdministrativeGender.Other,
        };
        var whole = new Bundle
        {
            Type = Bundle.BundleType.Transaction,
            Entry =
            [
                new()
                {
                    FullUrl = urn,
                    Resource = member,
                    Request = new() { Method = Bundle.HTTPVerb.POST, Url = "Patient" },
                },
                new()
                {
                    Resource = new RelatedPerson
                    {
                        Active = true,
                        Patient = new(urn),
                        Name = [new() { Family = word }],
                    },
                    Request = new() { Method = Bundle.HTTPVerb.POST, Url = "RelatedPerson" },
                },
            ],
        };
        var answered = await client.TransactionAsync(whole, Cancellation);
        Assert.All(
            answered!.Entry,
            static entry => Assert.StartsWith("201", entry.Response!.Status, StringComparison.Ordinal)
        );
        var stored =
            (await client.SearchAsync<Patient>([$"identifier={Systems.ClientId}|{word}"], ct: Cancellation))!
                .Entry[0]
                .Resource as Patient;

        var patch = new Parameters().AddReplacePatchParameter("Patient.gender", new Code("female"));
        var patched = await client.PatchAsync<Patient>(stored!.Id!, patch, null, Cancellation);
        Assert.Equal((AdministrativeGender.Female, "2"), (patched!.Gender, patched.VersionId));

        var everything = Assert.IsType<Bundle>(
            await client.InstanceOperationAsync(
                ResourceIdentity.Build("Patient", stored.Id!),
                "everything",
                useGet: true,
                ct: Cancellation
            )
        );
        Assert.Equal(
            ["Patient", "RelatedPerson"],
            everything.Entry.Select(static entry => entry.Resource!.TypeName).Order(StringComparer.Ordinal)
        );
        var again = Assert.IsType<Bundle>(
            await client.InstanceOperationAsync(
                ResourceIdentity.Build("Patient", stored.Id!),
                "everything",
                new Parameters(),
                ct: Cancellation
            )
        );
        Assert.Equal(2, again.Entry.Count);

        var judged = await client.ValidateCreateAsync(
            new Patient { Active = true, Name = [new() { Family = word }] },
            ct: Cancellation
        );
        Assert.True(judged!.Success, string.Join("; ", judged.Issue.Select(static issue => issue.Diagnostics)));

        var relative = everything.Entry.Select(static entry => entry.Resource).OfType<RelatedPerson>().Single();
        await client.DeleteAsync($"RelatedPerson/{relative.Id}", Cancellation);
        var gone = await Assert.ThrowsAsync<FhirOperationException>(() =>
            client.ReadAsync<RelatedPerson>($"RelatedPerson/{relative.Id}", ct: Cancellation)
        );
        Assert.Equal(HttpStatusCode.Gone, gone.Status);
        Assert.Equal(
            ["2", "1"],
            (await client.HistoryAsync($"Patient/{stored.Id}", ct: Cancellation))!.Entry.Select(static entry =>
                entry.Resource!.VersionId
            )
        );
    }
}
