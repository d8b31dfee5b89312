using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security;

/// <summary>
/// Two members of one name, one at Riverbend and one at Harbor, with what belongs to them; new for every test.
/// </summary>
internal sealed record World(
    string Word,
    string Ours,
    string Theirs,
    string OurRole,
    string TheirRole,
    string TheirCoverage,
    string TheirRelative,
    string OurIncome,
    string Harbor
)
{
    public static async Task<World> MakeAsync(HuskyServer server)
    {
        using var plan = server.As("plan-admin");
        var word = Made.Word();
        var (riverbend, harbor) = (
            (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0],
            (await plan.AskAsync("Organization?identifier=1999900024")).Ids[0]
        );
        var ourRole = await plan.CreateAsync(Made.Role($"Organization/{riverbend}"));
        var theirRole = await plan.CreateAsync(Made.Role($"Organization/{harbor}"));
        var ours = await plan.CreateAsync(Made.Patient(word, pcp: ourRole.At()));
        var theirs = await plan.CreateAsync(Made.Patient(word, pcp: theirRole.At()));
        await plan.CreateAsync(Made.Coverage(ours.At(), $"Organization/{riverbend}"));
        var coverage = await plan.CreateAsync(Made.Coverage(theirs.At(), $"Organization/{riverbend}"));
        var relative = await plan.CreateAsync(Made.RelatedPerson(theirs.At(), word));
        var income = await plan.CreateAsync(Made.Income(ours.At(), 54_321));
        string Id(System.Text.Json.Nodes.JsonObject resource) => (string)resource["id"]!;
        return new(
            word,
            Id(ours),
            Id(theirs),
            Id(ourRole),
            Id(theirRole),
            Id(coverage),
            Id(relative),
            Id(income),
            harbor
        );
    }
}
