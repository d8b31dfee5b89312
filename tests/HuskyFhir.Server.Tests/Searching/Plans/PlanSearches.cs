using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Search;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Server.Tests.Searching.Plain;

namespace HuskyFhir.Server.Tests.Searching.Plans;

/// <summary>
/// The searches whose plans are looked at: each parameter of each type by a value that is there, and what EHRs combine.
/// </summary>
internal static class PlanSearches
{
    private static readonly PlainValues Values = new();

    /// <param name="type">The type searched.</param>
    /// <param name="stored">Some of its resources.</param>
    public static IEnumerable<(string Name, string Query)> EachParameter(string type, IReadOnlyList<Resource> stored) =>
        PlanCatalog
            .Types.Find(type)!
            .Parameters.Select(parameter =>
                (
                    $"{type}.{parameter.Name}",
                    $"{parameter.Name}={stored.Select(resource => Value(resource, parameter)).FirstOrDefault(static value => value is not null) ?? Otherwise(parameter)}"
                )
            );

    /// <summary>The two-parameter searches of the US Core table, chains, <c>_has</c>, orders and inclusions.</summary>
    /// <param name="one">A stored resource of a type.</param>
    public static IEnumerable<(string Type, string Query)> Combined(Func<string, Resource> one)
    {
        var member = (Patient)one("Patient");
        var (family, given, born) = (member.Name[0].Family!, member.Name[0].Given.First(), member.BirthDate!);
        var role = (PractitionerRole)one("PractitionerRole");
        var card = ((Coverage)one("Coverage")).Identifier[0];
        yield return ("Patient", $"birthdate={born}&name={family}");
        yield return ("Patient", $"gender=female&name={family}");
        yield return ("Patient", $"birthdate={born}&family={family}");
        yield return ("Patient", $"family={family}&gender=female");
        yield return ("Patient", $"death-date=2026-01-05&family={family}");
        yield return ("Patient", $"family={family}&given={given}");
        yield return ("Patient", $"name={family}&_sort=birthdate,-family");
        yield return ("Patient", $"birthdate={born}&_sort=-_lastUpdated");
        yield return ("Patient", $"general-practitioner=PractitionerRole/{role.Id}&active=true");
        yield return (
            "Patient",
            $"general-practitioner.practitioner.identifier={((Practitioner)one("Practitioner")).Identifier[0].Value}"
        );
        yield return ("Patient", $"_has:Coverage:beneficiary:identifier={card.System}|{card.Value}");
        yield return (
            "Patient",
            $"identifier={member.Identifier[0].System}|{member.Identifier[0].Value}&_revinclude=Coverage:beneficiary&_revinclude=RelatedPerson:patient&_include=Patient:general-practitioner&_include:iterate=PractitionerRole:practitioner"
        );
        yield return ("Coverage", $"patient=Patient/{member.Id}&status=active");
        yield return (
            "Coverage",
            $"beneficiary=Patient/{member.Id}&_include=Coverage:beneficiary&_include=Coverage:payor"
        );
        yield return ("Coverage", $"beneficiary.identifier={member.Identifier[0].System}|{member.Identifier[0].Value}");
        yield return ("Coverage", $"beneficiary.name={family}&period=ge2026-01-01");
        yield return ("RelatedPerson", $"patient=Patient/{member.Id}&name={family}");
        yield return ("Observation", $"patient=Patient/{member.Id}&category=social-history&date=ge2025-01-01");
        yield return ("PractitionerRole", $"practitioner.name={((Practitioner)one("Practitioner")).Name[0].Family}");
        yield return (
            "PractitionerRole",
            $"specialty={role.Specialty[0].Coding[0].Code}&_include=PractitionerRole:practitioner"
        );
        yield return ("Location", "address-city=Hartford&address-state=CT");
        yield return ("Task", "status=received,accepted,in-progress&due=le2030-01-01&_sort=due");
    }

    private static string? Value(Resource resource, ParameterInfo parameter) =>
        parameter.Kind switch
        {
            SearchKind.String => Values.Texts(resource, parameter).Select(PlainText.Escape).FirstOrDefault(),
            SearchKind.Token => Values
                .Tokens(resource, parameter)
                .Where(static token => token.Code is not null)
                .Select(static token => PlainText.Escape(token.Code!))
                .FirstOrDefault(),
            SearchKind.Date => Values
                .Spans(resource, parameter)
                .Where(static span => span.Low.Year > 1)
                .Select(static span => span.Low.AddHours(-5).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
                .FirstOrDefault(),
            SearchKind.Reference => Values
                .References(resource, parameter)
                .Select(static one => one.Reference)
                .FirstOrDefault(),
            SearchKind.Quantity => Values
                .Quantities(resource, parameter)
                .Select(static one => $"{one.Value}|{one.System}|{one.Code}")
                .FirstOrDefault(),
            SearchKind.Uri => Values.Addresses(resource, parameter).FirstOrDefault(),
            _ => null,
        };

    private static string Otherwise(ParameterInfo parameter) =>
        parameter.Kind switch
        {
            SearchKind.Date => "2026-01-05",
            SearchKind.Reference => $"{parameter.Targets[0]}/01900000-0000-7000-8000-00000000000f",
            SearchKind.Composite => parameter.Components[1].Kind == SearchKind.Quantity
                ? "household-income$5"
                : "frequency$monthly",
            SearchKind.Uri => "http://nothing.example",
            _ => "nothing",
        };
}
