using System.Text.Json;
using HuskyFhir.Exchange.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Formats.Edi;

/// <summary>PER: up to three numbers, home and mobile before others, one of each kind.</summary>
internal static class Contacts
{
    private static readonly string[] Order = ["HP", "CP", "EM", "WP", "TE", "FX"];

    public static IReadOnlyList<Contact> Of(JsonElement person, DateOnly today)
    {
        var numbers = person.Current("telecom", today).Select(Number).OfType<ContactNumber>().DistinctBy(static number => number.Qualifier).OrderBy(static number => Array.IndexOf(Order, number.Qualifier)).Take(3).ToList();
        return numbers.Count == 0 ? [] : [new("IP", null, numbers)];
    }

    private static ContactNumber? Number(JsonElement telecom) => (telecom.Text("system"), telecom.Text("use"), telecom.Text("value")) switch
    {
        ("email", _, { } address) => new("EM", address),
        ("fax", _, { } number) => Digits("FX", number),
        ("phone" or "sms", "home", { } number) => Digits("HP", number),
        ("phone" or "sms", "mobile", { } number) => Digits("CP", number),
        ("phone" or "sms", "work", { } number) => Digits("WP", number),
        ("phone" or "sms", _, { } number) => Digits("TE", number),
        _ => null,
    };

    /// <summary>Ten digits, as the guide writes a number; others as they are told.</summary>
    private static ContactNumber? Digits(string qualifier, string number)
    {
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        return digits.Length == 0 ? null : new(qualifier, digits is ['1', ..] && digits.Length == 11 ? digits[1..] : digits);
    }
}
