using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Search;
using HuskyFhir.Exchange.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Enrolling.Merging;

/// <summary>What a file tells, beside what is stored: equal where only capitals, accents, points or spaces differ, since X12 has none of them.</summary>
internal static class Told
{
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Whether the stored text says what the file does.</summary>
    public static bool Same(string? stored, string? told) => Plain(stored) == Plain(told);

    /// <summary>The letters and digits of a text.</summary>
    public static string Plain(string? text) => text is null ? string.Empty : string.Concat(Folding.Fold(text).Where(char.IsLetterOrDigit));

    public static bool Same(HumanName stored, PartyName told) =>
        Same(stored.Family, told.Last) && (told.First is null || Same(stored.Given.FirstOrDefault(), told.First))
        && (told.Middle is null || !stored.Given.Skip(1).Any() || Initials(string.Concat(stored.Given.Skip(1)), told.Middle)) && (told.Suffix is null || Same(stored.Suffix.FirstOrDefault(), told.Suffix));

    public static HumanName Name(PartyName told) => new()
    {
        Use = HumanName.NameUse.Official,
        Family = told.Last,
        Given = [.. new[] { told.First, told.Middle }.Where(static part => !string.IsNullOrWhiteSpace(part))],
        Prefix = told.Prefix is null ? [] : [told.Prefix],
        Suffix = told.Suffix is null ? [] : [told.Suffix],
    };

    public static AdministrativeGender? Gender(string? code) => code switch
    {
        "F" => AdministrativeGender.Female,
        "M" => AdministrativeGender.Male,
        _ => null,
    };

    public static bool Same(Address stored, PostalAddress told) =>
        Plain(string.Concat(stored.Line)) == Plain(string.Concat(told.Lines)) && Same(stored.City, told.City) && Same(stored.State, told.State) && Zip(stored.PostalCode) == Zip(told.PostalCode);

    public static Address Address(PostalAddress told, bool isMail, DateOnly from) => new()
    {
        Use = Hl7.Fhir.Model.Address.AddressUse.Home,
        Type = isMail ? Hl7.Fhir.Model.Address.AddressType.Postal : Hl7.Fhir.Model.Address.AddressType.Physical,
        Line = told.Lines,
        City = told.City,
        State = told.State,
        PostalCode = told.PostalCode is { Length: 9 } plus && plus.All(char.IsAsciiDigit) ? $"{plus[..5]}-{plus[5..]}" : told.PostalCode,
        Country = told.Country ?? "US",
        District = told.LocationQualifier == "CY" ? told.Location : null,
        Period = new() { Start = Day(from) },
    };

    /// <summary>A number of PER as a contact; null where it is of a kind that is not kept.</summary>
    public static ContactPoint? Contact(ContactNumber told)
    {
        (ContactPoint.ContactPointSystem, ContactPoint.ContactPointUse?)? kind = told.Qualifier switch
        {
            "HP" or "TE" => (ContactPoint.ContactPointSystem.Phone, ContactPoint.ContactPointUse.Home),
            "CP" => (ContactPoint.ContactPointSystem.Phone, ContactPoint.ContactPointUse.Mobile),
            "WP" => (ContactPoint.ContactPointSystem.Phone, ContactPoint.ContactPointUse.Work),
            "EM" => (ContactPoint.ContactPointSystem.Email, ContactPoint.ContactPointUse.Home),
            "FX" => (ContactPoint.ContactPointSystem.Fax, ContactPoint.ContactPointUse.Home),
            _ => null,
        };
        return kind is not var (system, use) || string.IsNullOrWhiteSpace(told.Value) ? null : new(system, use, system == ContactPoint.ContactPointSystem.Email ? told.Value : Phone(told.Value));
    }

    public static bool Same(ContactPoint stored, ContactPoint told) => stored.System == told.System && (stored.System == ContactPoint.ContactPointSystem.Email ? Same(stored.Value, told.Value) : Digits(stored.Value) == Digits(told.Value));

    private static string Phone(string told) => Digits(told) is { Length: 10 } digits ? $"{digits[..3]}-{digits[3..6]}-{digits[6..]}" : told;

    private static string Digits(string? text)
    {
        var digits = text is null ? string.Empty : string.Concat(text.Where(char.IsAsciiDigit));
        return digits.Length == 11 && digits[0] == '1' ? digits[1..] : digits;
    }

    private static string Zip(string? code) => code is { Length: > 5 } ? code[..5] : code ?? string.Empty;

    /// <summary>A middle initial says the same as the middle name that it begins.</summary>
    private static bool Initials(string stored, string told) => Plain(told) is { Length: 1 } initial ? Plain(stored).StartsWith(initial, StringComparison.Ordinal) : Same(stored, told);
}
