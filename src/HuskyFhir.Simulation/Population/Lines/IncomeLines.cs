using HuskyFhir.Core.Terms;
using HuskyFhir.Simulation.Population.Households;

namespace HuskyFhir.Simulation.Population.Lines;

/// <summary>Household incomes as Observations (US Core simple observation) of the household's first member.</summary>
internal static class IncomeLines
{
    public static void Write(FhirLines to, Household household, long first)
    {
        var nth = 0;
        foreach (var income in household.Incomes)
            Write(to, income, first, ++nth);
    }

    private static void Write(FhirLines to, Income income, long number, int nth)
    {
        to.Begin("Observation", $"i-{number:D7}-{nth}", "simple-observation");
        to.Identifier("official", null, null, Systems.IncomeKey, $"{Ids.ClientId(number)}-{nth}");
        to.Json.WriteString("status"u8, "final"u8);
        to.Json.WriteStartArray("category"u8);
        to.Concept(default, CodeSystems.CoreCategory, "sdoh", "SDOH");
        to.Json.WriteEndArray();
        to.Concept("code"u8, Systems.ObservationCode, "household-income", "Household income");
        to.Reference("subject"u8, Ids.MemberReference(number));
        to.Period(income.Since, income.Until, "effectivePeriod"u8);
        to.Json.WriteStartArray("performer"u8);
        to.Reference(default, Ids.MemberReference(number));
        to.Json.WriteEndArray();
        Quantity(to, income.Cents / 100m, "USD", CodeSystems.Currency, "USD");
        to.Json.WriteStartArray("component"u8);
        Component(to, "income-frequency", "Income frequency", CodeSystems.IncomeFrequency, income.Frequency);
        Component(to, "income-source", "Income source", CodeSystems.IncomeSource, income.Source);
        if (income.Hours > 0)
            Hours(to, income.Hours);
        to.Json.WriteEndArray();
        to.End();
    }

    private static void Component(FhirLines to, string code, string display, string system, string value)
    {
        to.Json.WriteStartObject();
        to.Concept("code"u8, Systems.ObservationCode, code, display);
        to.Concept("valueCodeableConcept"u8, system, value, null);
        to.Json.WriteEndObject();
    }

    private static void Hours(FhirLines to, int hours)
    {
        to.Json.WriteStartObject();
        to.Concept("code"u8, Systems.ObservationCode, "income-hours", "Hours worked a week");
        Quantity(to, hours, "h", "http://unitsofmeasure.org", "h");
        to.Json.WriteEndObject();
    }

    private static void Quantity(FhirLines to, decimal value, string unit, string system, string code)
    {
        to.Json.WriteStartObject("valueQuantity"u8);
        to.Json.WriteNumber("value"u8, value);
        to.Json.WriteString("unit"u8, unit);
        to.Json.WriteString("system"u8, system);
        to.Json.WriteString("code"u8, code);
        to.Json.WriteEndObject();
    }
}
