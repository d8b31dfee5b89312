using System.Globalization;

namespace HuskyFhir.Server.Tests.Exchanges;

/// <summary>Invented members who move.</summary>
internal static class ExchangeMembers
{
    public static string Patient(int number, int street) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"resourceType":"Patient","identifier":[{"system":"https://fhir.huskyfhir.example/NamingSystem/husky-client-id","value":"CT9{{{number:D7}}}"}],"name":[{"use":"official","family":"Example","given":["Person"]}],"gender":"female","birthDate":"1980-01-01","address":[{"use":"home","type":"physical","line":["{{{street}}} Elm Street"],"city":"Hartford","state":"CT","postalCode":"06103"}]}"""
        );
}
