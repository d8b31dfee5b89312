using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Searching;

/// <summary>Tokens, dates, references and quantities (R4 sections 3.1.1.4.5 to 3.1.1.4.12).</summary>
public sealed class OtherKindsTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Token_InItsFourForms_FindsWhatEachNames(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (word, code) = (Made.Word(), Made.ClientId() + "|,$\\x");
        var patient = Made.Patient(word, code);
        patient["identifier"]!.AsArray().Add(JsonNode.Parse($$"""{"value":"{{word}}"}"""));
        await plan.CreateAsync(patient);
        var escaped = code.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("|", "\\|", StringComparison.Ordinal)
            .Replace(",", "\\,", StringComparison.Ordinal)
            .Replace("$", "\\$", StringComparison.Ordinal);
        foreach (
            var (value, expected) in new[]
            {
                (escaped, 1),
                ($"{Systems.ClientId}|{escaped}", 1),
                ("|" + escaped, 0),
                ($"|{word}", 1),
                (word, 1),
                (word.ToLowerInvariant(), 0),
                ($"{Systems.ClientId}|", 1),
                ($"{Systems.Npi}|", 0),
                ($"{Systems.Npi}|{escaped}", 0),
                ($"nothing,{escaped}", 1),
            }
        )
            Assert.Equal(
                expected,
                (await plan.AskAsync($"Patient?family={word}&identifier={Uri.EscapeDataString(value)}"))
                    .Expect(HttpStatusCode.OK)
                    .Total
            );
        (await plan.AskAsync("Patient?identifier=a|b|c")).Refused(HttpStatusCode.BadRequest, "search-value");
        (await plan.AskAsync("Patient?identifier=|")).Refused(HttpStatusCode.BadRequest, "search-value");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task TokenNot_IncludesWhatHasNoValue(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var word = Made.Word();
        var unknown = Made.Patient(word);
        unknown.Remove("gender");
        await plan.CreateAsync(unknown);
        await plan.CreateAsync(Made.Patient(word));
        foreach (
            var (query, expected) in new[]
            {
                ("gender:not=female", 1),
                ("gender:not=male", 2),
                ("gender:not=male,female", 1),
                ("gender=female", 1),
                ("gender:not=http://hl7.org/fhir/administrative-gender|female", 1),
                ("gender=http://hl7.org/fhir/administrative-gender|female", 1),
                ("active:not=true", 2),
                ("language:not=es", 2),
                ("identifier:not=nothing", 2),
            }
        )
            Assert.Equal(
                expected,
                (await plan.AskAsync($"Patient?family={word}&{query}")).Expect(HttpStatusCode.OK).Total
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task LastUpdated_ByPrefix_ComparesTheMillisecondAsAnInterval(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var word = Made.Word();
        var stored = DateTimeOffset
            .Parse(
                (string)(await plan.CreateAsync(Made.Patient(word)))["meta"]!["lastUpdated"]!,
                CultureInfo.InvariantCulture
            )
            .UtcDateTime;
        string At(int milliseconds) =>
            stored.AddMilliseconds(milliseconds).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var (day, before, after) = ("2026-11-23", "2026-11-22", "2026-11-24");
        foreach (
            var (value, expected) in new[]
            {
                (At(0), 1),
                (At(1), 0),
                ("ne" + At(0), 0),
                ("ne" + At(-1), 1),
                ("gt" + At(0), 0),
                ("gt" + At(-1), 1),
                ("lt" + At(0), 0),
                ("lt" + At(1), 1),
                ("ge" + At(0), 1),
                ("ge" + At(1), 0),
                ("le" + At(0), 1),
                ("le" + At(-1), 0),
                ("sa" + At(0), 0),
                ("sa" + At(-1), 1),
                ("eb" + At(0), 0),
                ("eb" + At(1), 1),
                (day, 1),
                ("ne" + day, 0),
                ("gt" + day, 0),
                ("gt" + before, 1),
                ("lt" + day, 0),
                ("lt" + after, 1),
                ("ge" + day, 1),
                ("ge" + after, 0),
                ("le" + day, 1),
                ("le" + before, 0),
                ("sa" + before, 1),
                ("sa" + day, 0),
                ("eb" + after, 1),
                ("eb" + day, 0),
                ("ap" + day, 1),
                ("ap2020", 0),
                ("2026", 1),
                ("ge9999", 0),
                ("lt0001", 0),
            }
        )
            Assert.True(
                expected == await CountAsync(plan, $"Patient?family={word}&_lastUpdated={value}"),
                $"{value}: not {expected}"
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Date_ByPrefix_ComparesIntervals(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var word = Made.Word();
        foreach (var born in new[] { "1980-02-28", "1980-02-29", "1980-03-01", "1980-02", "1980" })
        {
            var patient = Made.Patient(word);
            patient["birthDate"] = born;
            await plan.CreateAsync(patient);
        }

        foreach (
            var (value, expected) in new[]
            {
                ("1980-02-29", 1),
                ("eq1980-02", 3),
                ("1980", 5),
                ("ne1980-02-29", 4),
                ("ne1980", 0),
                ("gt1980-02-29", 2),
                ("lt1980-02-29", 3),
                ("ge1980-02-29", 3),
                ("le1980-02-29", 4),
                ("sa1980-02-29", 1),
                ("eb1980-02-29", 1),
                ("sa1980-02", 1),
                ("eb1980-03", 3),
                ("ap1980-02-29", 5),
                ("ap1977", 5),
                ("ap1850", 0),
                ("gt1980", 0),
                ("ge1981", 0),
                ("1980-02-28,1980-03-01", 2),
            }
        )
            Assert.True(
                expected == await CountAsync(plan, $"Patient?family={word}&birthdate={value}"),
                $"{value}: not {expected}"
            );
        Assert.Equal(
            3,
            await CountAsync(
                plan,
                $"Patient?family={word}&birthdate=ge1980-02-01&birthdate=lt1980-03-01&birthdate=eb1980-03-01"
            )
        );
        foreach (
            var bad in new[]
            {
                "1980-02-30",
                "1981-02-29",
                "80",
                "1980-2-9",
                "xx1980",
                "ge",
                "1980-13",
                "1980-02-29T25:00",
                "1980-02-29T10:00+99:00",
                "0000",
                "-1980",
                "1980-02-29T",
            }
        )
            Assert.Equal(
                "birthdate",
                (await plan.AskAsync($"Patient?birthdate={Uri.EscapeDataString(bad)}"))
                    .Refused(HttpStatusCode.BadRequest, "search-value")
                    .Expression
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task DateOfAPeriod_OpenAtTheEnd_ReachesForEver(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        var payor = await plan.CreateAsync(Made.Organization(Made.Word()));
        var coverage = Made.Coverage(patient.At(), payor.At());
        coverage["period"] = JsonNode.Parse("""{"start":"2026-01-01"}""");
        await plan.CreateAsync(coverage);
        foreach (
            var (value, expected) in new[]
            {
                ("ge2026-01-01", 1),
                ("gt2090", 1),
                ("sa2025-12-31", 1),
                ("eb2099", 0),
                ("2026", 0),
                ("lt2026-01-01", 0),
                ("le2026-01-01", 0),
                ("ne2026", 1),
            }
        )
            Assert.True(
                expected == await CountAsync(plan, $"Coverage?patient={patient["id"]}&period={value}"),
                $"{value}: not {expected}"
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Reference_InEachForm_FindsItsTarget(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        var payor = await plan.CreateAsync(Made.Organization(Made.Word()));
        await plan.CreateAsync(Made.Coverage(patient.At(), payor.At()));
        foreach (
            var query in new[]
            {
                $"patient={patient["id"]}",
                $"patient={patient.At()}",
                $"patient=Patient/{patient["id"]}",
                $"patient:Patient={patient["id"]}",
                $"beneficiary={patient.At()}",
                $"payor={payor.At()}",
                $"payor:Organization={payor["id"]}",
                $"payor={payor["id"]}",
                $"patient={server.Url}/{patient.At()}",
                $"payor={server.Url}/{payor.At()}",
            }
        )
            Assert.True(await CountAsync(plan, $"Coverage?{query}") == 1, query);
        foreach (
            var query in new[]
            {
                $"payor:Patient={payor["id"]}",
                "patient=abc",
                $"patient=http://elsewhere.example/{patient.At()}",
                $"payor=http://elsewhere.example/{payor.At()}",
                $"patient={payor["id"]}",
            }
        )
            Assert.True(await CountAsync(plan, $"Coverage?{query}") == 0, query);
        foreach (
            var query in new[] { $"patient=Group/{patient["id"]}", "patient=/", "patient=Patient/", "patient=a/b/c/d" }
        )
            (await plan.AskAsync($"Coverage?{query}")).Refused(HttpStatusCode.BadRequest, "search-value");
        (await plan.AskAsync("Coverage?patient:text=x")).Refused(HttpStatusCode.BadRequest, "search-modifier");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Quantity_ByPrefixAndPrecision_ComparesNumbers(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        foreach (var dollars in new[] { 99.4, 99.5, 100.0, 100.4, 100.6, 149.9 })
            await plan.CreateAsync(Made.Income(patient.At(), dollars));
        foreach (
            var (value, expected) in new[]
            {
                ("100", 3),
                ("100.0", 1),
                ("1e2", 6),
                ("ne100", 3),
                ("gt100", 3),
                ("ge100", 4),
                ("lt100", 2),
                ("le100", 3),
                ("sa100.4", 2),
                ("eb100", 2),
                ("ap100", 5),
                ("100|urn:iso:std:iso:4217|USD", 3),
                ("100||USD", 3),
                ("100|urn:iso:std:iso:4217|EUR", 0),
                ("100|http://unitsofmeasure.org|USD", 0),
                ("100.0,149.9", 2),
                ("-1", 0),
                ("0.00", 0),
            }
        )
            Assert.True(
                expected == await CountAsync(plan, $"Observation?patient={patient["id"]}&value-quantity={value}"),
                $"{value}: not {expected}"
            );
        foreach (
            var bad in new[]
            {
                "x",
                "100|USD",
                "1e999",
                "1e-99999999999",
                "0e99999999999",
                "NaN",
                "Infinity",
                "1,",
                "gt",
                "1 0",
                "100||USD|x",
            }
        )
            (await plan.AskAsync($"Observation?value-quantity={Uri.EscapeDataString(bad)}")).Refused(
                HttpStatusCode.BadRequest,
                "search-value"
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Contacts_AreFoundHoweverTheyAreWritten(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var word = Made.Word();
        var patient = Made.Patient(word);
        patient["telecom"] = JsonNode.Parse(
            $$"""[{"system":"phone","value":"(860) 555-0142"},{"system":"email","value":"{{word}}@Example.com"},{"system":"url","value":"http://x.example"}]"""
        );
        await plan.CreateAsync(patient);
        foreach (
            var query in new[]
            {
                "phone=8605550142",
                "phone=860-555-0142",
                "phone=%2B1 860 555 0142",
                $"email={word.ToUpperInvariant()}@example.COM",
                "telecom=8605550142",
                $"telecom=email|{word}@example.com",
                "telecom=phone|8605550142",
                "telecom=http://x.example",
            }
        )
            Assert.True(await CountAsync(plan, $"Patient?family={word}&{query}") == 1, query);
        foreach (
            var query in new[]
            {
                "phone=8605550143",
                $"phone={word}@example.com",
                "email=8605550142",
                "telecom=sms|8605550142",
            }
        )
            Assert.True(await CountAsync(plan, $"Patient?family={word}&{query}") == 0, query);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task IdAndLastUpdated_FindTheVersionOfNow(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (one, two) = (
            await plan.CreateAsync(Made.Patient(Made.Word())),
            await plan.CreateAsync(Made.Patient(Made.Word()))
        );
        Assert.Equal(2, await CountAsync(plan, $"Patient?_id={one["id"]},{two["id"]},nothing"));
        Assert.Equal(1, await CountAsync(plan, $"Patient?_id={one["id"]},{two["id"]}&_id:not={one["id"]}"));
        Assert.Equal(0, await CountAsync(plan, $"Organization?_id={one["id"]}"));
        var at = DateTimeOffset.Parse((string)one["meta"]!["lastUpdated"]!, CultureInfo.InvariantCulture);
        string Utc(double milliseconds) =>
            at.AddMilliseconds(milliseconds)
                .UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        foreach (
            var (value, expected) in new[]
            {
                (Utc(0), 1),
                ("ge" + Utc(0), 1),
                ("gt" + Utc(0), 0),
                ("lt" + Utc(1), 1),
                ("le" + Utc(-1), 0),
                ("sa" + Utc(-1), 1),
                ("eb" + Utc(1), 1),
                ("ne" + Utc(0), 0),
                ("2026-11-23", 1),
                ("2026-11-24", 0),
                ("ap2026-11", 1),
            }
        )
            Assert.True(
                expected == await CountAsync(plan, $"Patient?_id={one["id"]}&_lastUpdated={value}"),
                $"{value}: not {expected}"
            );
        Assert.Equal(
            1,
            await CountAsync(
                plan,
                $"Patient?_id={one["id"]}&_lastUpdated={at.ToOffset(TimeSpan.FromHours(2)):yyyy-MM-ddTHH:mm:ss.fff}%2B02:00"
            )
        );
    }

    private static async Task<int?> CountAsync(HttpClient http, string address) =>
        (await http.AskAsync(address)).Expect(HttpStatusCode.OK).Total;
}
