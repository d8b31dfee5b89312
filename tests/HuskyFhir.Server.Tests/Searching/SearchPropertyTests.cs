using System.Net;
using System.Text.Json.Nodes;
using CsCheck;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Searching;

/// <summary>
/// Random resources, random searches: the service finds what the rules say, in the order that they say, page by page,
/// on both databases. The resources come from a fixed seed; CsCheck prints the seed of a search that fails.
/// </summary>
public sealed class SearchPropertyTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Gender = "http://hl7.org/fhir/administrative-gender";
    private const string Special = "http://terminology.hl7.org/CodeSystem/special-values";
    private const string Status = "http://hl7.org/fhir/fm-status";
    private const string Nucc = "http://nucc.org/provider-taxonomy";

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
        "José Luis",
        "陳",
        "😀x",
        "Zed",
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
        "1981",
        "2000-02-29",
        "2026-03-08",
        "2026-11-01",
    ];
    private static readonly string[] Prefixes = ["", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb"];

    private static readonly Dictionary<string, Gen<Condition>> Conditions = new()
    {
        ["Patient"] = Gen.OneOf(
            Strings("family"),
            Strings("given"),
            Dates("birthdate"),
            Tokens("gender", Gender, ["male", "female", "other"]),
            Tokens("active", Special, ["true", "false"]),
            Missing("given", "birthdate", "gender", "active", "family")
        ),
        ["Coverage"] = Gen.OneOf(
            Dates("period"),
            Tokens("status", Status, ["active", "cancelled"]),
            Strings("class-value"),
            Missing("period", "class-value", "status")
        ),
        ["PractitionerRole"] = Gen.OneOf(
            Dates("date"),
            Tokens("active", Special, ["true", "false"]),
            Tokens("specialty", Nucc, ["207Q00000X", "208000000X", "363L00000X"]),
            Missing("date", "specialty", "active", "practitioner", "organization")
        ),
    };

    private static readonly Dictionary<string, Gen<Key>> Keys = new()
    {
        ["Patient"] = Gen.OneOf(
            Gen.Bool.Select(static down => SearchModel.ByString("family", down)),
            Gen.Bool.Select(static down => SearchModel.ByString("given", down)),
            Gen.Bool.Select(static down => SearchModel.ByDate("birthdate", down)),
            Gen.Bool.Select(static down => SearchModel.ByToken("gender", down))
        ),
        ["Coverage"] = Gen.OneOf(
            Gen.Bool.Select(static down => SearchModel.ByDate("period", down)),
            Gen.Bool.Select(static down => SearchModel.ByString("class-value", down)),
            Gen.Bool.Select(static down => SearchModel.ByToken("status", down))
        ),
        ["PractitionerRole"] = Gen.OneOf(
            Gen.Bool.Select(static down => SearchModel.ByDate("date", down)),
            Gen.Bool.Select(static down => SearchModel.ByToken("specialty", down)),
            Gen.Bool.Select(static down => SearchModel.ByToken("active", down))
        ),
    };

    protected override bool Alone => true;

    protected override bool Samples => false;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Searches_OfRandomResources_AgreeWithTheRules(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var world = await MakeAsync(plan, new Random(20261123));
        foreach (var (type, rows) in world)
        {
            var searches = Gen.Select(Conditions[type].List[0, 3], Keys[type].List[0, 2], Gen.Int[1, 40]);
            await searches.SampleAsync(
                async search =>
                {
                    var (conditions, keys, count) = search;
                    var query = string.Join(
                        '&',
                        conditions
                            .Select(static condition => condition.Text)
                            .Append($"_count={count}")
                            .Concat(
                                keys.Count == 0
                                    ? []
                                    :
                                    [
                                        $"_sort={string.Join(',', keys.Select(static key => (key.Descending ? "-" : string.Empty) + key.Name))}",
                                    ]
                            )
                    );
                    var expected = SearchModel.Order(
                        rows.Where(row => conditions.All(condition => condition.Holds(row))),
                        keys
                    );
                    var found = await PagingTests.PagesAsync(plan, $"{type}?{query}");
                    Assert.True(
                        expected.SequenceEqual(found),
                        $"{type}?{query}: expected {string.Join(' ', expected)}, found {string.Join(' ', found)}"
                    );
                    Assert.Equal(
                        expected.Count,
                        (await plan.AskAsync($"{type}?{query}&_total=accurate")).Expect(HttpStatusCode.OK).Total
                    );
                },
                TestContext.Current.TestOutputHelper!.WriteLine,
                iter: 120,
                threads: 1
            );
        }
    }

    private static Gen<Condition> Strings(string name) =>
        Gen.Select(
            One("", "", ":exact", ":contains"),
            One<string>([.. Names, "o", "s", "mun", "OZ", "HUSKY-", "husky-a", "nothing"]).Array[1, 2],
            (modifier, values) =>
                SearchModel.String(name, modifier, values) with
                {
                    Text =
                        $"{name}{modifier}={string.Join(',', values.Select(static value => Uri.EscapeDataString(value.Replace(",", "\\,", StringComparison.Ordinal))))}",
                }
        );

    private static Gen<Condition> Dates(string name) =>
        Gen.Select(One(Prefixes), One(Days), (prefix, day) => SearchModel.Date(name, prefix, day));

    private static Gen<Condition> Tokens(string name, string system, string[] codes) =>
        Gen.Select(
            One("", ":not"),
            Gen.Select(
                One<string?>(null, system, "http://other.example"),
                One<string>([.. codes, "nothing"]),
                static (of, code) => ((string?)of, (string?)code)
            ).Array[1, 2],
            (modifier, values) => SearchModel.Token(name, modifier, values)
        );

    private static Gen<T> One<T>(params T[] from) => Gen.Int[0, from.Length - 1].Select(at => from[at]);

    private static Gen<Condition> Missing(params string[] names) =>
        Gen.Select(One(names), Gen.Bool, SearchModel.Missing);

    private static async Task<Dictionary<string, List<Row>>> MakeAsync(HttpClient plan, Random random)
    {
        T? Maybe<T>(T[] from)
            where T : class => random.Next(4) == 0 ? null : from[random.Next(from.Length)];
        var world = new Dictionary<string, List<Row>>
        {
            ["Patient"] = [],
            ["Coverage"] = [],
            ["PractitionerRole"] = [],
        };
        var clinic = await plan.CreateAsync(Made.Organization("Clinic"));
        for (var at = 0; at < 60; at++)
        {
            var (family, given, born, gender, active) = (
                Names[random.Next(Names.Length)],
                Maybe(Names),
                Maybe(Days),
                Maybe(["male", "female", "other"]),
                Maybe(["true", "false"])
            );
            var patient = new JsonObject
            {
                ["resourceType"] = "Patient",
                ["name"] = new JsonArray(new JsonObject { ["family"] = family }),
            };
            if (given is not null)
                patient["name"]![0]!["given"] = new JsonArray(given);
            if (born is not null)
                patient["birthDate"] = born;
            if (gender is not null)
                patient["gender"] = gender;
            if (active is not null)
                patient["active"] = active == "true";
            var row = new Row(
                (string)(await plan.CreateAsync(patient))["id"]!,
                new() { ["family"] = [family], ["given"] = given is null ? [] : [given] },
                Codes(("gender", Gender, gender), ("active", Special, active)),
                born is null ? [] : new() { ["birthdate"] = SearchModel.Span(born) },
                []
            );
            world["Patient"].Add(row);

            var (start, end, status, programme) = (
                Maybe(Days[..6]),
                Maybe(Days[7..]),
                random.Next(3) == 0 ? "cancelled" : "active",
                Maybe(["HUSKY-A", "HUSKY-B", "Husky-d"])
            );
            var coverage = Made.Coverage($"Patient/{row.Id}", clinic.At());
            coverage["status"] = status;
            if ((start ?? end) is not null)
                coverage["period"] = Period(start, end);
            if (programme is not null)
                coverage["class"] = new JsonArray(
                    new JsonObject
                    {
                        ["type"] = new JsonObject { ["text"] = "plan" },
                        ["value"] = programme,
                    }
                );
            world["Coverage"]
                .Add(
                    new(
                        (string)(await plan.CreateAsync(coverage))["id"]!,
                        new() { ["class-value"] = programme is null ? [] : [programme] },
                        Codes(("status", Status, status)),
                        (start ?? end) is null ? [] : new() { ["period"] = SearchModel.Period(start, end) },
                        []
                    )
                );

            var (from, works, specialty) = (
                Maybe(Days),
                Maybe(["true", "false"]),
                Maybe(["207Q00000X", "208000000X", "363L00000X"])
            );
            var role = Made.Role(clinic.At());
            role.Remove("active");
            if (works is not null)
                role["active"] = works == "true";
            if (from is not null)
                role["period"] = Period(from, null);
            if (specialty is not null)
                role["specialty"] = new JsonArray(
                    new JsonObject
                    {
                        ["coding"] = new JsonArray(new JsonObject { ["system"] = Nucc, ["code"] = specialty }),
                    }
                );
            world["PractitionerRole"]
                .Add(
                    new(
                        (string)(await plan.CreateAsync(role))["id"]!,
                        [],
                        Codes(("active", Special, works), ("specialty", Nucc, specialty)),
                        from is null ? [] : new() { ["date"] = SearchModel.Period(from, null) },
                        new() { ["organization"] = [clinic.At()] }
                    )
                );
        }

        return world;
    }

    private static JsonObject Period(string? start, string? end)
    {
        var period = new JsonObject();
        if (start is not null)
            period["start"] = start;
        if (end is not null)
            period["end"] = end;
        return period;
    }

    private static Dictionary<string, (string System, string Code)[]> Codes(
        params (string Name, string System, string? Code)[] codes
    ) =>
        codes
            .Where(static code => code.Code is not null)
            .ToDictionary(static code => code.Name, static code => new[] { (code.System, code.Code!) });
}
