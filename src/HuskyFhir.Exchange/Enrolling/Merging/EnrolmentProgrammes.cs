using System.Collections.Frozen;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Enrolling.Merging;

/// <summary>Which programme a coverage is of, by the names that a partner uses.</summary>
internal sealed class EnrolmentProgrammes
{
    /// <summary>The codes of husky-programme.</summary>
    public static IReadOnlyList<string> Known { get; } = ["HUSKY-A", "HUSKY-B", "HUSKY-C", "HUSKY-D"];

    private readonly FrozenDictionary<string, string> names;
    private readonly string? other;

    public EnrolmentProgrammes(EnrolmentOptions options)
    {
        names = Known
            .Select(static code => (Name: Plain(code), Code: code))
            .Concat(options.Programmes.Select(static pair => (Name: Plain(pair.Key), Code: pair.Value)))
            .GroupBy(static pair => pair.Name)
            .ToFrozenDictionary(static group => group.Key, static group => group.Last().Code, StringComparer.Ordinal);
        other = options.OtherProgramme;
    }

    /// <summary>
    /// By the plan that the coverage names, its group number, the member's, or the file's policy, in this order; null
    /// where none tells.
    /// </summary>
    public string? Of(CoverageRecord coverage, MemberRecord member, string? policy) =>
        Find(coverage.Plan)
        ?? coverage
            .References.Select(static each => each.Value)
            .Concat(
                member.References.Where(static each => each.Qualifier is "1L" or "17").Select(static each => each.Value)
            )
            .Select(Find)
            .FirstOrDefault(static code => code is not null)
        ?? Find(policy)
        ?? other;

    private string? Find(string? name) =>
        name is not null && names.TryGetValue(Plain(name), out var code) ? code : null;

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
}
