using HuskyFhir.Plan.ReportableChanges;

namespace HuskyFhir.Exchange.Formats.Edi;

/// <summary>
/// INS04: one reason for all that changed of a member, the gravest first; <c>AI</c> where the guide has none, as for an
/// income.
/// </summary>
internal static class Reasons
{
    public static string Of(MemberChanges told) =>
        told.Changes.Count == 0 ? "XN" : told.Changes.Select(Of).OrderBy(static reason => reason.Rank).First().Code;

    private static (int Rank, string Code) Of(ToldChange change) =>
        change.Kind switch
        {
            ChangeKind.Death => (0, "03"),
            ChangeKind.Birth => (1, "02"),
            ChangeKind.MaritalStatus => (2, Marital(change.After)),
            ChangeKind.Address => (3, "43"),
            ChangeKind.Name or ChangeKind.BirthDate or ChangeKind.Sex => (4, "25"),
            ChangeKind.Phone or ChangeKind.Email or ChangeKind.Race or ChangeKind.Ethnicity or ChangeKind.Language => (
                5,
                "33"
            ),
            ChangeKind.HouseholdMember or ChangeKind.Pregnancy or ChangeKind.Income or ChangeKind.Coverage => (6, "AI"),
            _ => throw new ArgumentOutOfRangeException(nameof(change)),
        };

    /// <summary>By the code of v3-MaritalStatus.</summary>
    private static string Marital(string? told) =>
        told switch
        {
            not null when Has(told, "M") => "32",
            not null when Has(told, "D") || Has(told, "A") => "01",
            not null when Has(told, "L") => "31",
            _ => "33",
        };

    private static bool Has(string told, string code) =>
        told.Contains($"\"code\":\"{code}\"", StringComparison.Ordinal);
}
