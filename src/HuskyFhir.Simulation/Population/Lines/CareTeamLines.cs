using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Simulation.Population.Chance;
using HuskyFhir.Simulation.Population.Households;
using HuskyFhir.Simulation.Population.Providers;

namespace HuskyFhir.Simulation.Population.Lines;

/// <summary>
/// PCP assignments (US Core CareTeam 6.1.0): for each member with a provider the one that holds; for a quarter one
/// before it, for one in a hundred another from a day to come.
/// </summary>
/// <param name="seed">Of the population.</param>
/// <param name="asOf">Its day.</param>
/// <param name="clinicians">Those who could be another provider.</param>
internal sealed class CareTeamLines(long seed, DateOnly asOf, IReadOnlyList<Clinician> clinicians)
{
    private const int LongestDays = 1800;

    public void Write(FhirLines to, Household household, long first)
    {
        for (var i = 0; i < household.Members; i++)
            if (household.People[i].Pcp is { } pcp)
                Write(to, household.People[i], pcp, first + i, Draw.For(seed, DrawKind.Assignment, first + i));
    }

    private void Write(FhirLines to, Person person, Clinician pcp, long number, Draw draw)
    {
        var earliest = person.Part.Born > pcp.Since ? person.Part.Born : pcp.Since;
        var start = asOf.AddDays(-draw.Between(30, LongestDays));
        start =
            start < earliest ? earliest
            : start > asOf ? asOf
            : start;
        var (another, earlier, later) = (draw.Of(clinicians), draw.Permille(250), draw.Permille(10));
        var began = start.AddDays(-draw.Between(200, LongestDays));
        var next = asOf.AddDays(draw.Between(400, 460)); // still to come when the files are loaded some months later
        if (earlier && another != pcp && began > person.Part.Born)
            One(
                to,
                number,
                0,
                another,
                "inactive",
                (began, start.AddDays(-1)),
                AssignmentTerms.Chosen,
                draw.Permille(300) ? AssignmentTerms.ProviderLeft : AssignmentTerms.Changed
            );
        var leaves = later && another != pcp;
        One(
            to,
            number,
            1,
            pcp,
            "active",
            (start, leaves ? next.AddDays(-1) : null),
            earlier ? AssignmentTerms.Changed
                : draw.Permille(600) ? AssignmentTerms.Chosen
                : AssignmentTerms.Assigned,
            leaves ? AssignmentTerms.Changed : null
        );
        if (leaves)
            One(to, number, 2, another, "proposed", (next, null), AssignmentTerms.Chosen, null);
    }

    private static void One(
        FhirLines to,
        long number,
        int nth,
        Clinician pcp,
        string status,
        (DateOnly Start, DateOnly? End) span,
        string reason,
        string? ended
    )
    {
        to.Begin("CareTeam", $"ct-{number:D7}-{nth}", "careteam");
        if (ended is not null)
        {
            to.Json.WriteStartArray("extension"u8);
            to.Json.WriteStartObject();
            to.Json.WriteString("url"u8, AssignmentTerms.EndReason);
            to.Concept("valueCodeableConcept"u8, AssignmentTerms.Reasons, ended, null);
            to.Json.WriteEndObject();
            to.Json.WriteEndArray();
        }

        to.Identifier("official", null, null, Systems.AssignmentKey, $"{Ids.ClientId(number)}-{nth}");
        to.Json.WriteString("status"u8, status);
        to.Json.WriteString("name"u8, "Primary care"u8);
        to.Reference("subject"u8, Ids.MemberReference(number));
        to.Period(span.Start, span.End);
        to.Json.WriteStartArray("participant"u8);
        to.Json.WriteStartObject();
        to.Json.WriteStartArray("role"u8);
        to.Concept(default, "http://snomed.info/sct", AssignmentTerms.PcpRole, "Primary care provider");
        to.Json.WriteEndArray();
        to.Reference("member"u8, $"PractitionerRole/{pcp.RoleId}", pcp.Display);
        to.Period(span.Start, span.End);
        to.Json.WriteEndObject();
        to.Json.WriteEndArray();
        to.Json.WriteStartArray("reasonCode"u8);
        to.Concept(default, AssignmentTerms.Reasons, reason, null);
        to.Json.WriteEndArray();
        to.End();
    }
}
