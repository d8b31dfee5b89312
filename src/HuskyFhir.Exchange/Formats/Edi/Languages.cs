using System.Text.Json;
using HuskyFhir.Exchange.Formats.Edi.Texts;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Formats.Edi;

/// <summary>
/// LUI: each language with its ISO 639 code (LE). One of three letters, such as a sign language, stands in words beside
/// its code, since not every partner knows it; one without a code stands in words alone. The preferred one comes first.
/// </summary>
internal static class Languages
{
    private const string Spoken = "7";
    private const int LongestText = 80; // data element 352

    public static IReadOnlyList<Language> Of(JsonElement patient, MappingReport report)
    {
        var told = patient
            .Items("communication")
            .OrderBy(static each => each.Child("preferred")?.ValueKind == JsonValueKind.True ? 0 : 1);
        return [.. told.Select(each => Write(each, report)).OfType<Language>().Distinct()];
    }

    private static Language? Write(JsonElement communication, MappingReport report)
    {
        var text = communication.Child("language")?.Text("text");
        var display = communication
            .Child("language")
            ?.Items("coding")
            .Select(static coding => coding.Text("display"))
            .FirstOrDefault(static each => each is not null);
        if (Code(communication.Code("language")) is { } code)
            return new(
                "LE",
                code,
                code.Length == 2 ? null : LanguageNames.Name(code) ?? Short(text ?? display),
                Spoken
            );
        if (Short(text ?? display) is { } words)
            return LanguageNames.Code(words) is { } known
                ? new("LE", known, known.Length == 2 ? null : words, Spoken)
                : new(null, null, words, Spoken);
        report.Fail(
            HuskyFhir.Plan.ReportableChanges.ChangeKind.Language,
            "2100A LUI: a language has neither a code of ISO 639 nor words; enter one of them"
        );
        return null;
    }

    /// <summary>
    /// The language of a BCP 47 code: <c>pt</c> of <c>pt-BR</c>, <c>ase</c> of <c>sgn-ase</c> and <c>sgn-US</c>.
    /// </summary>
    private static string? Code(string? tag)
    {
        if (tag is null)
            return null;
        var parts = tag.Split('-');
        var main = parts[0].ToLowerInvariant();
        if (main == "sgn" && parts.Length > 1)
            return parts[1].ToLowerInvariant() is var signed && signed == "us" ? "ase"
                : signed.Length == 3 ? signed
                : main;
        return main.Length is 2 or 3 && main.All(char.IsAsciiLetterLower) && main is not ("und" or "mis" or "zxx")
            ? main
            : null;
    }

    private static string? Short(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : text.Length <= LongestText ? text.Trim()
        : text[..LongestText].Trim();
}
