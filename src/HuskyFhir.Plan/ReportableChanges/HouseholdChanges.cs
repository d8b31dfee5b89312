using System.Globalization;
using System.Text.Json;

namespace HuskyFhir.Plan.ReportableChanges;

/// <summary>
/// Who came into a member's household, who left it, and what of a person of it DSS must know. One who only speaks for
/// the member, such as a guardian, is not of the household. A child that is new there and younger than <see
/// cref="NewbornDays"/> was born into it.
/// </summary>
public static class HouseholdChanges
{
    /// <summary>
    /// Days after the birth in which a child that is new to the household counts as born and not as moved in.
    /// </summary>
    public const int NewbornDays = 90;

    private static readonly string[] Representatives =
    [
        "GUARD",
        "GUADLTM",
        "HPOWATT",
        "POWATT",
        "DPOWATT",
        "SPOWATT",
        "EXEC",
        "RESPRSN",
        "AGNT",
    ];

    private static readonly string[] Children =
    [
        "CHILD",
        "NCHILD",
        "DAU",
        "DAUC",
        "SON",
        "SONC",
        "NBOR",
        "CHLDADOPT",
        "CHLDFOST",
        "STPCHLD",
        "GRNDCHILD",
    ];

    internal static IEnumerable<FoundChange> Between(JsonElement? before, JsonElement? after, DateOnly today)
    {
        var (was, now) = (Tell(before, today), Tell(after, today));
        if (string.Equals(was, now, StringComparison.Ordinal))
            yield break;
        if (was is null && after is { } born && Born(born, today) is { } birth)
            yield return new(ChangeKind.Birth, null, now, birth);
        else
            yield return new(
                ChangeKind.HouseholdMember,
                was,
                now,
                now is null
                    ? after is { } left
                        ? CanonicalElements.End(left)
                        : null
                    : after is { } came
                        ? CanonicalElements.End(came) ?? CanonicalElements.Start(came)
                        : null
            );
    }

    /// <summary>Whether somebody belongs to the household, by the relationships to the member.</summary>
    public static bool IsOfHousehold(JsonElement person)
    {
        var codes = Codes(person).ToList();
        return codes.Count == 0 || codes.Exists(static code => !Representatives.Contains(code));
    }

    /// <summary>Somebody of the household; null for one who is not, or no longer.</summary>
    private static string? Tell(JsonElement? image, DateOnly today)
    {
        if (
            image is not { } person
            || !IsOfHousehold(person)
            || CanonicalElements.Raw(person, "active") == "false"
            || (CanonicalElements.End(person) is { } end && end < today)
        )
            return null;
        var relationships = CanonicalElements
            .Items(person, "relationship")
            .SelectMany(static each => CanonicalElements.Items(each, "coding"))
            .Where(static coding => coding.TryGetProperty("code", out _));
        return CanonicalElements.Object(
                ("relationship", CanonicalElements.List(relationships, "system", "code")),
                (
                    "name",
                    CanonicalElements.List(
                        CanonicalElements.Current(person, "name", today),
                        "use",
                        "text",
                        "family",
                        "given",
                        "prefix",
                        "suffix"
                    )
                ),
                ("birthDate", CanonicalElements.Raw(person, "birthDate")),
                ("gender", CanonicalElements.Raw(person, "gender")),
                (
                    "until",
                    CanonicalElements.End(person) is { } until
                        ? $"\"{until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}\""
                        : null
                )
            ) ?? "{}";
    }

    private static DateOnly? Born(JsonElement person, DateOnly today) =>
        CanonicalElements.Day(CanonicalElements.Text(person, "birthDate")) is { } birth
        && birth <= today
        && birth >= today.AddDays(-NewbornDays)
        && Codes(person).Any(Children.Contains)
            ? birth
            : null;

    private static IEnumerable<string> Codes(JsonElement person) =>
        CanonicalElements
            .Items(person, "relationship")
            .SelectMany(static each => CanonicalElements.Items(each, "coding"))
            .Select(static coding => CanonicalElements.Text(coding, "code"))
            .OfType<string>();
}
