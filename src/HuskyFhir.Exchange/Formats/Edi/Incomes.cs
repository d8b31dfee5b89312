using System.Text.Json;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Formats.Edi;

/// <summary>
/// ICM, of which a member has one: the income that changed, as it was told; several together by the month where each
/// can be counted.
/// </summary>
internal static class Incomes
{
    public static Income? Of(MemberSnapshot picture, MemberChanges told)
    {
        var change = told.Changes.LastOrDefault(static change => change.Kind == ChangeKind.Income);
        if (change is null && (told.Changes.Count > 0 || picture.Incomes.Count == 0))
            return null;
        var all = picture.Incomes.Select(static row => Read(row.Body!)).OfType<Paid>().ToList();
        if (all.Count == 0)
            return new("4", 0);
        if (all.Count == 1)
            return new(Frequency(all[0].Frequency), all[0].Amount, all[0].Hours);
        if (all.TrueForAll(static paid => paid.Monthly is not null))
            return new("4", Math.Round(all.Sum(static paid => paid.Monthly!.Value), 2));
        return Told(change?.After) is { } own ? new(Frequency(own.Frequency), own.Amount, own.Hours) : null;
    }

    private static string Frequency(string? code) =>
        code switch
        {
            "weekly" => "1",
            "biweekly" => "2",
            "semimonthly" => "3",
            "monthly" => "4",
            "annual" => "7",
            "hourly" => "H",
            "quarterly" => "Q",
            "once" => "C",
            _ => "U",
        };

    private static Paid? Read(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        var income = json.RootElement;
        return Number(income) is { } amount
            ? new(
                amount,
                Coded(income, "income-frequency"),
                Component(income, "income-hours") is { } hours ? Number(hours) : null
            )
            : null;
    }

    /// <summary>The text of a change of an income.</summary>
    private static Paid? Told(string? json)
    {
        if (json is null)
            return null;
        using var told = JsonDocument.Parse(json);
        return told.RootElement.Child("amount")?.GetDecimal() is { } amount
            ? new(amount, told.RootElement.Text("frequency"), told.RootElement.Child("hours")?.GetDecimal())
            : null;
    }

    private static decimal? Number(JsonElement of) => of.Child("valueQuantity")?.Child("value")?.GetDecimal();

    private static string? Coded(JsonElement income, string code) =>
        Component(income, code)?.Code("valueCodeableConcept");

    private static JsonElement? Component(JsonElement income, string code)
    {
        foreach (var part in income.Items("component"))
            if (part.Code("code") == code)
                return part;
        return null;
    }

    private sealed record Paid(decimal Amount, string? Frequency, decimal? Hours)
    {
        public decimal? Monthly => MonthlyIncome.Of(Amount, Frequency, Hours);
    }
}
