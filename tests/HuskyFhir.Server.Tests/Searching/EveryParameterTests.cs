using System.Net;
using System.Text.Json.Nodes;
using Hl7.Fhir.FhirPath;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Searching;

/// <summary>
/// Whatever the CapabilityStatement declares works: each parameter of each type finds a resource of the samples by a
/// value that its own FHIRPath expression takes out of that resource.
/// </summary>
public sealed class EveryParameterTests(PostgresServer postgres) : OnBoth(postgres)
{
    public static TheoryData<string, string> Types
    {
        get
        {
            var types = new TheoryData<string, string>();
            foreach (var type in PlanCatalog.Types.Types)
            foreach (var database in new[] { "Sqlite", "Postgres" })
                types.Add(type.Name, database);
            return types;
        }
    }

    /// <summary>
    /// Parameters for which no sample has a value; <see cref="EachParameterWithoutSample_FindsWhatWasMadeForIt"/> makes
    /// one.
    /// </summary>
    private static string[] WithoutSample =>
        [
            "Patient.organization",
            "Coverage.dependent",
            "Coverage.policy-holder",
            "Coverage.subscriber",
            "Organization.partof",
            "Location.partof",
            "Binary._profile",
            "CareTeam.identifier",
            "CareTeam.category",
            "Group.code",
            "Group.member",
            "Task.identifier",
            "Task.group-identifier",
            "Task.performer",
            "Task.period",
            "Task.modified",
            "Task.due",
            "Task.owner",
            "Task.based-on",
            "Task.part-of",
            "Task.priority",
            .. PlanCatalog
                .Types.Find("Communication")!
                .Parameters.Select(static parameter => $"Communication.{parameter.Name}"),
            .. PlanCatalog
                .Types.Find("Provenance")!
                .Parameters.Select(static parameter => $"Provenance.{parameter.Name}"),
        ];

    [Theory]
    [MemberData(nameof(Types))]
    public async System.Threading.Tasks.Task EachDeclaredParameter_WithAValueOfTheSamples_FindsTheResource(
        string type,
        string database
    )
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var declared = (await plan.AskAsync("metadata"))
            .Json.GetProperty("rest")[0]
            .GetProperty("resource")
            .EnumerateArray()
            .Single(resource => resource.GetProperty("type").GetString() == type)
            .GetProperty("searchParam")
            .EnumerateArray()
            .Select(static each => each.GetProperty("name").GetString()!)
            .ToList();
        Assert.Equal(
            PlanCatalog.Types.Find(type)!.Parameters.Select(static each => each.Name).Order(StringComparer.Ordinal),
            declared
        );
        // The samples bring no provenance; what other tests leave of it comes and goes.
        var bodies = PlanCatalog.Types.Find(type)!.TellsOfOthers
            ? []
            : await server.QueryAsync(
                "SELECT body FROM resources WHERE type = $1 AND deleted = 0 ORDER BY id",
                static row => row.Bytes(0),
                type
            );
        var samples = bodies
            .Select(static body =>
                (Resource)new FhirJsonDeserializer().DeserializeResource(System.Text.Encoding.UTF8.GetString(body))
            )
            .ToList();
        var faults = new List<string>();
        foreach (var name in declared)
        {
            var parameter = PlanCatalog.Types.Find(type)!.Find(name)!;
            if (
                parameter.Kind == Core.Search.SearchKind.Composite
                || (name[0] == '_' && name is not ("_id" or "_lastUpdated" or "_profile"))
            )
                continue; // ModifierTests and CommonParameterTests have them
            var (id, value) = samples
                .Select(sample => (sample.Id, Value: ValueOf(sample, parameter.Expression, name)))
                .FirstOrDefault(static pair => pair.Value is not null);
            if (value is null)
            {
                if (!WithoutSample.Contains($"{type}.{name}"))
                    faults.Add($"{name}: no sample has a value at {parameter.Expression}");
                continue;
            }

            var found = await plan.AskAsync($"{type}?{name}={Uri.EscapeDataString(value)}&_id={id}");
            if (found.Status != HttpStatusCode.OK || !found.Ids.Contains(id))
                faults.Add($"{name}={value} does not find {id}: {(int)found.Status}");
            var sorted = await plan.AskAsync($"{type}?_sort=-{name}&_count=2");
            if (sorted.Status != HttpStatusCode.OK || sorted.Ids.Count == 0)
                faults.Add($"_sort=-{name}: {(int)sorted.Status}");
        }

        Assert.True(faults.Count == 0, string.Join("; ", faults));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async System.Threading.Tasks.Task EachParameterWithoutSample_FindsWhatWasMadeForIt(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var clinic = await plan.CreateAsync(Made.Organization(Made.Word()));
        async System.Threading.Tasks.Task FindAsync(JsonObject resource, string parameter, string value) =>
            Assert.Contains(
                (string)(await plan.CreateAsync(resource))["id"]!,
                (await plan.AskAsync($"{resource["resourceType"]}?{parameter}={value}")).Expect(HttpStatusCode.OK).Ids
            );
        JsonObject Reference(string to) => new() { ["reference"] = to };
        var (member, part, site, inner) = (
            Made.Patient(Made.Word()),
            Made.Organization(Made.Word()),
            await plan.CreateAsync(Made.Location(Made.Word())),
            Made.Location(Made.Word())
        );
        (member["managingOrganization"], part["partOf"], inner["partOf"]) = (
            Reference(clinic.At()),
            Reference(clinic.At()),
            Reference(site.At())
        );
        await FindAsync(member, "organization", clinic.At());
        await FindAsync(part, "partof", clinic.At());
        await FindAsync(inner, "partof", site.At());
        var holder = await plan.CreateAsync(Made.Patient(Made.Word()));
        var coverage = Made.Coverage(holder.At(), clinic.At());
        (coverage["subscriber"], coverage["policyHolder"], coverage["dependent"]) = (
            Reference(holder.At()),
            Reference(holder.At()),
            "07"
        );
        await FindAsync(coverage.DeepClone().AsObject(), "subscriber", holder.At());
        Assert.Equal(1, (await plan.AskAsync($"Coverage?policy-holder={holder.At()}&dependent=07")).Total);
        var origin = Made.Provenance(holder.At());
        (origin["occurredDateTime"], origin["agent"]![0]!["who"], origin["agent"]![0]!["role"]) = (
            "2026-10-31T10:00:00Z",
            Reference(clinic.At()),
            new JsonArray(new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["code"] = "scribe" }) })
        );
        origin["entity"] = new JsonArray(new JsonObject { ["role"] = "source", ["what"] = Reference(holder.At()) });
        foreach (
            var (parameter, value) in new[]
            {
                ("target", holder.At()),
                ("patient", holder.At()),
                ("entity", holder.At()),
                ("agent", clinic.At()),
                ("agent-type", $"author&target={holder.At()}"),
                ("agent-role", $"scribe&target={holder.At()}"),
                ("recorded", $"2026-11-01&target={holder.At()}"),
                ("when", $"2026-10-31&target={holder.At()}"),
            }
        )
            await FindAsync(origin.DeepClone().AsObject(), parameter, value);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async System.Threading.Tasks.Task EachParameterOfAssignmentsAndRequests_WithoutSample_FindsWhatWasMadeForIt(
        string database
    )
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        var (role, next) = (
            await PcpAssignments.Practice.RoleAsync(plan),
            await PcpAssignments.Practice.RoleAsync(plan)
        );
        async System.Threading.Tasks.Task FindAsync(JsonObject made, params string[] queries)
        {
            foreach (var query in queries)
                Assert.True(
                    (await plan.AskAsync($"{made["resourceType"]}?{query}&_id={made["id"]}"))
                        .Expect(HttpStatusCode.OK)
                        .Ids.Count == 1,
                    query
                );
        }

        var team = Made.CareTeam(member.At(), role, "2026-01-01");
        (team["identifier"], team["category"]) = (
            Parsed("""[{"system":"urn:a","value":"T1"}]"""),
            Parsed("""[{"coding":[{"system":"http://loinc.org","code":"LA27976-2"}]}]""")
        );
        team = await plan.CreateAsync(team);
        await FindAsync(team, "identifier=urn:a|T1", "category=LA27976-2");
        var panel = (await plan.AskAsync($"Group?member={member["id"]}")).Expect(HttpStatusCode.OK);
        Assert.Single(panel.Ids);
        Assert.Contains(
            panel.Ids[0],
            (await plan.AskAsync($"Group?member.identifier={member["identifier"]![0]!["value"]}"))
                .Expect(HttpStatusCode.OK)
                .Ids
        );
        var group = Made.Panel((await plan.CreateAsync(Made.Organization(Made.Word()))).At());
        group["code"] = Parsed("""{"coding":[{"system":"urn:a","code":"panel"}]}""");
        await FindAsync(await plan.CreateAsync(group), "code=urn:a|panel", "member:missing=true");
        var task = Made.PcpChange(member.At(), next);
        foreach (
            var (name, json) in new[]
            {
                ("identifier", """[{"system":"urn:a","value":"C1"}]"""),
                ("groupIdentifier", """{"system":"urn:a","value":"G1"}"""),
                ("performerType", """[{"coding":[{"code":"p"}]}]"""),
                ("priority", "\"urgent\""),
                ("executionPeriod", """{"start":"2026-11-23"}"""),
                ("lastModified", "\"2026-11-23T16:00:00Z\""),
                ("owner", $$"""{"reference":"{{role}}"}"""),
                ("basedOn", $$"""[{"reference":"{{team.At()}}"}]"""),
            }
        )
            task[name] = Parsed(json);
        var whole = await plan.CreateAsync(task);
        await FindAsync(
            whole,
            "identifier=C1",
            "group-identifier=G1",
            "performer=p",
            "priority=urgent",
            "period=ge2026-11-01",
            "modified=2026-11-23",
            "due=2026-12-08",
            $"owner={role}",
            $"based-on={team.At()}"
        );
        var part = Made.PcpChange(member.At(), role);
        part["partOf"] = Parsed($$"""[{"reference":"{{whole.At()}}"}]""");
        await FindAsync(await plan.CreateAsync(part), $"part-of={whole.At()}");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async System.Threading.Tasks.Task EachParameterOfNotices_WithoutSample_FindsWhatWasMadeForIt(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (member, clinic) = (
            (await plan.CreateAsync(Made.Patient(Made.Word()))).At(),
            (await plan.CreateAsync(Made.Organization(Made.Word()))).At()
        );
        var part = await plan.CreateAsync(Made.Notice(member));
        var notice = Made.Notice(member);
        (notice["identifier"], notice["medium"]) = (
            Parsed("""[{"system":"urn:a","value":"N1"}]"""),
            Parsed("""[{"coding":[{"code":"MAILWRIT"}]}]""")
        );
        (notice["received"], notice["sender"], notice["partOf"]) = (
            "2026-11-25",
            Parsed($$"""{"reference":"{{clinic}}"}"""),
            Parsed($$"""[{"reference":"{{part.At()}}"}]""")
        );
        notice = await plan.CreateAsync(notice);
        foreach (
            var query in new[]
            {
                "identifier=urn:a|N1",
                "medium=MAILWRIT",
                "received=2026-11-25",
                $"sender={clinic}",
                $"part-of={part.At()}",
                "status=completed",
                "category=outcome",
                "sent=2026-11-23",
                $"recipient={member}",
                $"about={member}",
                $"patient={member}",
                $"subject={member}",
                "based-on:missing=true",
            }
        )
            Assert.True(
                (await plan.AskAsync($"Communication?{query}&_id={notice["id"]}")).Expect(HttpStatusCode.OK).Ids.Count
                    == 1,
                query
            );
    }

    private static JsonNode? Parsed(string json) => JsonNode.Parse(json);

    private static string? ValueOf(Resource resource, string expression, string name)
    {
        if (name is "_id")
            return resource.Id;
        if (expression.StartsWith("Resource.", StringComparison.Ordinal))
            expression = expression["Resource.".Length..];
        foreach (var node in resource.Select(expression).OfType<Base>())
            if (Text(node) is { } text)
                return text;
        return null;
    }

    private static string? Text(Base node) =>
        node switch
        {
            Identifier { Value: { } value } identifier => identifier.System is null
                ? value
                : $"{identifier.System}|{value}",
            Coding { Code: { } code } coding => $"{coding.System}|{code}",
            CodeableConcept { Coding: [{ Code: { } code } coding, ..] } => $"{coding.System}|{code}",
            ContactPoint { Value: { } value } => value,
            HumanName { Family: { } family } => family,
            Address { City: { } city } => city,
            ResourceReference { Reference: { } reference } => reference,
            Period { StartElement.Value: { } start } => "ge" + start[..10],
            Quantity { Value: { } value } => value.ToString(System.Globalization.CultureInfo.InvariantCulture),
            FhirBoolean { Value: { } flag } => flag ? "true" : "false",
            PrimitiveType { JsonValue: DateTimeOffset at } => at.ToUniversalTime()
                .ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture),
            PrimitiveType { JsonValue: string text } => text.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace(",", "\\,", StringComparison.Ordinal),
            PrimitiveType { JsonValue: bool flag } => flag ? "true" : "false",
            _ => null,
        };
}
