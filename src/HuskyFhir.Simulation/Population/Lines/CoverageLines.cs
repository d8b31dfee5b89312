using HuskyFhir.Core.Terms;
using HuskyFhir.Simulation.Population.Households;

namespace HuskyFhir.Simulation.Population.Lines;

/// <summary>Coverages (US Core 6.1.0): always active; one that is over has a period with an end.</summary>
internal static class CoverageLines
{
    public static void Write(FhirLines to, Household household, long first)
    {
        for (var i = 0; i < household.Members; i++)
        {
            var enrolments = household.People[i].Enrolments;
            for (var n = 0; n < enrolments.Count; n++)
                Write(to, enrolments[n], first + i, enrolments.Count - 1 - n);
        }
    }

    private static void Write(FhirLines to, Enrolment enrolment, long number, int before)
    {
        var memberNumber = Ids.MemberNumber(number, enrolment.Programme, before);
        to.Begin("Coverage", "c-" + memberNumber, "coverage");
        to.Identifier("usual", "MB", "Member Number", Systems.MemberNumber, memberNumber);
        to.Json.WriteString("status"u8, "active"u8);
        var chip = enrolment.Programme == Programme.B;
        to.Concept("type"u8, CodeSystems.Payment, chip ? "23" : "22", chip ? "CHIP" : "Medicaid");
        to.Json.WriteString("subscriberId"u8, Ids.ClientId(number));
        to.Reference("beneficiary"u8, Ids.MemberReference(number));
        to.Concept("relationship"u8, CodeSystems.SubscriberRelationship, "self", "Self");
        to.Period(enrolment.Start, enrolment.End);
        to.Json.WriteStartArray("payor"u8);
        to.Reference(default, "Organization/" + Ids.Payor, "Department of Social Services");
        to.Json.WriteEndArray();
        Classes(to, enrolment);
        to.End();
    }

    private static void Classes(FhirLines to, Enrolment enrolment)
    {
        to.Json.WriteStartArray("class"u8);
        Class(to, "plan", "Plan", $"HUSKY-{enrolment.Programme}", $"HUSKY {enrolment.Programme}");
        Class(to, "group", "Group", $"{enrolment.Programme}-{enrolment.Group}", GroupName(enrolment.Group));
        to.Json.WriteEndArray();
    }

    private static void Class(FhirLines to, string code, string display, string value, string name)
    {
        to.Json.WriteStartObject();
        to.Concept("type"u8, CodeSystems.CoverageClass, code, display);
        to.Json.WriteString("value"u8, value);
        to.Json.WriteString("name"u8, name);
        to.Json.WriteEndObject();
    }

    private static string GroupName(string group) =>
        group switch
        {
            "CHILD" => "Children under 19",
            "PARENT" => "Parents and caretaker relatives",
            "PREGNANT" => "Pregnant and postpartum",
            "FOSTER" => "Children in state care",
            "AGED" => "Aged 65 and over",
            "DISABLED" => "Living with a disability",
            "ADULT" => "Adults 19 to 64 without dependent children",
            _ => throw new ArgumentOutOfRangeException(nameof(group), group, "No such eligibility group."),
        };
}
