using System.Net;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Definitions;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Interactions;

/// <summary>Each parameter that is declared for our own definitions finds what it should, and only that.</summary>
public sealed class DefinitionSearchTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Base = Systems.Base;
    private const string Core = "http://hl7.org/fhir/StructureDefinition/";

    /// <summary>Type, query, a definition that it finds, and one of the same type that it does not.</summary>
    public static TheoryData<string, string, string, string> Found { get; } =
        new()
        {
            { "StructureDefinition", "_id=husky-appeal,husky-member", "husky-member", "husky-panel" },
            { "StructureDefinition", $"url={Base}/StructureDefinition/husky-appeal", "husky-appeal", "husky-member" },
            { "StructureDefinition", "version=0.1.0&name=HuskyMem", "husky-member", "husky-appeal" },
            { "StructureDefinition", "name:exact=HuskyMember", "husky-member", "husky-appeal" },
            { "StructureDefinition", "title=pcp%20CH", "husky-pcp-change", "husky-pcp-assignment" },
            { "StructureDefinition", "title:contains=change", "husky-pcp-change", "husky-member" },
            { "StructureDefinition", "description=A+member", "husky-pcp-change", "husky-request" },
            {
                "StructureDefinition",
                "status=http://hl7.org/fhir/publication-status|active&type=Task",
                "husky-request",
                "husky-member"
            },
            { "StructureDefinition", "type=Task", "husky-grievance", "husky-member" },
            { "StructureDefinition", "kind=complex-type", "husky-due-date", "husky-request" },
            { "StructureDefinition", "kind:not=complex-type", "husky-request", "husky-due-date" },
            {
                "StructureDefinition",
                $"base={Base}/StructureDefinition/husky-request",
                "husky-appeal",
                "husky-hearing"
            },
            { "StructureDefinition", $"base={Core}Patient", "husky-member", "husky-coverage" },
            { "StructureDefinition", "derivation=constraint&type=Patient", "husky-member", "husky-coverage" },
            { "SearchParameter", "code=due", "husky-task-due", "husky-coverage-period" },
            { "SearchParameter", "base=Coverage", "husky-coverage-period", "husky-task-due" },
            { "SearchParameter", "type=reference", "husky-notice-about", "husky-task-due" },
            { "SearchParameter", "target=Task", "husky-notice-about", "husky-task-due" },
            { "OperationDefinition", "code=timeline", "husky-timeline", "husky-directives" },
            {
                "OperationDefinition",
                "kind=operation&status=active&instance=true",
                "husky-timeline",
                "husky-request-report"
            },
            { "OperationDefinition", "type=true", "husky-request-report", "husky-timeline" },
            { "OperationDefinition", "system=false&code=changes", "husky-changes", "husky-timeline" },
            { "CodeSystem", $"system={Base}/CodeSystem/husky-change-kind", "husky-change-kind", "husky-request-type" },
            { "CodeSystem", "content-mode=complete&code=appeal", "husky-request-type", "husky-change-kind" },
            { "ValueSet", $"reference={Base}/CodeSystem/husky-request-type", "husky-appeal-type", "husky-usps-state" },
            { "ValueSet", "code=external-review", "husky-appeal-type", "husky-grievance-type" },
            { "NamingSystem", $"value={Base}/NamingSystem/husky-case", "husky-case", "husky-client-id" },
            { "NamingSystem", "kind=identifier&id-type=uri&name=HuskyCase", "husky-case", "husky-client-id" },
            { "Measure", "title=Timeliness", "husky-request-timeliness", "none" },
            { "NamingSystem", "status:missing=false", "husky-case", "none" },
        };

    public static TheoryData<string, string> Declared { get; } =
    [
        .. DefinitionParameters.All.SelectMany(static parameter =>
            parameter.Types.Select(type => (type, parameter.Name))
        ),
    ];

    [Theory]
    [MemberData(nameof(Found))]
    public async Task Search_ByParameter_FindsOneAndNotTheOther(string type, string query, string found, string other)
    {
        using var nobody = (await ServerAsync("Sqlite")).Anonymous();
        var answer = (await nobody.AskAsync($"{type}?{query}")).Expect(HttpStatusCode.OK);
        Assert.Contains(found, answer.Ids);
        Assert.DoesNotContain(other, answer.Ids);
        Assert.Equal(answer.Total, answer.Ids.Count);
    }

    [Theory]
    [MemberData(nameof(Declared))]
    public async Task Search_ByAValueThatNoneHas_FindsNothing(string type, string parameter)
    {
        using var nobody = (await ServerAsync("Sqlite")).Anonymous();
        var answer = (
            await nobody.AskAsync(
                $"{type}?{parameter}={(parameter is "date" or "_lastUpdated" ? "1900" : "urn:none")}",
                ("Prefer", "handling=strict")
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal(0, answer.Total);
        Assert.Contains($"{parameter}=", answer.Link("self"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CodeSystem", "kind=resource", "search-parameter")]
    [InlineData("NamingSystem", "url=urn:none", "search-parameter")]
    [InlineData("SearchParameter", "title=none", "search-parameter")]
    [InlineData("ValueSet", "name:below=none", "search-modifier")]
    [InlineData("ValueSet", "status:missing=perhaps", "search-value")]
    [InlineData("ValueSet", "status=", "search-value")]
    public async Task Search_ByWhatTheTypeDoesNotHave_IsRefusedUnderStrictHandling(
        string type,
        string query,
        string detail
    )
    {
        using var nobody = (await ServerAsync("Sqlite")).Anonymous();
        (await nobody.AskAsync($"{type}?{query}", ("Prefer", "handling=strict"))).Refused(
            HttpStatusCode.BadRequest,
            detail
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task CapabilityStatement_OfEachDefinitionType_DeclaresWhatTheTableHolds(string database)
    {
        using var nobody = (await ServerAsync(database)).Anonymous();
        var declared = (await nobody.AskAsync("metadata"))
            .Json.GetProperty("rest")[0]
            .GetProperty("resource")
            .EnumerateArray()
            .Where(static type => DefinitionParameters.Of(type.GetProperty("type").GetString()!).Any())
            .SelectMany(static type =>
                type.GetProperty("searchParam")
                    .EnumerateArray()
                    .Select(one => (type.GetProperty("type").GetString()!, one.GetProperty("name").GetString()!))
            );
        Assert.Equal(Declared.Select(static row => row.Data).Order(), declared.Order());
    }
}
