using Hl7.Fhir.Model;
using HuskyFhir.Core.Search;
using HuskyFhir.Core.Terms;
using HuskyFhir.Resources.Types.Keys;

namespace HuskyFhir.Plan.Members.Matching;

/// <summary>The codes of <c>http://terminology.hl7.org/CodeSystem/match-grade</c>.</summary>
public enum MatchGrade
{
    /// <summary>The same person, as surely as records can tell.</summary>
    Certain,

    /// <summary>Most likely.</summary>
    Probable,

    /// <summary>Perhaps.</summary>
    Possible,

    /// <summary>Something that must agree does not.</summary>
    CertainlyNot,
}

/// <summary>How well a member fits a description.</summary>
/// <param name="Score">0 to 1: the weight of what agrees among all that both records tell.</param>
/// <param name="Grade">What to make of it.</param>
public sealed record MatchScore(decimal Score, MatchGrade Grade)
{
    /// <summary>Whether the family name and the birth date agree, and nothing that must agree does not.</summary>
    public bool Agreed { get; private init; }

    /// <summary>Compares element by element; what only one of the two tells counts for nothing.</summary>
    public static MatchScore Of(Patient asked, Patient member)
    {
        (decimal Weight, bool? Agrees)[] parts =
        [
            (5, Agree(Identifiers(asked), Identifiers(member))),
            (3, Agree(Families(asked), Families(member))),
            (2, Agree(Givens(asked), Givens(member))),
            (4, Agree(Born(asked), Born(member))),
            (1, Agree(Gender(asked), Gender(member))),
            (2, Agree(Contacts(asked), Contacts(member))),
            (1, Agree(Places(asked), Places(member))),
        ];
        var told = parts.Where(static part => part.Agrees is not null).Sum(static part => part.Weight);
        var score =
            told == 0
                ? 0
                : Math.Round(parts.Where(static part => part.Agrees == true).Sum(static part => part.Weight) / told, 2);
        var (identified, named, born) = (
            parts[0].Agrees,
            parts[1].Agrees == true && parts[2].Agrees != false,
            parts[3].Agrees
        );
        var grade = Judge(score, identified, named, born, parts[5].Agrees == true || parts[6].Agrees == true);
        return new(score, grade) { Agreed = named && born == true && grade != MatchGrade.CertainlyNot };
    }

    /// <summary>
    /// Certain needs two independent things: the plan's own identifier with a name or birth date, or name, birth date
    /// and a contact or place. Another identifier of the same system, or identifiers that agree while name and birth
    /// date both do not, is someone else's record.
    /// </summary>
    private static MatchGrade Judge(decimal score, bool? identified, bool named, bool? born, bool reached) =>
        (identified, named, born) switch
        {
            (false, _, _) => MatchGrade.CertainlyNot,
            (true, false, false) => MatchGrade.CertainlyNot,
            (true, true, not false) or (true, _, true) => MatchGrade.Certain,
            (null, true, true) => reached ? MatchGrade.Certain : MatchGrade.Probable,
            (true, _, _) => MatchGrade.Probable,
            _ => score >= 0.5m ? MatchGrade.Possible : MatchGrade.CertainlyNot,
        };

    private static bool? Agree(HashSet<string> asked, HashSet<string> known) =>
        asked.Count == 0 || known.Count == 0 ? null : asked.Overlaps(known);

    /// <summary>
    /// Only identifiers that name one member; a chart number of some clinic tells nothing against anyone.
    /// </summary>
    private static HashSet<string> Identifiers(Patient patient) =>
        [
            .. patient
                .Identifier.Where(static each => each.System == Systems.ClientId && !string.IsNullOrEmpty(each.Value))
                .Select(static each => each.Value!),
        ];

    private static HashSet<string> Families(Patient patient) =>
        [
            .. patient
                .Name.Where(static name => !string.IsNullOrWhiteSpace(name.Family))
                .Select(static name => Folding.Fold(name.Family!)),
        ];

    private static HashSet<string> Givens(Patient patient) =>
        [
            .. patient
                .Name.SelectMany(static name => name.Given)
                .Where(static given => !string.IsNullOrWhiteSpace(given))
                .Select(static given => Folding.Fold(given!)),
        ];

    private static HashSet<string> Born(Patient patient) =>
        string.IsNullOrEmpty(patient.BirthDate) ? [] : [patient.BirthDate];

    private static HashSet<string> Gender(Patient patient) => patient.Gender is { } gender ? [gender.ToString()] : [];

    private static HashSet<string> Contacts(Patient patient) =>
        [
            .. patient
                .Telecom.Where(static each => !string.IsNullOrWhiteSpace(each.Value))
                .Select(static each => Tokens.Contact(each.Value!)),
        ];

    private static HashSet<string> Places(Patient patient) =>
        [
            .. patient
                .Address.Where(static each => each.Line.Any() && !string.IsNullOrEmpty(each.PostalCode))
                .Select(static each => Folding.Fold($"{each.Line.First()} {Zip(each.PostalCode)}")),
        ];

    /// <summary>Five digits; the four behind them are often left out.</summary>
    private static string? Zip(string? code) => code is { Length: > 5 } ? code[..5] : code;
}
