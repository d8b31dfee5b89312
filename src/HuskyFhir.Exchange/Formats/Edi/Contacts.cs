using System.Text.Json;
using HuskyFhir.Exchange.Formats.Edi.Texts;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Formats.Edi;

/// <summary>
/// PER, which has room for three numbers: home and mobile before others, a second one of a kind as the alternate (AP),
/// an extension (EX) behind its number. What has no room, and what is no number, is told in the report.
/// </summary>
internal static class Contacts
{
    private const int Room = 3;
    private const string Extension = "http://hl7.org/fhir/StructureDefinition/contactpoint-extension";
    private static readonly string[] Order = ["HP", "CP", "EM", "WP", "TE", "AP", "FX", "BN"];

    public static IReadOnlyList<Contact> Of(JsonElement person, DateOnly today, MappingReport report)
    {
        var told = person
            .Current("telecom", today)
            .SelectMany(each => Read(each, report))
            .Distinct()
            .GroupBy(static each => each.Qualifier)
            .SelectMany(static kind =>
                kind.Select(
                    (each, at) =>
                        at == 0 || each.Qualifier is "EM" or "FX" or "BN" ? each : each with { Qualifier = "AP" }
                )
            )
            .OrderBy(static each => Array.IndexOf(Order, each.Qualifier))
            .ToList();
        var numbers = new List<ContactNumber>(Room);
        foreach (var each in told)
        {
            if (numbers.Count + (each.Extension is null ? 1 : 2) > Room)
            {
                report.Remark("2100A PER: a number was left out, since there is room for three with their extensions");
                continue;
            }

            numbers.Add(new(each.Qualifier, each.Value));
            if (each.Extension is { } extension)
                numbers.Add(new("EX", extension));
        }

        return numbers.Count == 0 ? [] : [new("IP", null, numbers)];
    }

    private static IEnumerable<Told> Read(JsonElement telecom, MappingReport report)
    {
        if (telecom.Text("value") is not { } value)
            return [];
        var qualifier = (telecom.Text("system"), telecom.Text("use")) switch
        {
            ("email", _) => "EM",
            ("fax", _) => "FX",
            ("pager", _) => "BN",
            ("phone" or "sms", "home") => "HP",
            ("phone" or "sms", "mobile") => "CP",
            ("phone" or "sms", "work") => "WP",
            ("phone" or "sms", _) => "TE",
            _ => null,
        };
        if (qualifier is "EM")
            return [new("EM", value.Trim(), null)];
        if (qualifier is null)
        {
            report.Remark("2100A PER: a contact that is neither a telephone nor e-mail was left out");
            return [];
        }

        var (numbers, isWhole) = Telephone.Read(value);
        if (!isWhole)
            report.Remark("2100A PER: what is entered as a telephone is no number, and was left out");
        var own = telecom
            .Items("extension")
            .FirstOrDefault(static each => each.Text("url") == Extension)
            .Text("valueString");
        return numbers.Select(number => new Told(
            qualifier,
            number.Number,
            number.Extension ?? (numbers.Count == 1 ? own : null)
        ));
    }

    private sealed record Told(string Qualifier, string Value, string? Extension);
}
