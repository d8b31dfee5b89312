using HuskyFhir.Core.Terms;
using HuskyFhir.Simulation.Population.Chance;
using HuskyFhir.Simulation.Population.Households;

namespace HuskyFhir.Simulation.Population.Lines;

/// <summary>
/// What members ask of the plan within a year, each with the notice that it was received: of about one in thirty help,
/// information, records or a complaint, and an appeal of one refused authorisation in four. Most are answered; those of
/// the last days are open. Each member has draws of its own.
/// </summary>
internal sealed class RequestLines(FileSet files, long seed, DateOnly asOf)
{
    private const int AskingPermille = 35;
    private const int OpenPermille = 200;
    private const int AppealPermille = 250;

    /// <summary>
    /// Days within which everybody expects an answer to an appeal; the law gives 90 (42 CFR 431.244(f)(1)).
    /// </summary>
    private const int AppealDays = 85;

    private static readonly Weighted<string> Kinds = Weighted.Parse(
        "appointment-help:26 benefit-information:24 complaint:14 grievance:12 translation-services:10 records-access:8 provider-contact:6"
    );

    private static readonly Dictionary<string, Phrases> Words = new(StringComparer.Ordinal)
    {
        ["appointment-help"] = new(
            "Nobody nearby has a place",
            null,
            null,
            "answer",
            "A practice nearby has a place next week."
        ),
        ["benefit-information"] = new(
            "Unsure of what is covered",
            "question",
            "What does the programme pay for glasses?",
            "answer",
            "The letter of benefits was sent again."
        ),
        ["provider-contact"] = new(
            "The practice does not pick up",
            "question",
            "How is the practice reached after hours?",
            "answer",
            "The number of the service for nights and weekends was given."
        ),
        ["complaint"] = new("The wait was long", null, null, "resolution", "The practice was spoken to."),
        ["grievance"] = new(
            "Nobody explained the treatment",
            null,
            null,
            "resolution",
            "It was looked into, and the member was told what was found."
        ),
        ["translation-services"] = new(
            "A visit next week",
            "language",
            null,
            "answer",
            "An interpreter comes to the visit."
        ),
        ["records-access"] = new(
            "To have them at home",
            "records-wanted",
            "Everything of the last two years",
            null,
            null
        ),
    };

    public void Write(Household household, long first)
    {
        for (var i = 0; i < household.Members; i++)
        {
            var (person, number) = (household.People[i], first + i);
            var draw = Draw.For(seed, DrawKind.Request, number);
            if (
                person.Died is not null
                || person.Enrolments[^1] is not { End: null } coverage
                || !draw.Permille(AskingPermille)
            )
                continue;
            var (kind, open) = (Kinds.Pick(draw), draw.Permille(OpenPermille));
            var words = Words[kind];
            // Records are given out with a file, which nobody invents: these wait still.
            open |= words.Output is null;
            var on = asOf.AddDays(-(open ? draw.Between(1, 6) : draw.Between(20, 340)));
            if (on > coverage.Start)
                Write(
                    new(
                        number,
                        1,
                        kind,
                        on,
                        open ? ("in-progress", "in-review") : ("completed", "done"),
                        on.AddDays(draw.Between(2, 9))
                    )
                    {
                        Words = words,
                        Language = draw.Permille(800) ? "es" : "pt",
                    }
                );
        }
    }

    /// <summary>An appeal of a refusal, now and then.</summary>
    public void Appeal(GeneratedDecision refused)
    {
        var number = refused.Claim.Asking.Number;
        var draw = Draw.For(seed, DrawKind.Appeal, number);
        var on = refused.Notice.AddDays(draw.Between(5, 40));
        if (!draw.Permille(AppealPermille) || on >= asOf)
            return;
        var decided = on.AddDays(draw.Between(20, AppealDays - 5));
        Write(
            new(
                number,
                2,
                "appeal",
                on,
                decided < asOf ? ("completed", "decided-upheld") : ("in-progress", "clinical-review"),
                decided
            )
            {
                Words = new("The service is needed", null, null, "decision", "decided-upheld"),
                Focus = "ClaimResponse/" + refused.Id,
            }
        );
    }

    private void Write(Request request)
    {
        WriteTask(request);
        WriteNotice(request);
    }

    private void WriteTask(Request request)
    {
        var (to, json, member) = (files.Tasks, files.Tasks.Json, Ids.MemberReference(request.Number));
        json.WriteStartObject();
        json.WriteString("resourceType"u8, "Task"u8);
        json.WriteString("id"u8, request.Id);
        WriteSent(request);
        to.Identifier("official", null, null, Systems.CaseNumber, request.Case);
        json.WriteString("status"u8, request.Stands.Status);
        if (request.Stands.Business == "decided-upheld")
        {
            json.WriteStartObject("statusReason"u8);
            json.WriteString("text"u8, "The reviewer agrees with the decision."u8);
            json.WriteEndObject();
        }

        to.Concept("businessStatus"u8, CodeSystems.RequestStatus, request.Stands.Business, null);
        json.WriteString("intent"u8, "order"u8);
        to.Concept("code"u8, CodeSystems.RequestType, request.Kind, null);
        if (request.Focus is not null)
            to.Reference("focus"u8, request.Focus);
        to.Reference("for"u8, member);
        json.WriteString("authoredOn"u8, $"{request.On:yyyy-MM-dd}T10:00:00-05:00");
        json.WriteString(
            "lastModified"u8,
            $"{(request.IsOpen ? request.On : request.Ended):yyyy-MM-dd}T15:00:00-05:00"
        );
        to.Reference("requester"u8, member);
        to.Reference("owner"u8, "Organization/" + Ids.Payor);
        WriteReason(request);
        if (request.Words.Input is { } input)
            WriteParameter("input"u8, input, request.Words.Asked, request.Language);
        if (!request.IsOpen)
            WriteParameter("output"u8, request.Words.Output!, request.Words.Answer, null);
        to.End();
    }

    /// <summary>Why it was asked; of what members are dissatisfied with, by code, too.</summary>
    private void WriteReason(Request request)
    {
        var (to, why) = (files.Tasks, request.Words.Why);
        if (request.Kind is "complaint" or "grievance")
        {
            var code = request.Kind == "complaint" ? "waiting" : "information";
            to.Concept("reasonCode"u8, CodeSystems.GrievanceReason, code, null, why);
            return;
        }

        to.Json.WriteStartObject("reasonCode"u8);
        to.Json.WriteString("text"u8, why);
        to.Json.WriteEndObject();
    }

    /// <summary>That it was acknowledged, in the words in which the service keeps it (husky-sent-notice).</summary>
    private void WriteSent(Request request)
    {
        var json = files.Tasks.Json;
        void Part(string url, ReadOnlySpan<byte> name, string value)
        {
            json.WriteStartObject();
            json.WriteString("url"u8, url);
            json.WriteString(name, value);
            json.WriteEndObject();
        }

        json.WriteStartArray("extension"u8);
        json.WriteStartObject();
        json.WriteStartArray("extension"u8);
        Part("kind", "valueCode"u8, "acknowledgement");
        Part("on", "valueDateTime"u8, request.Sent);
        json.WriteStartObject();
        json.WriteString("url"u8, "notice"u8);
        json.WriteStartObject("valueReference"u8);
        json.WriteString("display"u8, $"Letter of {request.Acknowledged:yyyy-MM-dd}");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("url"u8, Systems.Base + "/StructureDefinition/husky-sent-notice");
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteParameter(ReadOnlySpan<byte> name, string code, string? text, string? language)
    {
        var (to, json) = (files.Tasks, files.Tasks.Json);
        json.WriteStartArray(name);
        json.WriteStartObject();
        to.Concept("type"u8, CodeSystems.TaskParameter, code, null);
        if (code == "language")
            to.Concept("valueCodeableConcept"u8, CodeSystems.Language, language!, null);
        else if (code == "decision")
            to.Concept("valueCodeableConcept"u8, CodeSystems.RequestStatus, text!, null);
        else
            json.WriteString("valueString"u8, text);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteNotice(Request request)
    {
        var (to, json, member) = (files.Notices, files.Notices.Json, Ids.MemberReference(request.Number));
        json.WriteStartObject();
        json.WriteString("resourceType"u8, "Communication"u8);
        json.WriteString("id"u8, "cm-" + request.Id);
        to.Identifier("official", null, null, Systems.NoticeKey, request.Case + "/acknowledgement");
        json.WriteString("status"u8, "completed"u8);
        json.WriteStartArray("category"u8);
        to.Concept(default, CodeSystems.NoticeKind, "acknowledgement", null);
        json.WriteEndArray();
        to.Reference("subject"u8, member);
        json.WriteStartArray("about"u8);
        to.Reference(default, "Task/" + request.Id);
        json.WriteEndArray();
        json.WriteString("sent"u8, request.Sent);
        json.WriteStartArray("recipient"u8);
        to.Reference(default, member);
        json.WriteEndArray();
        to.Reference("sender"u8, "Organization/" + Ids.Payor);
        json.WriteStartArray("payload"u8);
        json.WriteStartObject();
        json.WriteString(
            "contentString"u8,
            $"We received the request {request.Case} ({request.Kind}) on {request.On:yyyy-MM-dd}."
        );
        json.WriteEndObject();
        json.WriteEndArray();
        to.End();
    }

    /// <summary>What a kind is asked with and answered with; without an output it cannot be answered here.</summary>
    private sealed record Phrases(string Why, string? Input, string? Asked, string? Output, string? Answer);

    private sealed record Request(
        long Number,
        int Nth,
        string Kind,
        DateOnly On,
        (string Status, string Business) Stands,
        DateOnly Ended
    )
    {
        public required Phrases Words { get; init; }

        public string? Focus { get; init; }

        public string? Language { get; init; }

        public string Id => $"rq-{Number:D7}-{Nth}";

        public string Case => $"RQ-{Ids.ClientId(Number)}-{Nth}";

        public bool IsOpen => Stands.Status == "in-progress";

        public DateOnly Acknowledged => On.AddDays(1);

        public string Sent => $"{Acknowledged:yyyy-MM-dd}T09:00:00-05:00";
    }
}
