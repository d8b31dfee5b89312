using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Running.Bundles;

namespace HuskyFhir.Server.Tests.Bundles;

/// <summary>transaction (R4 section 3.1.0.11.2).</summary>
public sealed class TransactionTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Transaction_OfEntriesThatReferToEachOther_StoresThemWithTheirRealAddresses(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (clinic, doctor, role, member) = (Urn(), Urn(), Urn(), Urn());
        var patient = Made.Patient(Made.Word(), pcp: role);
        patient["text"] = new JsonObject
        {
            ["status"] = "generated",
            ["div"] =
                $"<div xmlns=\"http://www.w3.org/1999/xhtml\"><a href=\"{role}\">PCP</a> and <a href='https://example.org/x'>more</a></div>",
        };
        // What is referred to comes last: the order of the entries does not matter.
        var reply = (
            await plan.TransactAsync(
                Post(Made.Coverage(member, clinic)),
                Post(patient, member),
                Post(Made.Role(clinic, doctor), role),
                Post(Made.Practitioner(Made.Word(), Made.Npi()), doctor),
                Post(Made.Organization(Made.Word()), clinic)
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal("transaction-response", reply.Json.GetProperty("type").GetString());
        Assert.All(reply.Statuses(), static status => Assert.Equal(HttpStatusCode.Created, status));
        Assert.Equal([reply.Stored(1), reply.Stored(4)], References((await plan.AskAsync(reply.Stored(0))).Json));
        Assert.Equal(
            [reply.Stored(4), reply.Stored(3)],
            References((await plan.AskAsync(reply.Stored(2))).Json).OrderBy(at => at != reply.Stored(4))
        );
        var stored = (await plan.AskAsync(reply.Stored(1))).Expect(HttpStatusCode.OK);
        Assert.Equal([reply.Stored(2)], References(stored.Json));
        Assert.Contains(
            $"href=\"{reply.Stored(2)}\"",
            stored.Json.GetProperty("text").GetProperty("div").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal("W/\"1\"", reply.Entries[0].GetProperty("response").GetProperty("etag").GetString());
        Assert.Equal(
            stored.Json.GetProperty("meta").GetProperty("lastUpdated").GetDateTimeOffset(),
            reply.Entries[1].GetProperty("response").GetProperty("lastModified").GetDateTimeOffset()
        );
        Assert.Equal(1, (await plan.AskAsync($"Coverage?beneficiary={reply.Stored(1)}")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Transaction_OfARing_IsStored(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (one, two) = (Urn(), Urn());
        var first = Made.Patient(Made.Word());
        var second = Made.Patient(Made.Word());
        first["link"] = new JsonArray(
            new JsonObject
            {
                ["other"] = new JsonObject { ["reference"] = two },
                ["type"] = "seealso",
            }
        );
        second["link"] = new JsonArray(
            new JsonObject
            {
                ["other"] = new JsonObject { ["reference"] = one },
                ["type"] = "seealso",
            }
        );
        var reply = (await plan.TransactAsync(Post(first, one), Post(second, two))).Expect(HttpStatusCode.OK);
        Assert.Equal([reply.Stored(1)], References((await plan.AskAsync(reply.Stored(0))).Json));
        Assert.Equal([reply.Stored(0)], References((await plan.AskAsync(reply.Stored(1))).Json));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Transaction_OfWhichOneEntryFails_KeepsNothingAndNamesIt(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (family, name) = (Made.Word(), Made.Word());
        var site = await plan.CreateAsync(Made.Location(name));
        var bad = Made.Patient(family);
        bad["gender"] = "neither";
        var refused = (
            await plan.TransactAsync(Post(Made.Patient(family)), Entry("DELETE", site.At()), Post(bad))
        ).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("Bundle.entry[2].resource.gender", refused.Expression);
        var orphan = Made.RelatedPerson("Patient/01900000-0000-7000-8000-000000000000", Made.Word());
        refused = (
            await plan.TransactAsync(Post(Made.Patient(family)), Entry("DELETE", site.At()), Post(orphan))
        ).Refused(HttpStatusCode.UnprocessableEntity, "reference-unknown");
        Assert.Equal("Bundle.entry[2].resource.patient", refused.Expression);
        site["name"] = "another";
        refused = (await plan.TransactAsync(Post(Made.Patient(family)), Put(site, ("ifMatch", "W/\"7\"")))).Refused(
            HttpStatusCode.PreconditionFailed,
            "version-mismatch"
        );
        Assert.Equal("Bundle.entry[1].request.ifMatch", refused.Expression);
        site["id"] = "01900000-0000-7000-8000-000000000000";
        Assert.Equal(
            "Bundle.entry[1]",
            (await plan.TransactAsync(Post(Made.Patient(family)), Put(site)))
                .Refused(HttpStatusCode.MethodNotAllowed, "update-as-create")
                .Expression
        );
        Assert.Equal(
            "Bundle.entry[0].request.url",
            (await plan.TransactAsync(Entry("DELETE", "Patient?family=x"), Post(Made.Patient(family))))
                .Refused(HttpStatusCode.MethodNotAllowed, "not-deleted")
                .Expression
        );
        Assert.Equal(0, (await plan.AskAsync($"Patient?family={family}")).Total);
        Assert.Equal(1, (await plan.AskAsync($"Location?name={name}")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Transaction_OfEveryMethod_AnswersEachInItsPlace(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var name = Made.Word();
        var (old, kept, patched) = (
            await plan.CreateAsync(Made.Location(name)),
            await plan.CreateAsync(Made.Location(name)),
            await plan.CreateAsync(Made.Location(name))
        );
        kept["name"] = name + " two";
        var patch = new JsonObject
        {
            ["resourceType"] = "Binary",
            ["contentType"] = "application/json-patch+json",
            ["data"] = Convert.ToBase64String("""[{"op":"replace","path":"/status","value":"inactive"}]"""u8),
        };
        var bundle = Of(
            "transaction",
            Entry("GET", $"Location?name={name}&_total=accurate"),
            Put(kept, ("ifMatch", "W/\"1\"")),
            Post(Made.Location(name + " three")),
            Entry("DELETE", old.At()),
            Entry("PATCH", patched.At(), patch),
            Entry("GET", "Location/01900000-0000-7000-8000-000000000001")
        );
        var reply = (await plan.CallAsync(HttpMethod.Post, "", bundle, ("Prefer", "return=representation"))).Expect(
            HttpStatusCode.OK
        );
        Assert.Equal(
            [
                HttpStatusCode.OK,
                HttpStatusCode.OK,
                HttpStatusCode.Created,
                HttpStatusCode.NoContent,
                HttpStatusCode.OK,
                HttpStatusCode.NotFound,
            ],
            reply.Statuses()
        );
        // The look comes after all writes.
        Assert.Equal(3, reply.Entries[0].GetProperty("resource").GetProperty("total").GetInt32());
        Assert.Equal(name + " two", reply.Entries[1].GetProperty("resource").GetProperty("name").GetString());
        Assert.Equal("inactive", reply.Entries[4].GetProperty("resource").GetProperty("status").GetString());
        Assert.Equal(
            "OperationOutcome",
            reply.Entries[5].GetProperty("response").GetProperty("outcome").GetProperty("resourceType").GetString()
        );
        (await plan.AskAsync(old.At())).Expect(HttpStatusCode.Gone);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Transaction_WithConditions_FindsOrCreates(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (clientId, urn, npi) = (Made.ClientId(), Urn(), Made.Npi());
        var condition = $"identifier={Systems.ClientId}|{clientId}";
        var payor = await plan.CreateAsync(Made.Organization(Made.Word()));
        var first = (
            await plan.TransactAsync(
                Post(Made.Patient(Made.Word(), clientId), urn, condition),
                Post(Made.Coverage(urn, payor.At()))
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Created], first.Statuses());
        // The second finds what the first created, and what refers to the entry refers to that.
        var second = (
            await plan.TransactAsync(
                Post(Made.Coverage(urn, payor.At())),
                Post(Made.Patient(Made.Word(), clientId), urn, condition)
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.OK], second.Statuses());
        Assert.Equal(first.Stored(0), second.Stored(1));
        Assert.Contains(first.Stored(0), References((await plan.AskAsync(second.Stored(0))).Json));
        // A conditional reference, to what is stored and to what the same transaction creates.
        var third = (
            await plan.TransactAsync(
                Post(Made.RelatedPerson($"Patient?{condition}", Made.Word())),
                Post(Made.Role(payor.At(), $"Practitioner?identifier={Systems.Npi}|{npi}")),
                Post(Made.Practitioner(Made.Word(), npi))
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal([first.Stored(0)], References((await plan.AskAsync(third.Stored(0))).Json));
        Assert.Contains(third.Stored(2), References((await plan.AskAsync(third.Stored(1))).Json));
        var updated = (
            await plan.TransactAsync(
                Entry("PUT", $"Patient?{condition}", Made.Patient(Made.Word(), clientId)),
                Entry("DELETE", $"Location?name={Made.Word()}")
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NoContent], updated.Statuses());
        Assert.Equal("W/\"2\"", updated.Entries[0].GetProperty("response").GetProperty("etag").GetString());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Transaction_WithConditionalReferenceToNoneOrMany_Is412AtTheReference(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var family = Made.Word();
        var entry = Post(Made.RelatedPerson($"Patient?family={family}", Made.Word()));
        Assert.Equal(
            "Bundle.entry[0].resource.patient",
            (await plan.TransactAsync(entry.DeepClone().AsObject()))
                .Refused(HttpStatusCode.PreconditionFailed, "reference-none")
                .Expression
        );
        await plan.CreateAsync(Made.Patient(family));
        await plan.CreateAsync(Made.Patient(family));
        (await plan.TransactAsync(entry.DeepClone().AsObject())).Refused(
            HttpStatusCode.PreconditionFailed,
            "reference-many"
        );
        (await plan.TransactAsync(Post(Made.RelatedPerson("Patient?nonsense=1", Made.Word())))).Refused(
            HttpStatusCode.BadRequest,
            "search-parameter"
        );
        (await plan.TransactAsync(Post(Made.RelatedPerson(Urn(), Made.Word())))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "reference-unknown"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Transaction_OfOneResourceTwice_Is400(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (site, name, urn) = (await plan.CreateAsync(Made.Location(Made.Word())), Made.Word(), Urn());
        var changed = site.DeepClone().AsObject();
        changed["name"] = "another";
        Assert.Equal(
            "Bundle.entry[1]",
            (await plan.TransactAsync(Put(changed), Entry("DELETE", site.At())))
                .Refused(HttpStatusCode.BadRequest, "entry-twice")
                .Expression
        );
        (await plan.TransactAsync(Put(changed), Entry("DELETE", $"Location?_id={site["id"]}"))).Refused(
            HttpStatusCode.BadRequest,
            "entry-twice"
        );
        (
            await plan.TransactAsync(
                Post(Made.Location(name), null, $"name={name}"),
                Post(Made.Location(name), null, $"name={name}")
            )
        ).Refused(HttpStatusCode.BadRequest, "entry-twice");
        (await plan.TransactAsync(Post(Made.Location(name), urn), Post(Made.Location(name), urn))).Refused(
            HttpStatusCode.BadRequest,
            "entry-twice"
        );
        var npi = Made.Npi();
        (await plan.TransactAsync(Post(Made.Practitioner(name, npi)), Post(Made.Practitioner(name, npi)))).Refused(
            HttpStatusCode.Conflict,
            "key-in-use"
        );
        Assert.Equal(0, (await plan.AskAsync($"Location?name={name}")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Transaction_OfDeletes_MakesRoomForItsCreates(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var npi = Made.Npi();
        var clinic = await plan.CreateAsync(Made.Organization(Made.Word()));
        var doctor = await plan.CreateAsync(Made.Practitioner(Made.Word(), npi));
        var role = await plan.CreateAsync(Made.Role(clinic.At(), doctor.At()));
        // The identifier goes from one to the other, and the role to another organisation, while both earlier ones are
        // deleted.
        var urn = Urn();
        role["organization"]!["reference"] = urn;
        ((JsonObject)role).Remove("practitioner");
        var reply = (
            await plan.TransactAsync(
                Post(Made.Practitioner(Made.Word(), npi)),
                Put(role),
                Post(Made.Organization(Made.Word()), urn),
                Entry("DELETE", doctor.At()),
                Entry("DELETE", clinic.At())
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal(
            [
                HttpStatusCode.Created,
                HttpStatusCode.OK,
                HttpStatusCode.Created,
                HttpStatusCode.NoContent,
                HttpStatusCode.NoContent,
            ],
            reply.Statuses()
        );
        // What the same transaction deletes can no longer be referred to.
        var site = await plan.CreateAsync(Made.Organization(Made.Word()));
        (await plan.TransactAsync(Post(Made.Role(site.At())), Entry("DELETE", site.At()))).Expect(
            HttpStatusCode.UnprocessableEntity
        );
        (await plan.AskAsync(site.At())).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Transaction_OfAProvider_IsRefusedByThePolicyOfEachEntry(string database)
    {
        var server = await ServerAsync(database);
        using var provider = server.As("ehr-riverbend");
        var denial = Guid.NewGuid().ToString("N");
        var refused = (
            await provider.CallAsync(
                HttpMethod.Post,
                "",
                Of("transaction", Entry("GET", "Location?_count=1"), Post(Made.Patient(Made.Word()))),
                ("X-Request-Id", denial)
            )
        ).Expect(HttpStatusCode.Forbidden);
        Assert.Equal("Bundle.entry[1].request", refused.Expression);
        Assert.Equal(
            ["bundle", "create Patient"],
            (
                await server.QueryAsync(
                    $"SELECT action, type FROM {server.Audit} a WHERE request = $1 AND outcome = 'forbidden'",
                    static row => $"{row.Text(0)} {row.TextOrNull(1)}".Trim(),
                    denial
                )
            ).Order()
        );
        using var narrow = server.As("plan-admin", "system/Location.cs");
        var (name, request) = (Made.Word(), Guid.NewGuid().ToString("N"));
        Assert.Equal(
            "scope",
            (await narrow.TransactAsync(Post(Made.Location(name)), Post(Made.Organization(name)))).Detail
        );
        Assert.Equal(
            "scope",
            (
                await narrow.TransactAsync(
                    Post(Made.Location(name)),
                    Entry("GET", "Location/01900000-0000-7000-8000-000000000001")
                )
            ).Detail
        );
        Assert.Equal("scope", (await narrow.TransactAsync(Post(Made.Role($"Organization?name={name}")))).Detail);
        Assert.Equal(0, (await narrow.AskAsync($"Location?name={name}")).Total);
        (
            await narrow.CallAsync(
                HttpMethod.Post,
                "",
                Of("transaction", Post(Made.Location(name)), Entry("GET", $"Location?name={name}")),
                ("X-Request-Id", request)
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal(
            ["created", "search-type"],
            (
                await server.QueryAsync(
                    $"SELECT action FROM {server.Audit} a WHERE request = $1",
                    static row => row.Text(0),
                    request
                )
            ).Order()
        );
    }
}
