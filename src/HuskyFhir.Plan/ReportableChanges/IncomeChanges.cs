using System.Globalization;
using System.Text.Json;
using HuskyFhir.Core.Time;

namespace HuskyFhir.Plan.ReportableChanges;

/// <summary>
/// Changes of an income. Each is recorded and told. A day by which it must be told is set where a job began, changed or
/// ended, and where anything else moves a month's income by more than the programme's limit.
/// </summary>
internal static class IncomeChanges
{
    private static readonly string[] Jobs = ["wages", "self-employment"];

    /// <param name="before">What was; null for a new one.</param>
    /// <param name="after">What is; null where it is gone.</param>
    /// <param name="today">The day in Connecticut.</param>
    /// <param name="limit">USD a month.</param>
    public static IEnumerable<FoundChange> Between(
        JsonElement? before,
        JsonElement? after,
        DateOnly today,
        decimal limit
    )
    {
        var (was, now) = (Income.Of(before, today), Income.Of(after, today));
        var (wasTold, nowTold) = (was?.Tell(), now?.Tell());
        if (!string.Equals(wasTold, nowTold, StringComparison.Ordinal))
            yield return new(ChangeKind.Income, wasTold, nowTold, Since(before, after, now), HasClock(was, now, limit));
    }

    private static bool HasClock(Income? was, Income? now, decimal limit)
    {
        var (source, next) = (was?.Source, now?.Source);
        if (
            (Jobs.Contains(source) || Jobs.Contains(next))
            && (was is null || now is null || source != next || was.Until != now.Until)
        )
            return true;
        // What cannot be counted by the month may be more than the limit.
        return Monthly(was) is not { } less || Monthly(now) is not { } more || Math.Abs(more - less) > limit;
    }

    private static decimal? Monthly(Income? income) => income is null ? 0 : income.Monthly;

    private static DateOnly? Since(JsonElement? before, JsonElement? after, Income? now)
    {
        if (after is not { } image)
            return null;
        if (now is null || now.Until is not null)
            return CanonicalElements.End(image, "effectivePeriod")?.PlusDays(1);
        var start = CanonicalElements.Start(image, "effectivePeriod");
        return before is { } earlier && CanonicalElements.Start(earlier, "effectivePeriod") == start ? null : start;
    }

    /// <summary>An income that holds, or will end.</summary>
    private sealed record Income(decimal? Amount, string? Frequency, string? Source, decimal? Hours, DateOnly? Until)
    {
        /// <summary>Null for one that has ended, or that was entered in error.</summary>
        public static Income? Of(JsonElement? image, DateOnly today)
        {
            if (
                image is not { } income
                || CanonicalElements.Text(income, "status") is "entered-in-error" or "cancelled"
                || (CanonicalElements.End(income, "effectivePeriod") is { } end && end < today)
            )
                return null;
            return new(
                Number(income),
                Coded(income, "income-frequency"),
                Coded(income, "income-source"),
                Component(income, "income-hours") is { } hours ? Number(hours) : null,
                CanonicalElements.End(income, "effectivePeriod")
            );
        }

        /// <summary>As much as it is in a month; null where that cannot be said.</summary>
        public decimal? Monthly => MonthlyIncome.Of(Amount, Frequency, Hours);

        public string Tell() =>
            CanonicalElements.Object(
                ("amount", Amount?.ToString("0.############################", CultureInfo.InvariantCulture)),
                ("frequency", Frequency is null ? null : CanonicalElements.Quoted(Frequency)),
                ("source", Source is null ? null : CanonicalElements.Quoted(Source)),
                ("hours", Hours?.ToString("0.############################", CultureInfo.InvariantCulture)),
                (
                    "until",
                    Until is { } until ? $"\"{until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}\"" : null
                )
            ) ?? "{}";

        private static decimal? Number(JsonElement of) =>
            of.TryGetProperty("valueQuantity", out var quantity)
            && quantity.TryGetProperty("value", out var value)
            && value.TryGetDecimal(out var number)
                ? number
                : null;

        private static string? Coded(JsonElement income, string code) =>
            Component(income, code) is { } part && part.TryGetProperty("valueCodeableConcept", out var concept)
                ? CanonicalElements
                    .Items(concept, "coding")
                    .Select(static coding => CanonicalElements.Text(coding, "code"))
                    .FirstOrDefault(static each => each is not null)
                : null;

        private static JsonElement? Component(JsonElement income, string code)
        {
            foreach (var part in CanonicalElements.Items(income, "component"))
                if (
                    part.TryGetProperty("code", out var concept)
                    && CanonicalElements
                        .Items(concept, "coding")
                        .Any(coding => CanonicalElements.Text(coding, "code") == code)
                )
                    return part;
            return null;
        }
    }
}
