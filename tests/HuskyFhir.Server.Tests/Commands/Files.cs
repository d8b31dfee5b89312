using System.Globalization;

namespace HuskyFhir.Server.Tests.Commands;

/// <summary>Small resources as files have them, on one line.</summary>
internal static class Files
{
    public const string ClientSystem = "https://fhir.huskyfhir.example/NamingSystem/husky-client-id";

    public static string Patient(string id, string family, string more = "") =>
        $$"""{"resourceType":"Patient","id":"{{id}}","name":[{"family":"{{family}}"}],"gender":"unknown"{{more}}}""";

    /// <summary>A patient who names another, as members of one household do.</summary>
    public static string Linked(string id, string other, string family = "Ring") =>
        Patient(id, family, $$""","link":[{"other":{"reference":"Patient/{{other}}"},"type":"seealso"}]""");

    public static string Coverage(string id, string patient, string payor) =>
        $$"""{"resourceType":"Coverage","id":"{{id}}","status":"active","subscriberId":"{{id}}","beneficiary":{"reference":"{{patient}}"},"relationship":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/subscriber-relationship","code":"self"}]},"payor":[{"reference":"{{payor}}"}]}""";

    public static string Organization(string id, string name) =>
        $$"""{"resourceType":"Organization","id":"{{id}}","active":true,"name":"{{name}}"}""";

    /// <summary>
    /// A transaction bundle of entries whose fullUrls are <c>urn:uuid:…</c> of their number, unless they are to have
    /// none.
    /// </summary>
    public static string Transaction(IEnumerable<string> resources, bool fullUrls = true)
    {
        var entries = resources.Select(
            (json, at) =>
                $$$"""{{{{(fullUrls ? $"\"fullUrl\":\"{FullUrl(at)}\"," : "")}}}"resource":{{{json}}},"request":{"method":"POST","url":"{{{TypeOf(json)}}}"}}"""
        );
        return $$"""{"resourceType":"Bundle","type":"transaction","entry":[{{string.Join(',', entries)}}]}""";
    }

    public static string FullUrl(int at) =>
        string.Create(CultureInfo.InvariantCulture, $"urn:uuid:00000000-0000-4000-8000-{at:x12}");

    private static string TypeOf(string json) => json.Split('"')[3];
}
