using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Enrolling.Merging;

/// <summary>The days of a coverage, first and last.</summary>
internal readonly record struct Span(DateOnly? Start, DateOnly? End)
{
    /// <summary>
    /// What a file says of a coverage: its own dates (348, 349), else the member's (356 or 473, 357 or 474).
    /// </summary>
    public static Span Told(CoverageRecord? coverage, MemberRecord member)
    {
        var own = coverage?.Dates ?? [];
        var range = own.Concat(member.Dates)
            .FirstOrDefault(static date => date.Qualifier is "348" or "356" or "473" && date.To is not null);
        return new(
            Find(own, "348") ?? Find(member.Dates, "356", "473"),
            Find(own, "349") ?? Find(member.Dates, "357", "474") ?? range?.To
        );
    }

    /// <summary>What a stored coverage says.</summary>
    public static Span Of(Coverage coverage) => new(Day(coverage.Period?.Start), Day(coverage.Period?.End));

    /// <summary>Whether a day is in it, or on the day behind it.</summary>
    public bool Reaches(DateOnly day) =>
        (Start is not { } start || start <= day) && (End is not { } end || day <= end.AddDays(1));

    private static DateOnly? Find(IReadOnlyList<QualifiedDate> dates, params string[] qualifiers) =>
        dates.FirstOrDefault(date => qualifiers.Contains(date.Qualifier))?.From;

    private static DateOnly? Day(string? text) =>
        text is { Length: >= 10 }
        && DateOnly.TryParseExact(
            text[..10],
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day
            : null;
}
