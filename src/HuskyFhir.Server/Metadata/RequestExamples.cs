using System.Text;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Requests.Kinds;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Server.Metadata;

/// <summary>
/// A whole request of each kind, to be pasted into a shell: made from the declaration of the kind, so that what a kind
/// asks for is in its example. What differs from member to member is a variable of the shell.
/// </summary>
internal static class RequestExamples
{
    private const string Parameters = Systems.Base + "/CodeSystem/husky-task-parameter";

    /// <summary>The variables, each with what it stands for.</summary>
    public static IReadOnlyList<(string Name, string About)> Variables { get; } =
    [
        ("MEMBER", "id of the Patient"),
        ("DECISION", "id of the ClaimResponse that is appealed"),
        ("APPEAL", "id of the Task of an internal review that was lost"),
        ("CORRECTION", "id of the Task of a correction that was refused"),
        ("ROLE", "id of the PractitionerRole that is chosen"),
        ("ORGANIZATION", "id of an Organization"),
    ];

    /// <summary>The call for a kind.</summary>
    public static string Call(KindRules rules, string baseUrl)
    {
        var body = Encoding.UTF8.GetString(FhirJson.Write(Of(rules)));
        var json = System.Text.Json.Nodes.JsonNode.Parse(body)!.ToJsonString(Indented);
        return $"curl -s -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/fhir+json' --data-binary @- '{baseUrl}/Task' <<JSON\n{json}\nJSON";
    }

    private static System.Text.Json.JsonSerializerOptions Indented { get; } =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static Task Of(KindRules rules)
    {
        var member = new ResourceReference("Patient/$MEMBER");
        var task = new Task
        {
            Meta = new() { Profile = [$"{Systems.Base}/StructureDefinition/{rules.Profile}"] },
            Status = rules.Filed.Status,
            Intent = Task.TaskIntent.Order,
            Code = new(rules.System, rules.Code),
            For = member,
            Requester =
                rules.Kind == RequestKind.DataRequest
                    ? new("Organization/$ORGANIZATION")
                    : (ResourceReference)member.DeepCopy(),
            Input = [.. rules.Inputs.Select(static any => any[0]).Select(code => Input(code, rules.InputSystem))],
        };
        if (rules.Kind == RequestKind.ExpeditedAppeal)
            task.Priority = RequestPriority.Urgent;
        if (rules.AboutDecision)
            (task.Focus, task.ReasonCode) = (
                new("ClaimResponse/$DECISION"),
                new() { Text = "The service is medically necessary." }
            );
        if (rules.HasReasons)
            task.ReasonCode = new(GrievanceReasons.System, "waiting") { Text = "Three hours in the waiting room." };
        Follow(task, rules);
        return task;
    }

    private static void Follow(Task task, KindRules rules)
    {
        switch (rules.Kind)
        {
            case RequestKind.ExternalReview:
                task.PartOf = [new("Task/$APPEAL")];
                break;
            case RequestKind.AmendmentDisagreement:
                task.ReasonReference = new("Task/$CORRECTION");
                break;
            case RequestKind.Amendment:
                task.Focus = new("Patient/$MEMBER");
                break;
            case RequestKind.DataRequest:
                task.Owner = new("Organization/$ORGANIZATION");
                break;
            case RequestKind.Restriction:
                task.Input.Add(Part("provider", Parameters, new ResourceReference("Organization/$ORGANIZATION")));
                break;
            case RequestKind.RecordsAccess:
                task.Input.Add(
                    Part(
                        "form",
                        Parameters,
                        new CodeableConcept(Systems.Base + "/CodeSystem/husky-records-form", "text")
                    )
                );
                task.Input.Add(Part("period", Parameters, new Period { Start = "2026-01-01", End = "2026-06-30" }));
                break;
        }
    }

    private static Task.ParameterComponent Input(string code, string system) =>
        Part(
            code,
            system,
            code switch
            {
                "new-pcp" => new ResourceReference("PractitionerRole/$ROLE"),
                "alternate-address" => new Address
                {
                    Line = ["1 Sample Street"],
                    City = "Hartford",
                    State = "CT",
                    PostalCode = "06103",
                },
                "specialty" => new CodeableConcept { Text = "Cardiology" },
                "language" => new CodeableConcept("urn:ietf:bcp:47", "es"),
                "data-query" => new FhirString("DocumentReference?patient=$MEMBER"),
                "restriction-asked" => new FhirString("Do not tell this practice of my visits elsewhere."),
                "medRecCxReq" => new FhirString("My birth date is wrong: I was born on February 28."),
                "medRecCxDenialDisagree" => new FhirString("I do not agree: my birth certificate says so."),
                _ => new FhirString("What does my plan cover for this?"),
            }
        );

    private static Task.ParameterComponent Part(string code, string system, DataType value) =>
        new() { Type = new(system, code), Value = value };
}
