using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Documents;
using HuskyFhir.Server.Tests.Requests;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>
/// A hearing of a member, with a letter, a record that was there before and a notice; and a grievance about how it went,
/// which is the plan's alone.
/// </summary>
/// <param name="Heard">The hearing and the papers about it: the plan's and the agency's, and no provider's.</param>
/// <param name="Opened">What it opens to the agency, whoever else may see it.</param>
/// <param name="Grievance">What only refers to it.</param>
internal sealed record GeneratedHearing(IReadOnlyList<string> Heard, IReadOnlyList<string> Opened, string Grievance)
{
    public static async Task<GeneratedHearing> MakeAsync(HttpClient plan, string member, string clinic)
    {
        var decision = await Asked.DecisionAsync(plan, member);
        var letter = Files.Document(member, await Files.StoredAsync(plan, member));
        letter["description"] = Made.Word();
        letter = await plan.CreateAsync(letter);
        var record = Made.Document(member, "current", "11488-4", "2026-01-01", null);
        record["description"] = Made.Word();
        record["author"] = new JsonArray(Asked.Reference(clinic));
        record = await plan.CreateAsync(record);
        var asked = Asked.For(
            "state-fair-hearing",
            member,
            Asked.Link("letter", letter.At()),
            Asked.Link("document", record.At())
        );
        asked["description"] = Made.Word();
        var hearing = await plan.CreateAsync(asked.About(decision));
        var told = Made.Notice(member);
        told["about"] = new JsonArray(Asked.Reference(hearing.At()));
        told["payload"]![0]!["contentString"] = Made.Word();
        told = await plan.CreateAsync(told);
        var grievance = Asked.For("grievance", member).PartOf(hearing);
        grievance["description"] = Made.Word();
        var claim = (string)(await Asked.ReadAsync(plan, decision))["request"]!["reference"]!;
        return new(
            [hearing.At(), told.At(), letter.At()],
            [decision, claim, record.At()],
            (await plan.CreateAsync(grievance)).At()
        );
    }
}
