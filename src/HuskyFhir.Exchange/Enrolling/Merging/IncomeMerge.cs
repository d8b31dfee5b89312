using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Enrollment;

namespace HuskyFhir.Exchange.Enrolling.Merging;

/// <summary>
/// The income that a partner counts (ICM), as one record of its own beside those that the member reported, which it
/// never touches. Another amount is a new version that begins with its day.
/// </summary>
internal static class IncomeMerge
{
    /// <summary>What to write; null for nothing.</summary>
    public static Merged? Merge(EnrolledMember member, Guid id, StoredMember? image, string partner, DateOnly today)
    {
        if (
            member.Read.Member!.Income is not { } told
            || X12Codes.Frequency(told.Frequency) is not { } frequency
            || image?.News.Contains("income") == true
        )
            return null;
        var key = $"{member.Keys!.ClientId}-{partner}";
        var found = (image?.Of("Observation") ?? [])
            .Select(static row => (Row: row, Income: (Observation)FhirJson.Read(row.Body!)))
            .FirstOrDefault(each =>
                each.Income.Identifier.Exists(identifier =>
                    identifier.System == Systems.IncomeKey && identifier.Value == key
                )
            );
        var income = found.Income ?? New(key, id);
        var hours = frequency == "hourly" ? told.Hours : null;
        if (
            found.Income is not null
            && income.Value is Quantity known
            && known.Value == told.Wage
            && Frequency(income) == frequency
        )
            return null;
        income.Effective = new Period { Start = X12Mapping.Day(member.Effective(today)) };
        income.Value = Money(told.Wage);
        income.Component.RemoveAll(static part =>
            part.Code.Coding.Exists(static code => code.Code is "income-frequency" or "income-hours")
        );
        income.Component.Add(
            new()
            {
                Code = Code("income-frequency", "Income frequency"),
                Value = new CodeableConcept(CodeSystems.IncomeFrequency, frequency),
            }
        );
        if (hours is { } worked)
            income.Component.Add(
                new()
                {
                    Code = Code("income-hours", "Hours worked a week"),
                    Value = new Quantity(worked, "h", "http://unitsofmeasure.org") { Code = "h" },
                }
            );
        return new(income, found.Row);
    }

    private static Observation New(string key, Guid id) =>
        new()
        {
            Meta = new() { Profile = ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-simple-observation"] },
            Identifier = [new(Systems.IncomeKey, key) { Use = Identifier.IdentifierUse.Official }],
            Status = ObservationStatus.Final,
            Category = [new(CodeSystems.CoreCategory, "sdoh", "SDOH", null)],
            Code = Code("household-income", "Household income"),
            Subject = new($"Patient/{id:D}"),
        };

    private static CodeableConcept Code(string code, string display) =>
        new(Systems.ObservationCode, code, display, null);

    private static Quantity Money(decimal value) => new(value, "USD", "urn:iso:std:iso:4217") { Code = "USD" };

    private static string? Frequency(Observation income) =>
        income
            .Component.Where(static part => part.Code.Coding.Exists(static code => code.Code == "income-frequency"))
            .Select(static part => (part.Value as CodeableConcept)?.Coding.FirstOrDefault()?.Code)
            .FirstOrDefault();
}
