using System.Net;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.BadInput;

/// <summary>Addresses, parameters and headers that cannot be read.</summary>
public sealed class BadQueryTests(PostgresServer postgres) : OnBoth(postgres)
{
    public static TheoryData<string> Queries =>
        [
            "Patient?birthdate=tomorrow",
            "Patient?birthdate=",
            "Patient?name=",
            "Patient?identifier=a,,b",
            "Patient?name:near=x",
            "Patient?name:exact:contains=x",
            "Patient?birthdate:exact=1980",
            "Patient?gender:missing=",
            "Patient?_count=-1",
            "Patient?_count=x",
            "Patient?_count=1.5",
            "Patient?_count=",
            "Patient?_sort=",
            "Patient?_sort=,",
            "Patient?_sort=-",
            "Patient?_total=many",
            "Patient?_total=",
            "Patient?_lastUpdated=now",
            "Patient?_page=",
            "Patient?_page=!",
            "Patient?_page=AAAA",
            "Coverage?patient=a/b/c",
            "Observation?value-quantity=ten",
            "Patient?_id=",
            "Patient?:exact=x&name:=x",
            "Patient?name=a%00b",
            "Patient?identifier=a%00",
            "Patient?identifier=a%00|b",
            "Patient?name:contains=%00",
            "Patient?name:exact=%00",
            "Patient?general-practitioner=http://x/%00",
            "Observation?value-quantity=1|a%00|b",
        ];

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Query_ThatCannotBeRead_Is400ThatNamesTheParameter(string address)
    {
        foreach (var database in new[] { "Sqlite", "Postgres" })
        {
            using var plan = (await ServerAsync(database)).As("plan-admin");
            var refused = (await plan.AskAsync(address)).Expect(HttpStatusCode.BadRequest);
            Outcomes.Check(refused, address);
            Assert.False(string.IsNullOrEmpty(refused.Expression), refused.Text);
        }
    }

    [Theory]
    [InlineData("Patient?nonsense=1", "nonsense")]
    [InlineData("Patient?=x", null)]
    [InlineData("Patient?%20=x", null)]
    [InlineData("Patient?a%00b=x", "a\uFFFDb")]
    [InlineData("Patient?_sort=nonsense", "_sort")]
    [InlineData("Patient?_include=Patient:nonsense", "_include")]
    [InlineData("Patient?organisation.name=x", "organisation.name")]
    public async Task Parameter_ThatIsUnknown_IsLeftOut_OrRefusedUnderStrictHandling(string address, string? name)
    {
        foreach (var database in new[] { "Sqlite", "Postgres" })
        {
            using var plan = (await ServerAsync(database)).As("plan-admin");
            var lenient = (await plan.AskAsync(address)).Expect(HttpStatusCode.OK);
            Assert.EndsWith("/Patient", lenient.Link("self"), StringComparison.Ordinal);
            (await plan.AskAsync(address, ("Prefer", "handling=lenient"))).Expect(HttpStatusCode.OK);
            var strict = (await plan.AskAsync(address, ("Prefer", "handling=strict"))).Expect(
                HttpStatusCode.BadRequest
            );
            Outcomes.Check(strict, address);
            Assert.Equal(name, strict.Expression);
            Assert.Equal("not-supported", strict.Code);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Query_WithManyFaults_TellsThemAll(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var refused = (await plan.AskAsync("Patient?birthdate=x&_count=y&name:near=z")).Expect(
            HttpStatusCode.BadRequest
        );
        Assert.Equal(3, refused.Json.GetProperty("issue").GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task UnknownValues_FindNothing(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (
            var query in new[]
            {
                "identifier=nothing",
                "gender=purple",
                "_id=nothing",
                "general-practitioner=PractitionerRole/x",
                "language=tlh",
                "birthdate=1850",
            }
        )
            Assert.Equal(0, (await plan.AskAsync($"Patient?{query}")).Expect(HttpStatusCode.OK).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Form_OfAnotherMediaType_Is415(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var type in new[] { "application/json", "multipart/form-data; boundary=x", "text/plain", null })
            (await plan.RawAsync(HttpMethod.Post, "Patient/_search", "name=x"u8.ToArray(), type)).Refused(
                HttpStatusCode.UnsupportedMediaType,
                "content-type"
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Search_OfFiveThousandValues_Is400(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        Outcomes.Check(
            (await plan.FormAsync("Patient/_search", ("_id", string.Join(',', Enumerable.Range(0, 5000))))).Refused(
                HttpStatusCode.BadRequest,
                "search-too-large"
            )
        );
        Outcomes.Check(
            (
                await plan.FormAsync(
                    "Patient/_search",
                    [.. Enumerable.Range(0, 2000).Select(static at => ("name", $"a{at}"))]
                )
            ).Refused(HttpStatusCode.BadRequest, "search-too-large")
        );
    }
}
