using System.Net;
using Hl7.Fhir.Model;
using HuskyFhir.Server.Tests.Running;
using Code = Hl7.Fhir.Model.CapabilityStatement.TypeRestfulInteraction;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Tests.Capability;

/// <summary>
/// What the CapabilityStatement does not declare is refused, and says so; nothing works behind its back.
/// </summary>
public sealed class UndeclaredTests(PostgresServer postgres) : OnBoth(postgres)
{
    private static readonly (string, string) Strict = ("Prefer", "handling=strict");
    private static readonly string[] Modifiers =
    [
        "missing",
        "exact",
        "contains",
        "not",
        "text",
        "in",
        "not-in",
        "below",
        "above",
        "identifier",
        "of-type",
        "code-text",
        "Patient",
        "Organization",
        "Practitioner",
        "Device",
        "iterate",
    ];
    private static readonly string[] Operations =
    [
        "validate",
        "meta",
        "meta-add",
        "meta-delete",
        "everything",
        "match",
        "lastn",
        "docref",
        "expand",
        "validate-code",
        "lookup",
        "subsumes",
        "find-matches",
        "export",
        "graph",
        "graphql",
        "convert",
        "stats",
        "translate",
        "closure",
        "document",
        "snapshot",
        "questionnaire",
        "apply",
        "member-match",
        "purge",
        "reindex",
    ];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task UndeclaredInteraction_IsNotAllowed(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var type in (await Statement.RestAsync(plan)).Resource)
        {
            var stored = await OneOfEach.StoredAsync(plan, type.Name());
            foreach (var code in Enum.GetValues<Code>().Where(code => !type.Offers(code)))
            {
                var (method, address) = code switch
                {
                    Code.Read or Code.SearchType => throw new InvalidOperationException(
                        $"{type.Name()} cannot even be read."
                    ),
                    Code.Vread => ("GET", stored.At() + "/_history/1"),
                    Code.HistoryInstance => ("GET", stored.At() + "/_history"),
                    Code.HistoryType => ("GET", type.Name() + "/_history"),
                    Code.Create => ("POST", type.Name()),
                    Code.Update => ("PUT", stored.At()),
                    Code.Patch => ("PATCH", stored.At()),
                    Code.Delete => ("DELETE", stored.At()),
                    _ => throw new InvalidOperationException($"{code} is new."),
                };
                var answer = await plan.CallAsync(new(method), address, method is "POST" or "PUT" ? stored : null);
                Assert.True(
                    answer.Status is HttpStatusCode.MethodNotAllowed
                        || (method == "GET" && answer.Status == HttpStatusCode.NotFound),
                    $"{method} {address} → {(int)answer.Status}: {answer.Text}"
                );
                if (answer.Status == HttpStatusCode.MethodNotAllowed)
                    Assert.DoesNotContain(method, answer.Header("Allow")!.Split(", "));
                Assert.NotEmpty(answer.Diagnostics!);
            }

            if (type.UpdateCreate != true && type.Offers(Code.Update))
            {
                stored["id"] = Guid.NewGuid().ToString("D");
                (await plan.PutAsync(stored)).Expect(HttpStatusCode.MethodNotAllowed);
            }

            if (type.ConditionalDelete is null or CapabilityStatement.ConditionalDeleteStatus.NotSupported)
                (await plan.RemoveAsync($"{type.Name()}?_id={stored["id"]}")).Expect(HttpStatusCode.MethodNotAllowed);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task UndeclaredParameter_IsRefusedUnderStrict_AndLeftOutOtherwise(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var type in (await Statement.RestAsync(plan)).Resource)
        {
            var all = ModelInfo
                .SearchParameters.Where(each => each.Resource == type.Name())
                .Select(static each => each.Name!)
                .Concat(["_text", "_content", "_list", "_query", "_filter", "_contained", "nonsense"]);
            foreach (var name in all.Except(type.SearchParam.Select(static each => each.Name!)).Distinct())
            {
                (await plan.AskAsync($"{type.Name()}?{name}=x", Strict)).Refused(
                    HttpStatusCode.BadRequest,
                    "search-parameter"
                );
                var lenient = (await plan.AskAsync($"{type.Name()}?{name}=x&_count=1")).Expect(HttpStatusCode.OK);
                Assert.DoesNotContain(name + "=", lenient.Link("self"), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task UndeclaredModifier_IsRefused(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var type in (await Statement.RestAsync(plan)).Resource)
        foreach (var parameter in type.SearchParam)
        foreach (var modifier in Modifiers.Except(parameter.Modifiers()))
            (await plan.AskAsync($"{type.Name()}?{parameter.Name}:{modifier}=x")).Refused(
                HttpStatusCode.BadRequest,
                "search-modifier"
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task UndeclaredOperation_IsNotFound(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var rest = await Statement.RestAsync(plan);
        foreach (var type in rest.Resource)
        foreach (var name in Operations.Except(type.Operation.Select(static each => each.Name)))
        foreach (
            var address in new[]
            {
                $"{type.Name()}/${name}",
                $"{type.Name()}/01900000-0000-7000-8000-00000000000f/${name}",
            }
        )
            (await plan.AskAsync(address)).Expect(HttpStatusCode.NotFound);
        foreach (var name in Operations.Except(rest.Operation.Select(static each => each.Name)))
            (await plan.AskAsync("$" + name)).Expect(HttpStatusCode.NotFound);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task UndeclaredInclude_IsRefusedUnderStrict(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var types = (await Statement.RestAsync(plan)).Resource;
        var rules = types
            .SelectMany(static type => type.SearchInclude)
            .Where(static rule => rule != "*")
            .Append("Patient:nothing")
            .Append("Device:patient")
            .Append("Coverage:status")
            .Distinct()
            .ToList();
        foreach (var type in types)
        {
            foreach (var rule in rules.Except(type.SearchInclude))
                (await plan.AskAsync($"{type.Name()}?_include={rule}", Strict)).Expect(HttpStatusCode.BadRequest);
            foreach (var rule in rules.Except(type.SearchRevInclude))
                (await plan.AskAsync($"{type.Name()}?_revinclude={rule}", Strict)).Expect(HttpStatusCode.BadRequest);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task UndeclaredTypeOrFormat_IsRefused(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var statement = await Statement.ReadAsync(plan);
        foreach (
            var name in ModelInfo.SupportedResources.Except(
                statement.Rest.Single().Resource.Select(static type => type.Name())
            )
        )
            (await plan.AskAsync(name)).Refused(HttpStatusCode.NotFound, "address");
        var member = await OneOfEach.StoredAsync(plan, "Patient");
        foreach (
            var format in new[]
            {
                "text/turtle",
                "ttl",
                "xml",
                "application/fhir+xml",
                "html",
                "application/fhir+ndjson",
                "image/png",
            }.Except(statement.Format)
        )
        {
            if (format is "html")
                continue; // a view for people, beside what FHIR's formats are
            (await plan.AskAsync($"{member.At()}?_format={Uri.EscapeDataString(format!)}")).Refused(
                HttpStatusCode.NotAcceptable,
                "format"
            );
        }
    }
}
