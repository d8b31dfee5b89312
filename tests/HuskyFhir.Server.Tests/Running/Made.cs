using System.Globalization;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;

namespace HuskyFhir.Server.Tests.Running;

/// <summary>
/// Small valid resources for tests to send. Every one has names of its own, so that tests on a shared service do not
/// meet.
/// </summary>
public static class Made
{
    /// <summary>A word that no other test uses; letters only.</summary>
    public static string Word() =>
        "Zz"
        + string.Concat(
            Guid.NewGuid().ToString("N").Select(static digit => (char)('a' + Convert.ToInt32(digit.ToString(), 16)))
        );

    public static string ClientId() => "T" + Guid.NewGuid().ToString("N")[..12].ToUpperInvariant();

    public static JsonObject Patient(string family, string? clientId = null, string? pcp = null) =>
        Read(
            $$"""
            {"resourceType":"Patient","identifier":[{"system":"{{Systems.ClientId}}","value":"{{Text(
                clientId ?? ClientId()
            )}}"}],
             "name":[{"family":"{{Text(family)}}","given":["Test"]}],"gender":"female","birthDate":"1980-02-29"
             {{(pcp is null ? string.Empty : $",\"generalPractitioner\":[{{\"reference\":\"{pcp}\"}}]")}} }
            """
        );

    public static JsonObject Organization(string name) =>
        Read($$"""{"resourceType":"Organization","active":true,"name":"{{Text(name)}}"}""");

    public static JsonObject Location(string name) =>
        Read($$"""{"resourceType":"Location","status":"active","name":"{{Text(name)}}"}""");

    public static JsonObject Practitioner(string family, string npi) =>
        Read(
            $$"""
            {"resourceType":"Practitioner","identifier":[{"system":"{{Systems.Npi}}","value":"{{npi}}"}],"name":[{"family":"{{Text(
                family
            )}}"}]}
            """
        );

    public static JsonObject Role(string organization, string? practitioner = null) =>
        Read(
            $$"""
            {"resourceType":"PractitionerRole","active":true,"organization":{"reference":"{{organization}}" }
             {{(practitioner is null ? string.Empty : $",\"practitioner\":{{\"reference\":\"{practitioner}\"}}")}} }
            """
        );

    public static JsonObject Coverage(string member, string payor, string? memberNumber = null) =>
        Read(
            $$"""
            {"resourceType":"Coverage","status":"active","beneficiary":{"reference":"{{member}}"},"payor":[{"reference":"{{payor}}"}],
             "relationship":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/subscriber-relationship","code":"self"}] },
             "identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MB"}]},"system":"{{Systems.MemberNumber}}","value":"{{memberNumber
                ?? ClientId()}}"}]}
            """
        );

    public static JsonObject RelatedPerson(string member, string family) =>
        Read(
            $$"""
            {"resourceType":"RelatedPerson","active":true,"patient":{"reference":"{{member}}"},"name":[{"family":"{{Text(
                family
            )}}"}],
             "relationship":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"GUARD"}]}]}
            """
        );

    public static JsonObject Income(string member, double dollars) =>
        Read(
            $$"""
            {"resourceType":"Observation","status":"final","subject":{"reference":"{{member}}"},"effectivePeriod":{"start":"2026-01-01"},
             "code":{"coding":[{"system":"{{Systems.ObservationCode}}","code":"household-income"}] },
             "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"social-history"}]}],
             "valueQuantity":{"value":{{dollars.ToString(
                CultureInfo.InvariantCulture
            )}},"system":"urn:iso:std:iso:4217","code":"USD"} }
            """
        );

    public static JsonObject Document(string member, string status, string type, string start, string? end)
    {
        var document = Read(
            $$"""
            {"resourceType":"DocumentReference","identifier":[{"system":"{{Systems.DocumentKey}}","value":"{{ClientId()}}"}],"status":"{{status}}","type":{"coding":[{"system":"http://loinc.org","code":"{{type}}"}]},
             "category":[{"text":"Letters"}],"subject":{"reference":"{{member}}"},"date":"{{start}}T12:00:00Z","content":[{"attachment":{"contentType":"text/plain","data":"SGVsbG8="} }],"context":{"period":{"start":"{{start}}"} } }
            """
        );
        if (end is not null)
            document["context"]!["period"]!["end"] = end;
        return document;
    }

    /// <summary>An assignment to a primary care provider.</summary>
    public static JsonObject CareTeam(
        string member,
        string role,
        string start,
        string? end = null,
        string status = "active"
    )
    {
        var team = Read(
            $$"""
            {"resourceType":"CareTeam","status":"{{status}}","subject":{"reference":"{{member}}"},
             "participant":[{"role":[{"coding":[{"system":"http://snomed.info/sct","code":"453231000124104"}]}],"member":{"reference":"{{role}}"},"period":{"start":"{{start}}"} }]}
            """
        );
        if (end is not null)
            team["participant"]![0]!["period"]!["end"] = end;
        return team;
    }

    public static JsonObject Panel(string organization) =>
        Read(
            $$"""{"resourceType":"Group","type":"person","actual":true,"name":"Panel","managingEntity":{"reference":"{{organization}}"} }"""
        );

    /// <summary>A request for another primary care provider.</summary>
    public static JsonObject PcpChange(string member, string role, string? day = null, string status = "requested")
    {
        var task = Read(
            $$"""
            {"resourceType":"Task","status":"{{status}}","intent":"order","code":{"coding":[{"system":"{{Systems.Base}}/CodeSystem/husky-request-type","code":"pcp-change"}]},
             "for":{"reference":"{{member}}"},"authoredOn":"2026-11-23T09:00:00-05:00","requester":{"reference":"{{member}}"},
             "input":[{"type":{"coding":[{"system":"{{Systems.Base}}/CodeSystem/husky-task-parameter","code":"new-pcp"}]},"valueReference":{"reference":"{{role}}"} }]}
            """
        );
        if (day is not null)
            task["input"]!
                .AsArray()
                .Add(
                    Read(
                        $$"""{"type":{"coding":[{"system":"{{Systems.Base}}/CodeSystem/husky-task-parameter","code":"effective-date"}]},"valueDate":"{{day}}"}"""
                    )
                );
        return task;
    }

    /// <summary>A member's restriction: nothing to any provider, but for what the provision limits.</summary>
    public static JsonObject Denial(string member, JsonObject? provision = null) =>
        Consent(member, "59284-0", "http://loinc.org", "deny", provision);

    /// <summary>A member's choice that providers see nothing by this service.</summary>
    public static JsonObject OptOut(string member, JsonObject? provision = null) =>
        Consent(
            member,
            "provider-access",
            "http://hl7.org/fhir/us/davinci-pdex/CodeSystem/pdex-consent-api-purpose",
            "deny",
            provision
        );

    /// <summary>A member's release of sensitive records; the provision says which, and to whom.</summary>
    public static JsonObject Release(string member, JsonObject provision) =>
        Consent(member, "59284-0", "http://loinc.org", "permit", provision);

    private static JsonObject Consent(string member, string category, string system, string type, JsonObject? provision)
    {
        var consent = Read(
            $$"""
            {"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
             "category":[{"coding":[{"system":"{{system}}","code":"{{category}}"}]}],"patient":{"reference":"{{member}}"},"dateTime":"2026-01-01",
             "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentpolicycodes","code":"hipaa-restrictions"}]} }
            """
        );
        consent["provision"] = provision ?? [];
        consent["provision"]!["type"] = type;
        return consent;
    }

    /// <summary>A notice that was sent to a member, about the member.</summary>
    public static JsonObject Notice(string member) =>
        Read(
            $$"""
            {"resourceType":"Communication","status":"completed","sent":"2026-11-23T10:00:00-05:00","subject":{"reference":"{{member}}"},"about":[{"reference":"{{member}}"}],
             "category":[{"coding":[{"system":"{{Systems.Base}}/CodeSystem/husky-notice-kind","code":"outcome"}]}],"recipient":[{"reference":"{{member}}"}],"sender":{"display":"The plan"},"payload":[{"contentString":"It is done."}] }
            """
        );

    public static JsonObject Provenance(string target) =>
        Read(
            $$"""
            {"resourceType":"Provenance","target":[{"reference":"{{target}}"}],"recorded":"2026-11-01T10:00:00Z",
             "activity":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-DataOperation","code":"CREATE"}] },
             "agent":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/provenance-participant-type","code":"author"}] },"who":{"display":"{{Word()}}"} }] }
            """
        );

    /// <summary>A valid NPI that no other test uses.</summary>
    public static string Npi()
    {
        var nine = $"1{Random.Shared.Next(10_000_000, 99_999_999)}";
        var sum = 24;
        for (var at = 0; at < 9; at++)
        {
            var digit = nine[8 - at] - '0';
            sum +=
                at % 2 == 1 ? digit
                : digit < 5 ? digit * 2
                : (digit * 2) - 9;
        }

        return nine + ((10 - (sum % 10)) % 10).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>How a resource is referred to.</summary>
    public static string At(this JsonObject resource) => $"{resource["resourceType"]}/{resource["id"]}";

    private static string Text(string plain) => System.Text.Json.JsonSerializer.Serialize(plain)[1..^1];

    private static JsonObject Read(string json) => JsonNode.Parse(json)!.AsObject();
}
