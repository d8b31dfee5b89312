using HuskyFhir.Simulation.Population.Chance;
using HuskyFhir.Simulation.Population.People;

namespace HuskyFhir.Simulation.Population.Providers;

/// <summary>What a primary care provider is: NUCC taxonomy, degree of HL7 table 0360, and whom it takes.</summary>
internal sealed record Specialty(Term Taxonomy, Term Degree, bool Children, bool Adults)
{
    public static Specialty FamilyMedicine { get; } =
        new(new("207Q00000X", "Family Medicine Physician"), new("MD", "Doctor of Medicine"), true, true);

    public static Weighted<Specialty> Any { get; } =
        new([
            (FamilyMedicine, 36),
            (new(new("208000000X", "Pediatrics Physician"), new("MD", "Doctor of Medicine"), true, false), 22),
            (new(new("207R00000X", "Internal Medicine Physician"), new("MD", "Doctor of Medicine"), false, true), 18),
            (new(new("363LF0000X", "Family Nurse Practitioner"), new("NP", "Nurse Practitioner"), true, true), 16),
            (new(new("363A00000X", "Physician Assistant"), new("PA", "Physician Assistant"), true, true), 8),
        ]);

    public bool Doctor => Degree.Code == "MD";
}
