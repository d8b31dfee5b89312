using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Types.Keys;
using HuskyFhir.Resources.Types.Narratives;
using Hl7Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests;

/// <summary>
/// What members, those who speak for them, and providers ask of the plan (R4 section 12.3). Each kind of request has
/// its profile, its states and what follows when it is granted, in <see cref="KindTable"/>; <see cref="RequestEngine"/>
/// holds every one to them.
/// </summary>
internal static class TaskType
{
    private static readonly string[] Anyone =
    [
        "Patient",
        "RelatedPerson",
        "Practitioner",
        "PractitionerRole",
        "Organization",
    ];

    private static readonly string[] About =
    [
        "CareTeam",
        "DocumentReference",
        "Patient",
        "Coverage",
        "RelatedPerson",
        "Observation",
        "Consent",
        "Practitioner",
        "PractitionerRole",
        "Organization",
        "Location",
        "Binary",
        "ClaimResponse",
        "Claim",
    ];

    public static FhirType Declaration { get; } =
        Kinds(new FhirTypeBuilder<Hl7Task>("Requests", AccessClass.Member))
            .Ends(
                "A request ends by its status: cancelled by who asked, rejected or completed by the plan, or entered-in-error."
            )
            .BelongsTo(static task => task.For, "Task.for", "patient", "subject")
            .Narrates(
                ("Request", static task => Words.Of(task.Code)),
                ("For", static task => Words.Of(task.For)),
                ("Asked", static task => task.AuthoredOn),
                ("By", static task => Words.Of(task.Requester)),
                ("Status", static task => task.StatusElement?.JsonValue as string),
                ("Stands at", static task => Words.Of(task.BusinessStatus)),
                ("Due", TaskTerms.DueDay),
                ("Reckoned as", static task => CaseRecord.Why(task)),
                ("Because", static task => Words.Of(task.StatusReason))
            )
            .Keys(static task => task.Identifier, Systems.CaseNumber)
            .Rule(static task =>
                task.For?.Reference is null
                    ?
                    [
                        Issue.Error(
                            Hl7.Fhir.Model.OperationOutcome.IssueType.Required,
                            "A request here is for a member: give for.reference.",
                            "Task.for",
                            "subject-required"
                        ),
                    ]
                    : []
            )
            .Restrict(Visibility.Of)
            .WrittenAs(static _ => WriteContent.Request)
            .SeenWith(static task => [task.Focus, task.ReasonReference, .. task.BasedOn, .. task.PartOf])
            .Shows(TaskTerms.Letters, "DocumentReference", "Binary", "Communication")
            .Submits(TaskTerms.Submitted)
            .Table(RequestTable.Table, RequestTable.Of)
            .Table(HuskyFhir.Plan.Requests.Sweeps.RequestSteps.Table, HuskyFhir.Plan.Requests.Sweeps.RequestSteps.Rows)
            .Identifiers("The case number, or any other identifier.", static task => task.Identifier)
            .Token("code", "Task.code", "What is asked.", static task => Tokens.Of(task.Code))
            .TokenColumn(
                "status",
                "Task.status",
                "Where it stands, by FHIR's own states.",
                static task => Tokens.Of(task.StatusElement)
            )
            .Token(
                "business-status",
                "Task.businessStatus",
                "Where it stands in the plan's process.",
                static task => Tokens.Of(task.BusinessStatus)
            )
            .TokenColumn(
                "intent",
                "Task.intent",
                "An order, for a request.",
                static task => Tokens.Of(task.IntentElement)
            )
            .TokenColumn(
                "priority",
                "Task.priority",
                "Routine, or urgent for what cannot wait.",
                static task => Tokens.Of(task.PriorityElement)
            )
            .Token(
                "group-identifier",
                "Task.groupIdentifier",
                "What several requests have in common.",
                static task => Tokens.Of(task.GroupIdentifier),
                HuskyFhir.Core.Search.TokenForm.Identifier
            )
            .Token(
                "performer",
                "Task.performerType",
                "Who is to do it.",
                static task => task.PerformerType.SelectMany(Tokens.Of)
            )
            .DateColumn(
                "authored-on",
                "Task.authoredOn",
                "When it was asked.",
                static task => Interval.Of(task.AuthoredOn)
            )
            .DateColumn(
                "modified",
                "Task.lastModified",
                "When it last went on.",
                static task => Interval.Of(task.LastModified)
            )
            .DateColumn(
                "period",
                "Task.executionPeriod",
                "When it was worked on.",
                static task => Interval.Of(task.ExecutionPeriod)
            )
            .DateColumn(
                "due",
                TaskTerms.DueExpression,
                "The day by which it must be done.",
                static task => TaskTerms.Due(task)
            )
            .Reference(
                "focus",
                "Task.focus",
                "What it is about, such as the assignment to change.",
                About,
                static task => [task.Focus]
            )
            .Reference("requester", "Task.requester", "Who asks.", Anyone, static task => [task.Requester])
            .Reference("owner", "Task.owner", "Who is to do it.", Anyone, static task => [task.Owner])
            .Reference(
                "based-on",
                "Task.basedOn",
                "What it is based on.",
                ["Task", "CareTeam", "DocumentReference"],
                static task => task.BasedOn
            )
            .Reference(
                "part-of",
                "Task.partOf",
                "The request that it is part of, such as the appeal of a hearing.",
                ["Task"],
                static task => task.PartOf
            )
            .CareDate("authored-on")
            .Worklist("due", "status")
            .Build();

    private static FhirTypeBuilder<Hl7Task> Kinds(FhirTypeBuilder<Hl7Task> type)
    {
        foreach (var profile in KindTable.All.Select(static rules => rules.Profile).Distinct())
            type.Must(profile, task => TaskTerms.Kind(task)?.Profile == profile);
        return type;
    }
}
