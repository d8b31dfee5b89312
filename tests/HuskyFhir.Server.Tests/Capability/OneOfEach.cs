using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Capability;

/// <summary>A new resource of each type that holds records, with what it refers to.</summary>
internal static class OneOfEach
{
    public static async Task<JsonObject> NewAsync(HttpClient plan, string type)
    {
        async Task<string> StoredAsync(JsonObject resource) => (await plan.CreateAsync(resource)).At();
        return type switch
        {
            "Patient" => Made.Patient(Made.Word()),
            "Coverage" => Made.Coverage(
                await StoredAsync(Made.Patient(Made.Word())),
                await StoredAsync(Made.Organization(Made.Word()))
            ),
            "RelatedPerson" => Made.RelatedPerson(await StoredAsync(Made.Patient(Made.Word())), Made.Word()),
            "Observation" => Made.Income(await StoredAsync(Made.Patient(Made.Word())), 1000),
            "DocumentReference" => Made.Document(
                await StoredAsync(Made.Patient(Made.Word())),
                "current",
                "52034-6",
                "2026-01-01",
                null
            ),
            "CareTeam" => Made.CareTeam(
                await StoredAsync(Made.Patient(Made.Word())),
                await StoredAsync(Made.Role(await StoredAsync(Made.Organization(Made.Word())))),
                "2026-01-01"
            ),
            "Group" => Made.Panel(await StoredAsync(Made.Organization(Made.Word()))),
            "Task" => Asked(
                Made.PcpChange(
                    await StoredAsync(Made.Patient(Made.Word())),
                    await PcpAssignments.Practice.RoleAsync(plan)
                )
            ),
            "Communication" => Made.Notice(await StoredAsync(Made.Patient(Made.Word()))),
            "Consent" => Made.Denial(await StoredAsync(Made.Patient(Made.Word()))),
            "Binary" => Documents.Files.Binary(await StoredAsync(Made.Patient(Made.Word())), Documents.Files.Pdf),
            "Claim" => (await Decisions.Asked.NewAsync(plan)).Claim(),
            "ClaimResponse" => await DecidedAsync(plan),
            "Organization" => Made.Organization(Made.Word()),
            "Location" => Made.Location(Made.Word()),
            "Practitioner" => Made.Practitioner(Made.Word(), Made.Npi()),
            "PractitionerRole" => Made.Role(await StoredAsync(Made.Organization(Made.Word()))),
            "Provenance" => Made.Provenance(await StoredAsync(Made.Patient(Made.Word()))),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Say here how one is made."),
        };
    }

    private static async Task<JsonObject> DecidedAsync(HttpClient plan)
    {
        var asked = await Decisions.Asked.NewAsync(plan);
        return asked.Decision(await plan.CreateAsync(asked.Claim()), "denied-full");
    }

    /// <summary>
    /// One that is stored already: the first that a search shows; a new one where the samples bring none.
    /// </summary>
    public static async Task<JsonObject> StoredAsync(HttpClient plan, string type)
    {
        var stored = (await plan.AskAsync($"{type}?_count=1")).Expect(HttpStatusCode.OK).Entries is [var first, ..]
            ? JsonNode.Parse(first.GetProperty("resource").GetRawText())!.AsObject()
            : await plan.CreateAsync(await NewAsync(plan, type));
        stored.Remove(type == "Group" ? "member" : string.Empty); // added at the look, and not taken back
        return stored;
    }

    /// <summary>A request that stays open: one for another provider is done at once.</summary>
    private static JsonObject Asked(JsonObject task)
    {
        task["code"]!["coding"]![0]!["code"] = "translation-services";
        task["input"] = JsonNode.Parse(
            """[{"type":{"coding":[{"system":"https://fhir.huskyfhir.example/CodeSystem/husky-task-parameter","code":"language"}]},"valueCodeableConcept":{"coding":[{"system":"urn:ietf:bcp:47","code":"pl"}]} }]"""
        );
        return task;
    }
}
