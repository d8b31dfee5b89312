using System.Text.RegularExpressions;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Validation.Terminology;

/// <summary>Value sets whose codes follow a grammar and are too many to list: media types and languages.</summary>
internal static partial class FormatSets
{
    /// <summary>The answer for such a value set, or null for any other.</summary>
    public static Membership? Find(string valueSet, string code) =>
        CanonicalParts.Of(valueSet).Url switch
        {
            "http://hl7.org/fhir/ValueSet/mimetypes" => Answer(MediaType().IsMatch(code)),
            "http://hl7.org/fhir/ValueSet/all-languages" or "http://hl7.org/fhir/ValueSet/languages" => Answer(
                Language().IsMatch(code)
            ),
            "http://hl7.org/fhir/ValueSet/ucum-units" or "http://hl7.org/fhir/ValueSet/all-units" => Answer(
                Ucum.IsUnit(code)
            ),
            _ => null,
        };

    public static bool IsMediaType(string code) => MediaType().IsMatch(code);

    /// <summary>Whether a code has the form of a language tag (BCP 47).</summary>
    public static bool IsLanguage(string code) => Language().IsMatch(code);

    private static Membership Answer(bool matches) => matches ? Membership.In : Membership.Out;

    // RFC 6838 names, with parameters; R4 also allows abbreviations such as "xml" and "json" for _format only, not
    // here.
    [GeneratedRegex(
        @"^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}(\s*;\s*[A-Za-z0-9!#$&^_.+-]+=(""[^""]*""|[^;""\s]+))*$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex MediaType();

    [GeneratedRegex(
        @"^([A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[A-WY-Za-wy-z0-9](-[A-Za-z0-9]{2,8})+)*(-x(-[A-Za-z0-9]{1,8})+)?|x(-[A-Za-z0-9]{1,8})+|i-[A-Za-z]+)$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Language();
}
