using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;
using Code = Hl7.Fhir.Model.CapabilityStatement.TypeRestfulInteraction;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Tests.Capability;

/// <summary>
/// Everything that the CapabilityStatement declares is called, for every type, and succeeds; <see
/// cref="UndeclaredTests"/> is the other half.
/// </summary>
public sealed class CapabilityWalkTests(PostgresServer postgres) : OnBoth(postgres)
{
    private static readonly (string, string) Strict = ("Prefer", "handling=strict");

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EachDeclaredSearch_IsAppliedAsItWasAsked(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var faults = new List<string>();
        foreach (var type in (await Statement.RestAsync(plan)).Resource)
        {
            Assert.NotEmpty(type.SearchParam);
            List<string> queries = [.. type.SearchParam.SelectMany(DeclaredSearches.Of)];
            queries.AddRange(type.SearchInclude.Select(static rule => "_include=" + rule));
            queries.AddRange(type.SearchInclude.Select(static rule => "_include:iterate=" + rule));
            queries.AddRange(type.SearchRevInclude.Select(static rule => "_revinclude=" + rule));
            if (type.HoldsRecords())
                queries.AddRange(
                    type.SearchParam.Where(static parameter => parameter.Type != SearchParamType.Composite)
                        .SelectMany(static parameter => new[] { $"_sort={parameter.Name}", $"_sort=-{parameter.Name}" })
                );
            Assert.All(
                type.SearchParam,
                static parameter =>
                    Assert.Equal(
                        parameter.Type is SearchParamType.Date or SearchParamType.Quantity,
                        parameter.Prefixes().Count > 0
                    )
            );
            foreach (var query in queries)
            {
                var found = await plan.AskAsync($"{type.Name()}?{query}&_format=json", Strict);
                if (
                    found.Status != HttpStatusCode.OK
                    || !Uri.UnescapeDataString(found.Link("self")!)
                        .Contains(Uri.UnescapeDataString(query), StringComparison.Ordinal)
                )
                    faults.Add(
                        $"{type.Name()}?{query} → {(int)found.Status} {(found.Status == HttpStatusCode.OK ? found.Link("self") : found.Diagnostics)}"
                    );
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EachDeclaredInteraction_Succeeds(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var statement = await Statement.ReadAsync(plan);
        foreach (var type in statement.Rest.Single().Resource)
        {
            var stored = type.Offers(Code.Create)
                ? await plan.CreateAsync(await OneOfEach.NewAsync(plan, type.Name()))
                : await OneOfEach.StoredAsync(plan, type.Name());
            foreach (var interaction in type.Interaction)
                await CallAsync(plan, statement, type, interaction.Code!.Value, stored);
            Assert.Equal(type.ReadHistory == true, type.Offers(Code.HistoryInstance));
            Assert.Equal(
                type.Versioning == CapabilityStatement.ResourceVersionPolicy.Versioned,
                type.Offers(Code.Vread)
            );
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EachDeclaredCondition_IsHonoured(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var type in (await Statement.RestAsync(plan)).Resource.Where(Statement.HoldsRecords))
        {
            JsonObject Tagged(JsonObject resource, string tag)
            {
                resource["meta"] = new JsonObject
                {
                    ["tag"] = new JsonArray(new JsonObject { ["system"] = "http://tag.example", ["code"] = tag }),
                };
                return resource;
            }

            var (name, tag) = (type.Name(), Made.Word());
            var condition = $"_tag=http://tag.example|{tag}";
            var one = Tagged(await OneOfEach.NewAsync(plan, name), tag);
            Assert.True(type.ConditionalCreate == true && type.ConditionalUpdate == true);
            (await plan.PostAsync(one, ("If-None-Exist", condition))).Expect(HttpStatusCode.Created);
            var again = (await plan.PostAsync(one, ("If-None-Exist", condition))).Expect(HttpStatusCode.OK);
            // Asked of the only version: of two within the second that the header can say, a date tells nothing.
            var first = await plan.AskAsync($"{name}/{again.Id}");
            if (first.Header("Last-Modified") is { } changed) // a panel has none: who is on it may change by the day alone
                (await plan.AskAsync($"{name}/{again.Id}", ("If-Modified-Since", changed))).Expect(
                    HttpStatusCode.NotModified
                );
            Assert.Equal(
                "2",
                (await plan.CallAsync(HttpMethod.Put, $"{name}?{condition}", Tagged(one, tag + "x")))
                    .Expect(HttpStatusCode.OK)
                    .Json.GetProperty("meta")
                    .GetProperty("versionId")
                    .GetString()
            );
            var read = await plan.AskAsync($"{name}/{again.Id}");
            Assert.Equal(CapabilityStatement.ConditionalReadStatus.FullSupport, type.ConditionalRead);
            (await plan.AskAsync($"{name}/{again.Id}", ("If-None-Match", read.Header("ETag")!))).Expect(
                HttpStatusCode.NotModified
            );
            if (type.ConditionalDelete == CapabilityStatement.ConditionalDeleteStatus.Single)
                (await plan.RemoveAsync($"{name}?{condition}x")).Expect(HttpStatusCode.NoContent);
            Assert.Equal(
                type.Offers(Code.Delete),
                type.ConditionalDelete == CapabilityStatement.ConditionalDeleteStatus.Single
            );
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EachDeclaredOperation_Answers(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var type in (await Statement.RestAsync(plan)).Resource)
        {
            var stored = await OneOfEach.StoredAsync(plan, type.Name());
            foreach (var operation in type.Operation)
            {
                var calls = DeclaredOperations.Of(type.Name(), operation.Name!, stored);
                Assert.True(
                    calls.Count > 0 || DeclaredOperations.ProvedElsewhere.Contains(operation.Name),
                    $"{type.Name()}/${operation.Name} is declared and not proved here."
                );
                foreach (var call in calls)
                {
                    var answer = await plan.CallAsync(
                        call.Body is null ? HttpMethod.Get : HttpMethod.Post,
                        call.Address,
                        call.Body
                    );
                    Assert.True(
                        answer.Status == HttpStatusCode.OK,
                        $"{call.Address} → {(int)answer.Status}: {answer.Text}"
                    );
                }
            }

            // Our own profiles are always there for $validate to judge by; a guide's are when its package is loaded.
            foreach (
                var profile in type.HoldsRecords()
                    ? type.SupportedProfile.Where(static profile =>
                        profile!.StartsWith(Systems.Base, StringComparison.Ordinal)
                    )
                    : []
            )
            {
                var judged = (
                    await plan.CallAsync(HttpMethod.Post, $"{type.Name()}/$validate?profile={profile}", stored)
                ).Expect(HttpStatusCode.OK);
                Assert.DoesNotContain(
                    judged.Issues,
                    issue =>
                        issue
                            .GetProperty("diagnostics")
                            .GetString()!
                            .Contains($"{profile} is not loaded", StringComparison.Ordinal)
                );
            }
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task TheWholeSystem_DoesWhatItDeclares(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var statement = await Statement.ReadAsync(plan);
        var rest = statement.Rest.Single();
        foreach (var interaction in rest.Interaction)
            (
                await (
                    interaction.Code switch
                    {
                        CapabilityStatement.SystemRestfulInteraction.Transaction => plan.TransactAsync(
                            Running.Bundles.Entry("GET", "Patient?_count=1")
                        ),
                        CapabilityStatement.SystemRestfulInteraction.Batch => plan.BatchAsync(
                            Running.Bundles.Entry("GET", "Patient?_count=1")
                        ),
                        CapabilityStatement.SystemRestfulInteraction.SearchSystem => plan.AskAsync(
                            "?_type=Patient,Coverage&_count=1"
                        ),
                        CapabilityStatement.SystemRestfulInteraction.HistorySystem => plan.AskAsync(
                            "_history?_count=1"
                        ),
                        _ => throw new InvalidOperationException(
                            $"{interaction.Code} is declared and not proved here."
                        ),
                    }
                )
            ).Expect(HttpStatusCode.OK);
        Assert.Equal(4, rest.Interaction.Count);
        foreach (var query in rest.SearchParam.SelectMany(DeclaredSearches.Of))
        {
            var found = (await plan.AskAsync("?" + query, Strict)).Expect(HttpStatusCode.OK);
            Assert.Contains(
                Uri.UnescapeDataString(query),
                Uri.UnescapeDataString(found.Link("self")!),
                StringComparison.Ordinal
            );
        }

        Assert.Equal("http://hl7.org/fhir/CompartmentDefinition/patient", Assert.Single(rest.Compartment));
        var member = await OneOfEach.StoredAsync(plan, "Patient");
        (await plan.AskAsync($"{member.At()}/*")).Expect(HttpStatusCode.OK);
        (await plan.AskAsync($"{member.At()}/Coverage")).Expect(HttpStatusCode.OK);
        foreach (var format in statement.Format)
        {
            (await plan.AskAsync($"{member.At()}?_format={Uri.EscapeDataString(format!)}")).Expect(HttpStatusCode.OK);
            if (format!.Contains('/', StringComparison.Ordinal)) // the others are short names for _format alone
                (await plan.AskAsync(member.At(), ("Accept", format))).Expect(HttpStatusCode.OK);
        }
    }

    private static async Task CallAsync(
        HttpClient plan,
        CapabilityStatement statement,
        CapabilityStatement.ResourceComponent type,
        Code code,
        JsonObject stored
    )
    {
        var (name, at) = (type.Name(), stored.At());
        switch (code)
        {
            case Code.Read:
                (await plan.AskAsync(at)).Expect(HttpStatusCode.OK);
                break;
            case Code.Vread:
                (await plan.AskAsync($"{at}/_history/1")).Expect(HttpStatusCode.OK);
                break;
            case Code.HistoryInstance:
                Assert.NotEmpty((await plan.AskAsync($"{at}/_history")).Expect(HttpStatusCode.OK).Entries);
                break;
            case Code.HistoryType:
                Assert.NotEmpty((await plan.AskAsync($"{name}/_history")).Expect(HttpStatusCode.OK).Entries);
                break;
            case Code.SearchType:
                Assert.NotEmpty((await plan.AskAsync(name)).Expect(HttpStatusCode.OK).Entries);
                break;
            case Code.Create:
                (await plan.PostAsync(await OneOfEach.NewAsync(plan, name))).Expect(HttpStatusCode.Created);
                break;
            case Code.Update:
                (await plan.PutAsync(stored)).Expect(HttpStatusCode.OK);
                break;
            case Code.Patch:
                Assert.NotEmpty(statement.PatchFormat);
                foreach (
                    var format in statement.PatchFormat.OrderByDescending(static format =>
                        format == "application/json-patch+json"
                    )
                ) // it adds what the others replace
                    (
                        await plan.RawAsync(HttpMethod.Patch, at, Encoding.UTF8.GetBytes(Patch(format!, name)), format)
                    ).Expect(HttpStatusCode.OK);
                break;
            case Code.Delete:
                (await plan.RemoveAsync((await plan.CreateAsync(await OneOfEach.NewAsync(plan, name))).At())).Expect(
                    HttpStatusCode.NoContent
                );
                break;
            default:
                Assert.Fail($"{name} declares {code}, which is not proved here.");
                break;
        }
    }

    private static string Patch(string format, string type) =>
        format switch
        {
            "application/json-patch+json" => """[{"op":"add","path":"/language","value":"en"}]""",
            "application/fhir+json" =>
                $$"""{"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"{{type}}.language"},{"name":"value","valueCode":"es"}]}]}""",
            "application/fhir+xml" =>
                $"<Parameters xmlns=\"http://hl7.org/fhir\"><parameter><name value=\"operation\"/><part><name value=\"type\"/><valueCode value=\"replace\"/></part><part><name value=\"path\"/><valueString value=\"{type}.language\"/></part><part><name value=\"value\"/><valueCode value=\"es\"/></part></parameter></Parameters>",
            _ => throw new InvalidOperationException($"{format} is declared and not proved here."),
        };
}
