using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>
/// Members of several practices with random records, labels and decisions, made over HTTP by the plan. The same seed
/// makes the same world.
/// </summary>
internal sealed class LeakWorld(HttpClient plan, Random random)
{
    private const string ActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    private static readonly string[] Sensitive = ["42CFRPart2", "HIV", "PSY"];
    private static readonly string[] Categories = ["11488-4", "34117-2"];

    private readonly List<(string Organization, string Role)> practices = [];

    public List<Person> Members { get; } = [];

    public List<Thing> Things { get; } = [];

    /// <summary>The organisations of the practices whose clients ask, and of one that nobody asks for.</summary>
    public async Task MakeAsync(int members, params string[] npis)
    {
        foreach (var npi in npis)
        {
            var clinic = Made.Organization(Made.Word());
            clinic["identifier"] = new JsonArray(
                new JsonObject { ["system"] = Core.Terms.Systems.Npi, ["value"] = npi }
            );
            await AddPracticeAsync(await plan.CreateAsync(clinic));
        }

        await AddPracticeAsync(await plan.CreateAsync(Made.Organization(Made.Word())));
        for (var at = 0; at < members; at++)
            await AddMemberAsync(at);
    }

    public string Organization(int at) => practices[at].Organization;

    private async Task AddPracticeAsync(JsonObject clinic) =>
        practices.Add((clinic.At(), (await plan.CreateAsync(Made.Role(clinic.At()))).At()));

    private async Task AddMemberAsync(int at)
    {
        var marker = Made.Word();
        var practice =
            random.Next(practices.Count + 1) is var pick && pick < practices.Count ? practices[pick] : default;
        var patient = await plan.CreateAsync(Made.Patient(marker, pcp: practice.Role));
        var member = patient.At();
        Members.Add(new((string)patient["id"]!, practice.Organization, []));
        Keep(patient, at, marker);
        var word = Made.Word();
        Keep(await plan.CreateAsync(Made.Coverage(member, practices[0].Organization, word)), at, word);
        word = Made.Word();
        Keep(await plan.CreateAsync(Made.RelatedPerson(member, word)), at, word);
        var income = Made.Income(member, random.Next(1000, 9000));
        word = Made.Word();
        income["note"] = new JsonArray(new JsonObject { ["text"] = word });
        Keep(await plan.CreateAsync(income), at, word, closed: "eligibility");
        for (var n = random.Next(4); n > 0; n--)
            await AddDocumentAsync(at, member);
        for (var n = random.Next(3); n > 0; n--)
            await AddDecisionAsync(at, member);
    }

    private async Task AddDocumentAsync(int at, string member)
    {
        var (word, category) = (Made.Word(), Categories[random.Next(Categories.Length)]);
        var labels = Sensitive.Where(_ => random.Next(4) == 0).ToList();
        var document = Made.Document(member, "current", "52034-6", "2026-01-01", null);
        document["description"] = word;
        document["category"] = new JsonArray(
            new JsonObject
            {
                ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://loinc.org", ["code"] = category }),
            }
        );
        if (labels.Count > 0)
            document["meta"] = new JsonObject { ["security"] = new JsonArray([.. labels.Select(Label)]) };
        Keep(await plan.CreateAsync(document), at, word, labels, category);
    }

    private async Task AddDecisionAsync(int at, string member)
    {
        var permits = random.Next(3) == 0;
        var decision = new Decision(
            permits,
            random.Next(3) > 0,
            random.Next(2) == 0 ? null : practices[random.Next(practices.Count)].Organization,
            permits || random.Next(2) == 0
                ? null
                : ((string[])["DocumentReference", "Coverage", "Patient"])[random.Next(3)],
            permits || random.Next(3) == 0 ? Sensitive[random.Next(Sensitive.Length)] : null,
            !permits && random.Next(4) == 0 ? Categories[random.Next(Categories.Length)] : null,
            random.Next(3) == 0 ? ((string[])["TREAT", "HRESCH"])[random.Next(2)] : null
        );
        var word = Made.Word();
        var provision = Provision(decision);
        var lapsed = !decision.InForce && random.Next(2) == 0;
        if (lapsed)
            provision["period"] = new JsonObject { ["start"] = "2020-01-01", ["end"] = "2021-01-01" };
        var consent =
            permits ? Made.Release(member, provision)
            : random.Next(3) == 0 ? Made.OptOut(member, provision)
            : Made.Denial(member, provision);
        consent["identifier"] = new JsonArray(new JsonObject { ["value"] = word });
        consent["status"] = decision.InForce || lapsed ? "active" : "inactive";
        Keep(await plan.CreateAsync(consent), at, word, category: "other", closed: "plan");
        Members[at].Decisions.Add(decision);
    }

    private static JsonObject Provision(Decision decision)
    {
        var provision = new JsonObject();
        if (decision.Organization is { } organization)
            provision["actor"] = new JsonArray(
                new JsonObject
                {
                    ["role"] = new JsonObject { ["text"] = "recipient" },
                    ["reference"] = new JsonObject { ["reference"] = organization },
                }
            );
        if (decision.Type is { } type)
            provision["class"] = new JsonArray(
                new JsonObject { ["system"] = "http://hl7.org/fhir/resource-types", ["code"] = type }
            );
        if (decision.Label is { } label)
            provision["securityLabel"] = new JsonArray(Label(label));
        if (decision.Category is { } category)
            provision["code"] = new JsonArray(
                new JsonObject
                {
                    ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://loinc.org", ["code"] = category }),
                }
            );
        if (decision.Purpose is { } purpose)
            provision["purpose"] = new JsonArray(
                new JsonObject { ["system"] = "http://terminology.hl7.org/CodeSystem/v3-ActReason", ["code"] = purpose }
            );
        return provision;
    }

    private static JsonNode Label(string code) => new JsonObject { ["system"] = ActCode, ["code"] = code };

    private void Keep(
        JsonObject stored,
        int member,
        string marker,
        IReadOnlyList<string>? labels = null,
        string category = "",
        string closed = ""
    ) =>
        Things.Add(
            new((string)stored["resourceType"]!, (string)stored["id"]!, member, marker, labels ?? [], category, closed)
        );
}
