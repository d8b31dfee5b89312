using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Search;
using HuskyFhir.Exchange.Formats.Edi.Texts;
using HuskyFhir.X12.Elements;
using HuskyFhir.X12.Enrolment.Model;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.Exchange.Enrolling.Merging;

/// <summary>
/// What a file tells, beside what is stored: equal where only capitals, accents, points or spaces differ, since X12 has
/// none of them.
/// </summary>
internal static class X12Mapping
{
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>
    /// Whether the stored text says what the file does: X12 has a smaller alphabet, in which the text may have come
    /// back.
    /// </summary>
    public static bool Same(string? stored, string? told) =>
        Plain(stored) == Plain(told)
        || (
            stored is not null
            && told is not null
            && (
                Latin(stored) == Latin(told)
                || string.Equals(Transliteration.EarlierForm(stored), told, StringComparison.OrdinalIgnoreCase)
            )
        );

    /// <summary>The same for a part of a name, which the file may have cut at its greatest length.</summary>
    private static bool Same(string? stored, string? told, int dataElement) =>
        Same(stored, told)
        || (
            told is not null
            && stored is not null
            && told.Length >= ElementKind.Of(dataElement).Max - 1
            && Latin(stored).StartsWith(Latin(told), StringComparison.Ordinal)
        );

    /// <summary>The letters and digits of a text as X12 writes them.</summary>
    private static string Latin(string text) => Plain(Transliteration.Written(text));

    /// <summary>The letters and digits of a text.</summary>
    public static string Plain(string? text) =>
        text is null ? string.Empty : string.Concat(Folding.Fold(text).Where(char.IsLetterOrDigit));

    public static bool Same(HumanName stored, PartyName told)
    {
        // Who has one name alone has it as the last name of a file.
        if (stored.Family is null && told.First is null)
            return Same(stored.Given.FirstOrDefault() ?? stored.Text, told.Last, 1035);
        return Same(stored.Family, told.Last, 1035)
            && (told.First is null || Same(stored.Given.FirstOrDefault(), told.First, 1036))
            && (
                told.Middle is null
                || !stored.Given.Skip(1).Any()
                || Initials(string.Join(' ', stored.Given.Skip(1)), told.Middle)
            )
            && (
                told.Suffix is null
                || Same(stored.Suffix.FirstOrDefault(), told.Suffix)
                || Same(string.Join(' ', stored.Suffix), told.Suffix, 1039)
            );
    }

    public static HumanName Name(PartyName told) =>
        new()
        {
            Use = HumanName.NameUse.Official,
            Family = told.Last,
            Given = [.. new[] { told.First, told.Middle }.Where(static part => !string.IsNullOrWhiteSpace(part))],
            Prefix = told.Prefix is null ? [] : [told.Prefix],
            Suffix = told.Suffix is null ? [] : [told.Suffix],
        };

    public static AdministrativeGender? Gender(string? code) =>
        code switch
        {
            "F" => AdministrativeGender.Female,
            "M" => AdministrativeGender.Male,
            _ => null,
        };

    public static bool Same(Address stored, PostalAddress told) =>
        Same(Lines(stored.Line.OfType<string>()), Lines(told.Lines))
        && Same(stored.City, told.City)
        && Same(State(stored.State), State(told.State ?? told.Subdivision))
        && Zip(stored.PostalCode) == Zip(told.PostalCode);

    private static string Lines(IEnumerable<string> lines) => string.Join(' ', lines.Select(PostalLines.Abbreviate));

    private static string? State(string? state) => state is null ? null : Regions.State(state) ?? state;

    public static Address Address(PostalAddress told, bool isMail, DateOnly from) =>
        new()
        {
            Use = Hl7.Fhir.Model.Address.AddressUse.Home,
            Type = isMail ? Hl7.Fhir.Model.Address.AddressType.Postal : Hl7.Fhir.Model.Address.AddressType.Physical,
            Line = told.Lines,
            City = told.City,
            State = told.State ?? told.Subdivision,
            PostalCode =
                told.PostalCode is { Length: 9 } plus && plus.All(char.IsAsciiDigit)
                    ? $"{plus[..5]}-{plus[5..]}"
                    : told.PostalCode,
            Country = told.Country ?? "US",
            District = told.LocationQualifier == "CY" ? told.Location : null,
            Period = new() { Start = Day(from) },
        };

    /// <summary>
    /// The numbers of PER as contacts, an extension (EX) with the number before it. What is no number, or of a kind
    /// that is not kept, is noted.
    /// </summary>
    public static IReadOnlyList<ContactPoint> Contacts(IEnumerable<Contact> told, List<string>? notes)
    {
        var contacts = new List<ContactPoint>();
        foreach (var numbers in told.Select(static contact => contact.Numbers))
            for (var at = 0; at < numbers.Count; at++)
                if (numbers[at].Qualifier != "EX")
                    contacts.AddRange(
                        Contacts(
                            numbers[at],
                            at + 1 < numbers.Count && numbers[at + 1].Qualifier == "EX" ? numbers[at + 1].Value : null,
                            notes
                        )
                    );
                else if (at == 0 || numbers[at - 1].Qualifier is "EX" or "EM")
                    notes?.Add("extension-alone: an extension (PER EX) follows no telephone number, and was not taken");
        return contacts;
    }

    public static bool Same(ContactPoint stored, ContactPoint told)
    {
        if (stored.System != told.System && !(IsPhone(stored) && IsPhone(told)))
            return false;
        if (stored.System == ContactPoint.ContactPointSystem.Email)
            return Same(stored.Value, told.Value);
        var (one, other) = (
            Telephone.Read(stored.Value ?? string.Empty).Numbers,
            Telephone.Read(told.Value ?? string.Empty).Numbers
        );
        // A file that has no room for the extension tells the same number.
        return one.Count == 0 || other.Count == 0
            ? Plain(stored.Value) == Plain(told.Value)
            : other.All(number =>
                one.Any(each =>
                    each.Number == number.Number
                    && (number.Extension is null || (each.Extension ?? Extension(stored)) == number.Extension)
                )
            );
    }

    private static bool IsPhone(ContactPoint contact) =>
        contact.System is ContactPoint.ContactPointSystem.Phone or ContactPoint.ContactPointSystem.Sms;

    private static string? Extension(ContactPoint contact) =>
        (
            contact.GetExtension("http://hl7.org/fhir/StructureDefinition/contactpoint-extension")?.Value as FhirString
        )?.Value;

    private static IEnumerable<ContactPoint> Contacts(ContactNumber told, string? extension, List<string>? notes)
    {
        (ContactPoint.ContactPointSystem, ContactPoint.ContactPointUse?)? kind = told.Qualifier switch
        {
            "HP" or "TE" => (ContactPoint.ContactPointSystem.Phone, ContactPoint.ContactPointUse.Home),
            "CP" => (ContactPoint.ContactPointSystem.Phone, ContactPoint.ContactPointUse.Mobile),
            "WP" => (ContactPoint.ContactPointSystem.Phone, ContactPoint.ContactPointUse.Work),
            "AP" => (ContactPoint.ContactPointSystem.Phone, null),
            "BN" => (ContactPoint.ContactPointSystem.Pager, null),
            "EM" => (ContactPoint.ContactPointSystem.Email, ContactPoint.ContactPointUse.Home),
            "FX" => (ContactPoint.ContactPointSystem.Fax, ContactPoint.ContactPointUse.Home),
            _ => null,
        };
        if (kind is not var (system, use) || string.IsNullOrWhiteSpace(told.Value))
        {
            notes?.Add($"contact-kind: a number of the kind {told.Qualifier} (PER) was not taken");
            return [];
        }

        if (system == ContactPoint.ContactPointSystem.Email)
            return [new(system, use, told.Value)];
        var (numbers, isWhole) = Telephone.Read(told.Value);
        if (!isWhole)
            notes?.Add(
                $"not-a-number: what stands as {told.Qualifier} (PER) is no telephone number, and was not taken"
            );
        return numbers.Select(
            (number, at) =>
                new ContactPoint(
                    system,
                    use,
                    (
                        at == numbers.Count - 1 && extension is not null
                            ? number with
                            {
                                Extension = extension,
                            }
                            : number
                    ).ToString()
                )
        );
    }

    private static string Zip(string? code) => code is { Length: > 5 } ? code[..5] : code ?? string.Empty;

    /// <summary>A middle initial says the same as the middle name that it begins.</summary>
    private static bool Initials(string stored, string told) =>
        Plain(told) is { Length: 1 } initial
            ? Plain(stored).StartsWith(initial, StringComparison.Ordinal)
            : Same(stored, told, 1037);
}
