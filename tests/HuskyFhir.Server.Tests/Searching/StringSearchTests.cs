using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Searching;

/// <summary>String parameters (R4 section 3.1.1.4.8).</summary>
public sealed class StringSearchTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Plain_StartsWith_WithoutCaseAndAccents(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var word = Made.Word();
        await plan.CreateAsync(Made.Patient($"{word} Muñoz-Ångström"));
        foreach (
            var value in new[]
            {
                word,
                word.ToUpperInvariant(),
                $"{word} MUNOZ",
                $"{word} muñoz-angstrom",
                $"{word} mun\u0303oz",
                $"{word}  MUNOZ",
            }
        )
            Assert.Equal(
                1,
                (await plan.AskAsync($"Patient?family={Uri.EscapeDataString(value)}")).Expect(HttpStatusCode.OK).Total
            );
        foreach (var value in new[] { "munoz", word[1..], word + "x", $"{word} munoz-angstromm" })
            Assert.DoesNotContain(
                (await plan.AskAsync($"Patient?family={Uri.EscapeDataString(value)}&_count=1000")).Entries,
                entry => entry.ToString().Contains(word, StringComparison.Ordinal)
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ExactAndContains_CompareAsTheySay(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var word = Made.Word();
        await plan.CreateAsync(Made.Patient($"{word} Núñez"));
        Assert.Equal(1, await CountAsync(plan, "family:exact", $"{word} Núñez"));
        Assert.Equal(0, await CountAsync(plan, "family:exact", $"{word} Nunez"));
        Assert.Equal(0, await CountAsync(plan, "family:exact", $"{word.ToLowerInvariant()} Núñez"));
        Assert.Equal(0, await CountAsync(plan, "family:exact", word));
        Assert.Equal(1, await CountAsync(plan, "family:contains", $"{word[3..].ToUpperInvariant()} nuñ"));
        Assert.Equal(0, await CountAsync(plan, "family:contains", $"{word[3..]}nun"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task PercentUnderscoreAndQuotes_StandForThemselves(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var word = Made.Word();
        await plan.CreateAsync(Made.Patient($"{word}50%_of'a;--\"b"));
        await plan.CreateAsync(Made.Patient($"{word}50xyof"));
        Assert.Equal(1, await CountAsync(plan, "family", $"{word}50%"));
        Assert.Equal(1, await CountAsync(plan, "family", $"{word}50%_"));
        Assert.Equal(0, await CountAsync(plan, "family", $"{word}5_%"));
        Assert.Equal(0, await CountAsync(plan, "family", $"{word}%"));
        Assert.Equal(1, await CountAsync(plan, "family:contains", $"{word[5..]}50%_of'a;--\"b"));
        Assert.Equal(0, await CountAsync(plan, "family:contains", $"{word}' OR '1'='1"));
        Assert.Equal(2, await CountAsync(plan, "family", word + "50"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Commas_AreAlternatives_UnlessEscaped(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (one, two) = (Made.Word(), Made.Word());
        await plan.CreateAsync(Made.Patient($"{one}, {two}"));
        await plan.CreateAsync(Made.Patient(two));
        Assert.Equal(2, await CountAsync(plan, "family", $"{one},{two}"));
        Assert.Equal(1, await CountAsync(plan, "family", $"{one}\\, {two}"));
        Assert.Equal(0, await CountAsync(plan, "family", $"{two}\\, {one}"));
        var back = Made.Word() + "\\$|x";
        await plan.CreateAsync(Made.Patient(back));
        Assert.Equal(
            1,
            await CountAsync(
                plan,
                "family:exact",
                back.Replace("\\", "\\\\", StringComparison.Ordinal)
                    .Replace("$", "\\$", StringComparison.Ordinal)
                    .Replace("|", "\\|", StringComparison.Ordinal)
            )
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task RepeatedParameters_MustAllHold(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var word = Made.Word();
        var patient = Made.Patient(word + "a");
        patient["name"]!.AsArray().Add(JsonNode.Parse($$"""{"use":"old","family":"{{word}}b"}"""));
        await plan.CreateAsync(patient);
        await plan.CreateAsync(Made.Patient(word + "b"));
        Assert.Equal(2, await CountAsync(plan, "family", word));
        Assert.Equal(1, (await plan.AskAsync($"Patient?family={word}a&family={word}b")).Total);
        Assert.Equal(1, (await plan.AskAsync($"Patient?name={word}&name={word}a&given=test")).Total);
        Assert.Equal(0, (await plan.AskAsync($"Patient?family={word}a&family={word}b&given=other")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Missing_TellsPresentFromAbsent(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var word = Made.Word();
        var bare = Made.Patient(word);
        bare["name"]![0]!.AsObject().Remove("given");
        await plan.CreateAsync(bare);
        await plan.CreateAsync(Made.Patient(word));
        foreach (
            var (query, expected) in new[]
            {
                ("given:missing=true", 1),
                ("given:missing=false", 1),
                ("address-city:missing=true", 2),
                ("name:missing=true", 0),
                ("telecom:missing=true", 2),
                ("birthdate:missing=false", 2),
                ("death-date:missing=true", 2),
                ("general-practitioner:missing=true", 2),
                ("gender:missing=true", 0),
            }
        )
            Assert.Equal(
                expected,
                (await plan.AskAsync($"Patient?family={word}&{query}")).Expect(HttpStatusCode.OK).Total
            );
        (await plan.AskAsync("Patient?given:missing=maybe")).Refused(HttpStatusCode.BadRequest, "search-value");
    }

    private static async Task<int?> CountAsync(HttpClient http, string parameter, string value) =>
        (await http.AskAsync($"Patient?{parameter}={Uri.EscapeDataString(value)}")).Expect(HttpStatusCode.OK).Total;
}
