using System.Text;

namespace HuskyFhir.Tests.Validation;

/// <summary>Resources that several tests begin with.</summary>
internal static class Bodies
{
    public const string Div = "<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">";

    public const string Member = $$"""
        {
          "resourceType": "Patient",
          "id": "m-1",
          "meta": { "profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"] },
          "text": { "status": "generated", "div": "{{Div}}<p>Ada <b>Rowan</b></p></div>" },
          "contained": [{ "resourceType": "Organization", "id": "org", "name": "Riverbend" }],
          "extension": [{ "url": "http://example.org/a", "extension": [{ "url": "text", "valueString": "White" }] }],
          "identifier": [{ "system": "urn:oid:2.16.840.1.113883.4.1", "value": "000123", "period": { "start": "2020-01-01" } }],
          "active": true,
          "name": [{ "use": "official", "family": "Rowan", "given": ["Ada", "Lee"], "_given": [null, { "id": "g2" }] }],
          "telecom": [{ "system": "phone", "value": "860-555-0100", "rank": 1 }],
          "gender": "female",
          "birthDate": "1970-02-28",
          "_birthDate": { "extension": [{ "url": "http://example.org/time", "valueDateTime": "1970-02-28T10:00:00-05:00" }] },
          "deceasedBoolean": false,
          "address": [{ "line": ["1 Elm \u00e9 St"], "city": "Avon", "state": "CT", "postalCode": "06001" }],
          "multipleBirthInteger": 2,
          "managingOrganization": { "reference": "#org" }
        }
        """;

    public static byte[] Utf8(string body) => Encoding.UTF8.GetBytes(body);
}
