using HuskyFhir.Exchange.Enrolling.Merging;
using HuskyFhir.Exchange.Formats.Edi.Texts;
using HuskyFhir.Plan.Precedence;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.Exchange.Reconciliation;

/// <summary>Which fields are compared, as which fact each is ruled, and when two values say the same.</summary>
internal static class ComparedFields
{
    /// <summary>Fields that follow from others, or that no file tells in the same way.</summary>
    private static readonly string[] Apart =
    [
        "member.id",
        "member.case",
        "pcp.last",
        "pcp.first",
        "pcp.since",
        "name.prefix",
        "language.text",
        "language2",
        "language2.text",
    ];

    /// <summary>The fields of a member in the form in which they are compared.</summary>
    public static Dictionary<string, string> Of(IReadOnlyDictionary<string, string> fields)
    {
        var compared = fields
            .Where(static pair =>
                !Apart.Contains(pair.Key)
                && !pair.Key.EndsWith(".line1", StringComparison.Ordinal)
                && !pair.Key.EndsWith(".line2", StringComparison.Ordinal)
            )
            .ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);
        foreach (var place in (string[])["home", "mail"])
            if (fields.GetValueOrDefault($"{place}.line1") is { } first)
                compared[$"{place}.line"] = fields.GetValueOrDefault($"{place}.line2") is { } second
                    ? $"{first} {second}"
                    : first;
        if (compared.GetValueOrDefault("gender") == "U")
            compared.Remove("gender");
        return compared;
    }

    /// <summary>Whether both say the same.</summary>
    public static bool Same(string field, string ours, string theirs) =>
        field switch
        {
            "race" => Races(ours).SetEquals(Races(theirs)),
            "language" => (X12Codes.Language("LE", ours) ?? ours) == (X12Codes.Language("LE", theirs) ?? theirs),
            "coverage.program" => Plain(ours) == Plain(theirs),
            "email" => string.Equals(ours, theirs, StringComparison.OrdinalIgnoreCase),
            "income.amount" or "income.hours" => decimal.TryParse(ours, out var one)
                && decimal.TryParse(theirs, out var other)
                && one == other,
            _ when field.EndsWith(".zip", StringComparison.Ordinal) => Zip(ours) == Zip(theirs),
            _ when field.EndsWith(".line", StringComparison.Ordinal) => Plain(PostalLines.Abbreviate(ours))
                == Plain(PostalLines.Abbreviate(theirs)),
            _ when field.StartsWith("phone.", StringComparison.Ordinal) => Number(ours) == Number(theirs),
            "name.middle" => Plain(ours) == Plain(theirs)
                || (Plain(theirs).Length == 1 && Plain(ours).StartsWith(Plain(theirs), StringComparison.Ordinal)),
            _ => Plain(ours) == Plain(theirs)
                || string.Equals(Transliteration.EarlierForm(ours), theirs, StringComparison.OrdinalIgnoreCase),
        };

    /// <summary>
    /// The kind of fact, its name in the history, and the kind of change by which it is told; null for none.
    /// </summary>
    public static (FactKind Kind, string Fact, ChangeKind? Change) FactOf(string field) =>
        field.Split('.')[0] switch
        {
            "name" => (FactKind.Identity, "name", ChangeKind.Name),
            "birthDate" => (FactKind.Identity, "birth-date", ChangeKind.BirthDate),
            "gender" => (FactKind.Identity, "sex", ChangeKind.Sex),
            "maritalStatus" => (FactKind.Identity, "marital-status", ChangeKind.MaritalStatus),
            "race" => (FactKind.Identity, "race", ChangeKind.Race),
            "deathDate" => (FactKind.Death, "death", ChangeKind.Death),
            "language" => (FactKind.Language, "language", ChangeKind.Language),
            "home" or "mail" => (FactKind.Contact, "address", ChangeKind.Address),
            "phone" => (FactKind.Contact, "phone", ChangeKind.Phone),
            "email" or "email2" => (FactKind.Contact, "email", ChangeKind.Email),
            "coverage" or "member" => (FactKind.Coverage, "coverage", null),
            "pcp" => (FactKind.PcpAssignment, "pcp-assignment", null),
            "income" => (FactKind.Income, "income", ChangeKind.Income),
            _ => (FactKind.Other, "extension", null),
        };

    private static HashSet<string> Races(string codes) =>
        [
            .. codes
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(static code =>
                    code.Contains('-', StringComparison.Ordinal) ? [code] : X12Codes.Categories(code)
                ),
        ];

    private static string Plain(string text) => X12Mapping.Plain(Transliteration.Written(text));

    private static string Zip(string code) => code.Length > 5 ? code[..5] : code;

    private static string Number(string text) =>
        Telephone.Read(text).Numbers is [var number, ..] ? number.Number : Plain(text);
}
