using System.Text.Json.Nodes;
using CsCheck;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.ReportableChanges;

namespace HuskyFhir.Tests.Changes;

/// <summary>
/// What is a change that DSS must know, and what is none. CsCheck prints the seed of a case that fails.
/// </summary>
public sealed class ChangeRulesTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    private static readonly Gen<JsonObject> Member = Gen.Select(
        Words("4 Alder Way", "9 Birch Lane", "1 Cedar Court").Array[0, 3],
        Words("860-555-0101", "860-555-0102", "860-555-0103").Array[0, 3],
        Words("Calder", "Dunmore", "Ellery"),
        Words("1990-04-02", "1990-04-03"),
        Words("M", "D", "S"),
        Words("2106-3", "2054-5", "1002-5").Array[0, 2],
        Words("es", "en").Array[0, 2],
        static (lines, phones, family, birth, marital, races, languages) =>
            new JsonObject
            {
                ["resourceType"] = "Patient",
                ["extension"] = new JsonArray(
                    new JsonObject
                    {
                        ["url"] = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race",
                        ["extension"] = new JsonArray([
                            .. races
                                .Distinct()
                                .Select(static code => new JsonObject
                                {
                                    ["url"] = "ombCategory",
                                    ["valueCoding"] = new JsonObject { ["code"] = code },
                                }),
                            new JsonObject
                            {
                                ["url"] = "text",
                                ["valueString"] = string.Join(' ', races.Distinct().Order()),
                            },
                        ]),
                    }
                ),
                ["name"] = new JsonArray(new JsonObject { ["family"] = family }),
                ["telecom"] = new JsonArray([
                    .. phones
                        .Distinct()
                        .Select(static phone => new JsonObject { ["system"] = "phone", ["value"] = phone }),
                ]),
                ["gender"] = "female",
                ["birthDate"] = birth,
                ["address"] = new JsonArray([
                    .. lines
                        .Distinct()
                        .Select(static line => new JsonObject { ["line"] = new JsonArray(line), ["city"] = "Avon" }),
                ]),
                ["maritalStatus"] = new JsonObject
                {
                    ["coding"] = new JsonArray(new JsonObject { ["code"] = marital }),
                },
                ["communication"] = new JsonArray([
                    .. languages
                        .Distinct()
                        .Select(static code => new JsonObject
                        {
                            ["language"] = new JsonObject
                            {
                                ["coding"] = new JsonArray(new JsonObject { ["code"] = code }),
                            },
                        }),
                ]),
            }
    );

    [Fact]
    public void Member_InAnotherOrderAndWithOtherLabels_HasNotChanged() =>
        Gen.Select(Member, Gen.Int)
            .Sample(
                (member, seed) =>
                {
                    var other = member.DeepClone().AsObject();
                    var shuffle = new Random(seed);
                    foreach (var list in other.Select(static each => each.Value).OfType<JsonArray>().ToList())
                    {
                        var items = list.ToArray();
                        list.Clear();
                        shuffle.Shuffle(items);
                        foreach (var item in items)
                            list.Add(item);
                        foreach (var item in list.OfType<JsonObject>())
                            item["id"] = "e" + shuffle.Next();
                    }

                    other["meta"] = new JsonObject { ["versionId"] = "2" };
                    other["generalPractitioner"] = new JsonArray(
                        new JsonObject { ["reference"] = "PractitionerRole/1" }
                    );
                    return Patients(member, other).Count == 0;
                }
            );

    [Fact]
    public void Member_ChangedAndChangedBack_IsUndone() =>
        Gen.Select(Member, Member, Member)
            .Sample(
                (one, two, three) =>
                {
                    var steps = new[] { (one, two), (two, three), (three, one) }.SelectMany(
                        (step, at) => Patients(step.Item1, step.Item2).Select(found => Row(found, at + 2))
                    );
                    var told = MemberChanges.Of(Guid.Empty, steps.OrderBy(static _ => Random.Shared.Next()));
                    return told.Changes.Count == 0 && told.Covered.Count == 0;
                }
            );

    [Fact]
    public void Member_ChangedTwice_IsToldFromTheFirstToTheLast() =>
        Gen.Select(Member, Member, Member)
            .Sample(
                (one, two, three) =>
                {
                    var steps = new[] { (one, two), (two, three) }
                        .SelectMany((step, at) => Patients(step.Item1, step.Item2).Select(found => Row(found, at + 2)))
                        .ToList();
                    var told = MemberChanges.Of(Guid.Empty, steps);
                    var whole = Patients(one, three);
                    return told.Changes.Select(static change => (change.Kind, change.Before, change.After))
                            .ToHashSet()
                            .SetEquals(whole.Select(static found => (found.Kind, found.Before, found.After)))
                        && told.Covered.Count + told.Undone.Count == steps.Count;
                }
            );

    [Theory]
    [InlineData(
        """{"address":[{"line":["1 A"]}]}""",
        """{"address":[{"line":["2 B"],"period":{"start":"2026-11-01"}}]}""",
        "address",
        "2026-11-01"
    )]
    [InlineData(
        """{"address":[{"line":["1 A"],"period":{"start":"2017-04-26"}}]}""",
        """{"address":[{"line":["1 B"],"period":{"start":"2017-04-26"}}]}""",
        "address",
        null
    )]
    [InlineData(
        """{"address":[{"line":["1 A"]}]}""",
        """{"address":[{"use":"old","line":["1 A"]},{"line":["2 B"]}]}""",
        "address",
        null
    )]
    [InlineData(
        """{"telecom":[{"system":"phone","value":"1"}]}""",
        """{"telecom":[{"system":"phone","value":"2"}]}""",
        "phone",
        null
    )]
    [InlineData("""{}""", """{"telecom":[{"system":"email","value":"a@b.example"}]}""", "email", null)]
    [InlineData("""{"name":[{"family":"A"}]}""", """{"name":[{"family":"B"}]}""", "name", null)]
    [InlineData("""{"birthDate":"1990-01-01"}""", """{"birthDate":"1990-01-02"}""", "birth-date", null)]
    [InlineData("""{"gender":"male"}""", """{"gender":"female"}""", "sex", null)]
    [InlineData(
        """{}""",
        """{"extension":[{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex","valueCode":"F"}]}""",
        "sex",
        null
    )]
    [InlineData(
        """{}""",
        """{"extension":[{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity","extension":[{"url":"text","valueString":"x"}]}]}""",
        "ethnicity",
        null
    )]
    [InlineData(
        """{}""",
        """{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired","valueBoolean":true}]}""",
        "language",
        null
    )]
    [InlineData(
        """{"communication":[{"language":{"coding":[{"code":"en"}]}}]}""",
        """{"communication":[{"language":{"coding":[{"code":"es"}]}}]}""",
        "language",
        null
    )]
    [InlineData(
        """{"maritalStatus":{"coding":[{"code":"M"}]}}""",
        """{"maritalStatus":{"coding":[{"code":"D"}]}}""",
        "marital-status",
        null
    )]
    [InlineData("""{}""", """{"deceasedDateTime":"2026-11-20T03:00:00Z"}""", "death", "2026-11-20")]
    [InlineData("""{"deceasedBoolean":false}""", """{"deceasedBoolean":true}""", "death", null)]
    public void Patient_WithAnotherElement_HasOneChange(string before, string after, string kind, string? since)
    {
        var found = Assert.Single(Patients(Read(before), Read(after)));

        Assert.Equal(
            (kind, since),
            (found.Kind.Code(), found.Since?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))
        );
    }

    [Theory]
    [InlineData("""{"deceasedBoolean":false}""", """{}""")]
    [InlineData("""{"address":[{"line":["1 A"],"period":{"end":"2026-01-01"}}]}""", """{}""")]
    [InlineData(
        """{}""",
        """{"address":[{"line":["2 B"],"extension":[{"url":"http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label","valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}}]}]}"""
    )]
    [InlineData(
        """{"maritalStatus":{"coding":[{"code":"M"}],"text":"wed"}}""",
        """{"maritalStatus":{"coding":[{"code":"M","display":"Married"}]}}"""
    )]
    [InlineData("""{"active":true}""", """{"active":false,"link":[{"type":"seealso"}]}""")]
    public void Patient_WithWhatNobodyNeedsToKnow_HasNone(string before, string after) =>
        Assert.Empty(Patients(Read(before), Read(after)));

    [Theory]
    [InlineData("CHILD", "2015-01-01", "household-member")]
    [InlineData("CHILD", "2026-11-01", "birth")]
    [InlineData("SPS", "1990-01-01", "household-member")]
    [InlineData("GUARD", "1960-01-01", null)]
    public void Person_WhoIsNew_IsOfTheHouseholdByTheRelationship(string role, string born, string? kind) =>
        Assert.Equal(kind, Between("RelatedPerson", null, Person(role, born)).SingleOrDefault()?.Kind.Code());

    [Fact]
    public void Person_WhoLeaves_IsToldWithTheDay()
    {
        var (here, gone) = (Person("SPS", "1990-01-01"), Person("SPS", "1990-01-01"));
        gone["period"] = new JsonObject { ["end"] = "2026-11-20" };

        var left = Assert.Single(Between("RelatedPerson", here, gone));
        var deleted = Assert.Single(Between("RelatedPerson", here, null));

        Assert.Equal(
            (ChangeKind.HouseholdMember, null, new DateOnly(2026, 11, 20)),
            (left.Kind, left.After, left.Since)
        );
        Assert.Equal((ChangeKind.HouseholdMember, null, left.Before), (deleted.Kind, deleted.After, deleted.Before));
    }

    [Theory]
    [InlineData(2000, "monthly", "wages", 2100, "monthly", "wages", false)]
    [InlineData(2000, "monthly", "wages", 2101, "monthly", "wages", true)]
    [InlineData(2000, "monthly", "wages", 1899, "monthly", "wages", true)]
    [InlineData(500, "weekly", "wages", 520, "weekly", "wages", false)]
    [InlineData(500, "weekly", "wages", 524, "weekly", "wages", true)]
    [InlineData(2000, "monthly", "wages", 2000, "monthly", "self-employment", true)]
    [InlineData(1200, "annual", "rental", 100, "monthly", "rental", false)]
    public void Income_ByLimitAndSource_HasAClock(
        double was,
        string wasOften,
        string wasFrom,
        double now,
        string often,
        string from,
        bool hasClock
    )
    {
        var found = Assert.Single(Between("Observation", Income(was, wasOften, wasFrom), Income(now, often, from)));

        Assert.Equal((ChangeKind.Income, hasClock), (found.Kind, found.HasClock));
    }

    [Fact]
    public void Income_ThatEndsOrWasEnteredInError_IsGone()
    {
        var (ended, wrong) = (Income(2000, "monthly", "wages"), Income(2000, "monthly", "wages"));
        ended["effectivePeriod"]!["end"] = "2026-11-20";
        wrong["status"] = "entered-in-error";

        Assert.Equal(
            (null, new DateOnly(2026, 11, 21)),
            (
                Assert.Single(Between("Observation", Income(2000, "monthly", "wages"), ended)) is var last
                    ? last.After
                    : "",
                last.Since
            )
        );
        Assert.Null(Assert.Single(Between("Observation", Income(2000, "monthly", "wages"), wrong)).After);
    }

    private static IReadOnlyList<FoundChange> Patients(JsonObject before, JsonObject after) =>
        Between("Patient", before, after);

    private static IReadOnlyList<FoundChange> Between(string type, JsonObject? before, JsonObject? after) =>
        ChangeRules.Between(type, Bytes(before), Bytes(after), Today, ReportingOptions.Default);

    private static Gen<string> Words(params string[] words) => Gen.Int[0, words.Length - 1].Select(at => words[at]);

    private static byte[]? Bytes(JsonObject? image) =>
        image is null ? null : System.Text.Encoding.UTF8.GetBytes(image.ToJsonString());

    private static JsonObject Read(string json) => JsonNode.Parse(json)!.AsObject();

    private static JsonObject Person(string role, string born) =>
        Read(
            $$"""
            {"resourceType":"RelatedPerson","active":true,"birthDate":"{{born}}","name":[{"family":"Calder"}],"relationship":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"{{role}}"}]}]}
            """
        );

    private static JsonObject Income(double amount, string often, string source) =>
        Read(
            $$$"""
            {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"{{{Systems.ObservationCode}}}","code":"household-income"}]},"effectivePeriod":{"start":"2026-01-01"},
             "valueQuantity":{"value":{{{amount.ToString(System.Globalization.CultureInfo.InvariantCulture)}}}},
             "component":[{"code":{"coding":[{"code":"income-frequency"}]},"valueCodeableConcept":{"coding":[{"code":"{{{often}}}"}]}},{"code":{"coding":[{"code":"income-source"}]},"valueCodeableConcept":{"coding":[{"code":"{{{source}}}"}]}}]}
            """
        );

    private static ReportableChange Row(FoundChange found, long version) =>
        new(
            Guid.NewGuid(),
            Guid.Empty,
            found.Kind,
            found.Before,
            found.After,
            Today,
            null,
            "c",
            default,
            null,
            null,
            "Patient",
            Guid.Empty,
            version,
            "client"
        );
}
