using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Searching.Plain;

/// <summary>
/// Random resources of every type that refer to one another at random, stored over HTTP and given back as they were
/// stored.
/// </summary>
internal sealed class WorldMaker(HttpClient plan, Random random)
{
    private static readonly string[] Names =
    [
        "Muñoz",
        "Munoz",
        "munro",
        "Öz",
        "Ozzy",
        "Straße",
        "Strassen",
        "O'Brien",
        "o_Brien",
        "o%b",
        "A, B",
        "José",
        "José  Luis",
        "陳",
        "Zed|Y",
        "a$b",
        "back\\slash",
    ];
    private static readonly string[] Days =
    [
        "1979",
        "1980",
        "1980-02",
        "1980-02-29",
        "1980-03-01",
        "1980-12-31",
        "1981-01-01",
        "2000-02-29",
        "2026-03-08",
        "2026-11-01",
    ];
    private static readonly string[] Moments =
    [
        .. Days,
        "2026-11-01T01:30:00-04:00",
        "2026-11-01T01:30:00-05:00",
        "2026-03-08T12:00:00Z",
        "2026-11-23T09:00:00.250-05:00",
    ];
    private static readonly string[] Instants =
    [
        "2026-11-01T01:30:00-04:00",
        "2026-11-01T06:30:00Z",
        "2026-03-08T12:00:00.500Z",
    ];
    private static readonly string[] Phones = ["860-555-0101", "(860) 555-0101", "+1 860 555 0101", "860.555.0102"];
    private static readonly string[] Mails = ["One@Mail.example", "one@mail.example", "two@mail.example"];
    private static readonly string[] Sources =
    [
        "http://feed.example/a",
        "http://feed.example/a/b",
        "http://feed.example/ab",
    ];
    private static readonly (string System, string Code, string Display)[] Codes =
    [
        ("http://one.example", "red", "Red house"),
        ("http://one.example", "blue", "Blue house"),
        ("http://two.example", "red", "Réd herring"),
        ("http://hl7.org/fhir/administrative-gender", "male", "Male"),
    ];

    private readonly Dictionary<string, List<string>> made = [];

    public List<Resource> All { get; } = [];

    public async System.Threading.Tasks.Task MakeAsync()
    {
        await ManyAsync(
            "Organization",
            8,
            _ =>
                Json(
                    ("active", Flag()),
                    ("name", Word(always: true)),
                    ("alias", Maybe(() => Array(Word(true)))),
                    ("type", Concepts()),
                    ("address", Addresses()),
                    ("identifier", Identifiers()),
                    ("partOf", To("Organization"))
                )
        );
        await ManyAsync(
            "Location",
            8,
            _ =>
                Json(
                    ("status", Code("active", "suspended", "inactive")),
                    ("name", Word(always: true)),
                    ("alias", Maybe(() => Array(Word(true)))),
                    ("type", Concepts()),
                    ("address", Addresses()?[0]?.DeepClone()),
                    ("identifier", Identifiers()),
                    ("managingOrganization", To("Organization")),
                    ("partOf", To("Location"))
                )
        );
        await ManyAsync(
            "Practitioner",
            8,
            _ =>
                Json(
                    ("active", Flag()),
                    ("name", People()),
                    ("gender", Gender()),
                    ("telecom", Telecoms()),
                    ("address", Addresses()),
                    ("communication", Maybe(() => Array(Language()))),
                    ("identifier", Identifiers())
                )
        );
        await ManyAsync(
            "PractitionerRole",
            14,
            _ =>
                Json(
                    ("active", Flag()),
                    ("practitioner", To("Practitioner")),
                    ("organization", To("Organization", always: true)),
                    ("location", Maybe(() => Array(To("Location", always: true)))),
                    ("specialty", Concepts()),
                    ("code", Concepts()),
                    ("period", Period()),
                    ("telecom", Telecoms()),
                    ("identifier", Identifiers())
                )
        );
        await ManyAsync(
            "Patient",
            36,
            at =>
                Json(
                    ("active", Flag()),
                    ("name", People()),
                    ("gender", Gender()),
                    ("birthDate", Day(Days)),
                    (random.Next(2) == 0 ? "deceasedDateTime" : "deceasedBoolean", null),
                    ("telecom", Telecoms()),
                    ("address", Addresses()),
                    ("communication", Maybe(() => Array(Json(("language", Language()))))),
                    (
                        "generalPractitioner",
                        Maybe(() => Array(To(random.Next(4) == 0 ? "Organization" : "PractitionerRole", always: true)))
                    ),
                    ("managingOrganization", To("Organization")),
                    (
                        "link",
                        at == 0
                            ? null
                            : Maybe(() => Array(Json(("other", To("Patient", always: true)), ("type", "seealso"))))
                    ),
                    ("identifier", Identifiers())
                ),
            Died
        );
        await ManyAsync(
            "RelatedPerson",
            24,
            _ =>
                Json(
                    ("active", Flag()),
                    ("patient", To("Patient", always: true)),
                    ("name", People()),
                    ("gender", Gender()),
                    ("birthDate", Day(Days)),
                    ("telecom", Telecoms()),
                    ("address", Addresses()),
                    ("relationship", Concepts()),
                    ("identifier", Identifiers())
                )
        );
        await ManyAsync(
            "Coverage",
            30,
            _ =>
                Json(
                    ("status", Code("active", "cancelled")),
                    ("beneficiary", To("Patient", always: true)),
                    ("payor", Array(To(random.Next(2) == 0 ? "Organization" : "RelatedPerson", always: true))),
                    ("policyHolder", To("Organization")),
                    ("subscriber", To("Patient")),
                    ("type", Concept()),
                    ("period", Period()),
                    ("class", Maybe(() => Array(Json(("type", Concept(always: true)), ("value", Word(always: true)))))),
                    ("dependent", Maybe(() => "0" + random.Next(3))),
                    ("subscriberId", Word()),
                    ("identifier", Identifiers())
                )
        );
        await ManyAsync(
            "Observation",
            36,
            _ =>
                Json(
                    ("status", Code("final", "amended")),
                    ("subject", To("Patient", always: true)),
                    ("code", ObservationCode()),
                    ("category", Concepts()),
                    (random.Next(2) == 0 ? "effectivePeriod" : "effectiveDateTime", null),
                    ("performer", Maybe(() => Array(To("Practitioner", always: true)))),
                    ("component", Maybe(() => Array(Component(), Component()))),
                    ("identifier", Identifiers())
                ),
            Observed
        );
        await ManyAsync(
            "DocumentReference",
            20,
            _ =>
                Json(
                    ("status", Code("current", "superseded")),
                    ("subject", To("Patient", always: true)),
                    ("type", Concept()),
                    ("category", Concepts()),
                    ("securityLabel", Concepts()),
                    ("description", Word()),
                    ("date", Maybe(() => Pick(Instants))),
                    ("author", Maybe(() => Array(To("Practitioner", always: true)))),
                    ("custodian", To("Organization")),
                    ("context", Period() is { } period ? Json(("period", period)) : null),
                    ("relatesTo", Related()),
                    (
                        "content",
                        Array(
                            Json(
                                (
                                    "attachment",
                                    Json(
                                        ("contentType", Code("application/pdf", "text/plain")),
                                        ("url", "http://papers.example/a")
                                    )
                                )
                            )
                        )
                    ),
                    ("identifier", Identifiers())
                )
        );
    }

    private async System.Threading.Tasks.Task ManyAsync(
        string type,
        int count,
        Func<int, JsonObject> one,
        Action<JsonObject>? change = null
    )
    {
        for (var at = 0; at < count; at++)
        {
            var resource = one(at);
            change?.Invoke(resource);
            if (Meta() is { } meta)
                resource["meta"] = meta;
            resource["resourceType"] = type;
            var stored = (await plan.PostAsync(resource)).Expect(System.Net.HttpStatusCode.Created);
            var read = new FhirJsonDeserializer().DeserializeResource(stored.Text);
            All.Add(read);
            (made.TryGetValue(type, out var ids) ? ids : made[type] = []).Add($"{type}/{read.Id}");
        }
    }

    private void Died(JsonObject patient)
    {
        if (random.Next(3) == 0)
            patient["deceasedBoolean"] = random.Next(2) == 0;
        else if (random.Next(3) == 0)
            patient["deceasedDateTime"] = Pick(Moments);
    }

    private void Observed(JsonObject observation)
    {
        if (random.Next(3) == 0)
            observation["effectivePeriod"] = Period();
        else if (random.Next(3) > 0)
            observation["effectiveDateTime"] = Pick(Moments);
        if (observation["effectivePeriod"] is null)
            observation.Remove("effectivePeriod");
        if (random.Next(4) == 0)
            observation["valueCodeableConcept"] = Concept(always: true);
        else if (random.Next(4) > 0)
            observation["valueQuantity"] = Json(
                ("value", (double)(random.Next(8) * 12_50) / 100),
                ("system", "urn:iso:std:iso:4217"),
                ("code", "USD"),
                ("unit", Maybe(() => "dollars"))
            );
    }

    private JsonObject ObservationCode() =>
        random.Next(2) == 0
            ? Json(("coding", Array(Json(("system", Systems.ObservationCode), ("code", "household-income")))))
            : Concept(always: true)!;

    /// <summary>Never of the observation's own code, which obs-7 forbids beside a value.</summary>
    private JsonObject Component() =>
        Json(
            (
                "code",
                Json(
                    (
                        "coding",
                        Array(Json(("system", Maybe(() => "http://part.example")), ("code", Pick(["how", "why"]))))
                    )
                )
            ),
            ("valueCodeableConcept", Concept())
        );

    private JsonNode? Related() =>
        made.ContainsKey("DocumentReference")
            ? Maybe(() =>
                Array(Json(("code", Code("replaces", "appends")), ("target", To("DocumentReference", always: true))))
            )
            : null;

    private JsonNode? Meta() =>
        Maybe(() =>
            Json(
                ("source", Maybe(() => Pick(Sources))),
                ("tag", Array(Coding())),
                ("security", Maybe(() => Array(Coding()))),
                ("profile", Maybe(() => Array(Pick(Sources) + (random.Next(2) == 0 ? "|1.0" : string.Empty))))
            )
        );

    private JsonArray People() =>
        Array(
            Json(
                ("family", Word(always: true)),
                ("given", Maybe(() => Array(Word(true), Word(true)))),
                ("prefix", Maybe(() => Array("Dr. " + Pick(Names)))),
                ("text", Word())
            ),
            random.Next(2) == 0 ? Json(("use", "old"), ("family", Word(always: true))) : null
        );

    private JsonNode? Telecoms() =>
        Maybe(() =>
            Array(
                Json(("system", "phone"), ("value", Pick(Phones))),
                random.Next(2) == 0
                    ? Json(("system", "email"), ("value", Pick(Mails)))
                    : Json(("system", "url"), ("value", "http://Site.example"))
            )
        );

    private JsonNode? Addresses() =>
        Maybe(() =>
            Array(
                Json(
                    ("use", Maybe(() => random.Next(2) == 0 ? "work" : "old")),
                    ("line", Maybe(() => Array(Pick(Names)))),
                    ("city", Word()),
                    ("state", "CT"),
                    ("postalCode", Maybe(() => "0610" + random.Next(3)))
                )
            )
        );

    private JsonNode? Identifiers() =>
        Maybe(() =>
            Array(Json(("type", Concept()), ("system", Maybe(() => Pick(Sources))), ("value", "V" + random.Next(5))))
        );

    private JsonNode? Concepts() =>
        Maybe(() => Array(Concept(always: true), random.Next(2) == 0 ? Concept(always: true) : null));

    private JsonObject? Concept(bool always = false) =>
        always || random.Next(3) > 0
            ? Json(
                ("coding", random.Next(6) == 0 ? null : Array(Coding(), random.Next(3) == 0 ? Coding() : null)),
                ("text", Pick(Names) + " text")
            )
            : null;

    /// <summary>R4 allows no code here but one of a language.</summary>
    private JsonObject Language() =>
        Json(
            (
                "coding",
                random.Next(6) == 0
                    ? null
                    : Array(Json(("system", "urn:ietf:bcp:47"), ("code", Pick(["en", "es", "pt"]))))
            ),
            ("text", Pick(Names) + " text")
        );

    private JsonObject Coding()
    {
        var (system, code, display) = Codes[random.Next(Codes.Length)];
        return Json(("system", random.Next(5) == 0 ? null : system), ("code", code), ("display", Maybe(() => display)));
    }

    private JsonObject? To(string type, bool always = false)
    {
        if (!made.TryGetValue(type, out var ids) || (!always && random.Next(3) == 0))
            return null;
        return Json(
            ("reference", ids[random.Next(ids.Count)]),
            (
                "identifier",
                random.Next(6) == 0 ? Json(("system", "http://card.example"), ("value", "C" + random.Next(3))) : null
            )
        );
    }

    private JsonNode? Period() =>
        Maybe(() =>
            random.Next(3) switch
            {
                0 => Json(("start", Pick(Days[..6]))),
                1 => Json(("end", Pick(Days[6..]))),
                _ => Json(("start", Pick(Days[..6])), ("end", Pick(Days[6..]))),
            }
        );

    private JsonNode? Gender() => Maybe(() => Pick(["male", "female", "other"]));

    private JsonNode? Flag() =>
        random.Next(3) switch
        {
            0 => null,
            1 => true,
            _ => false,
        };

    private JsonNode? Day(string[] days) => Maybe(() => Pick(days));

    private JsonNode? Word(bool always = false) => always ? Pick(Names) : Maybe(() => Pick(Names));

    private JsonNode Code(params string[] codes) => Pick(codes);

    private JsonNode? Maybe(Func<JsonNode?> make) => random.Next(3) == 0 ? null : make();

    private string Pick(string[] from) => from[random.Next(from.Length)];

    private static JsonArray Array(params JsonNode?[] items) => [.. items.Where(static item => item is not null)];

    /// <summary>Only what there is.</summary>
    private static JsonObject Json(params (string Name, JsonNode? Value)[] members) =>
        new(
            members
                .Where(static member => member.Value is not null)
                .Select(static member => KeyValuePair.Create(member.Name, member.Value))
        );
}
