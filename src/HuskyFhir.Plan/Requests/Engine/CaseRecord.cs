using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Plan.Requests.Moves;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>
/// What the service keeps with a request (extension husky-clock): the facts that its dates rest on, the date, and why.
/// The service alone writes it, so that every version of a request tells by which reckoning it was due.
/// </summary>
internal static class CaseRecord
{
    /// <summary>The extension.</summary>
    public const string Url = Systems.Base + "/StructureDefinition/husky-clock";

    private const string Written = "written-for";

    private static readonly string[] Reckoning = ["clock", "until", "reason"];

    /// <summary>
    /// The request as the rules see it; what is missing of a record from elsewhere is taken from the Task itself.
    /// </summary>
    public static RequestCase Read(Task task, KindRules rules)
    {
        var kept = task.GetExtension(Url);
        var received = At(kept, "received") ?? Asked(task);
        return new(
            rules.Kind,
            TaskTerms.State(task, rules),
            new(HuskyProgrammes.Find(Code(kept, "programme")) ?? HuskyProgramme.A)
            {
                Received = received,
                Asked = At(kept, "asked") ?? received,
                NoticeDate = Day(kept, "notice-dated"),
                NoticeMailed = At(kept, "notice-mailed"),
                ActionDate = Day(kept, "action-date"),
                AdvanceNoticeExcused = kept?.GetExtension("notice-excused")?.Value is FhirBoolean { Value: true },
                InternalReviewAsked = At(kept, "review-asked"),
                AppealDecided = At(kept, "appeal-decided"),
                FailedToAct = At(kept, "failed-to-act"),
                Demanded = Demanded(task),
                PutOff = kept?.GetExtension("put-off")?.Value is Period putOff ? Pause(putOff) : null,
                Matter = Codes.Find<AppealMatter>(Code(kept, "matter")) ?? AppealMatter.Services,
                Expedited = task.Priority == RequestPriority.Urgent,
                CivilRights = GrievanceReasons.AreCivilRights(task),
                Decided = At(kept, "decided"),
                Ended = At(kept, "ended"),
                Hearing = Hearing(task),
                Extensions = MoreTime.Given(task),
                Pauses = [.. All(kept, "waited").Select(static each => each.Value).OfType<Period>().Select(Pause)],
            }
        )
        {
            FiledBy = Codes.Find<Actors>(Code(kept, "filed-by")) ?? Actors.Member,
            Affirmed = [.. TaskTerms.Affirmed(task)],
            AwaitsAuthorization = kept?.GetExtension("awaits-authorization")?.Value is FhirBoolean { Value: true },
        };
    }

    /// <summary>Keeps it with the Task, and says by when it is due. What has ended keeps its last date.</summary>
    public static void Write(Task task, RequestCase request, Deadline? due)
    {
        var before = task.GetExtension(Url);
        var (facts, kept) = (request.Clock, new Extension { Url = Url });
        Add(kept, "programme", new Code(facts.Programme.Code()));
        Add(kept, "filed-by", new Code(Codes.Of(request.FiledBy)));
        Add(kept, "received", Instant(facts.Received));
        Add(kept, "asked", Instant(facts.Asked == facts.Received ? null : facts.Asked));
        Add(kept, "notice-dated", Date(facts.NoticeDate));
        Add(kept, "notice-mailed", Instant(facts.NoticeMailed));
        Add(kept, "action-date", Date(facts.ActionDate));
        Add(kept, "notice-excused", facts.AdvanceNoticeExcused ? new FhirBoolean(true) : null);
        Add(kept, "review-asked", Instant(facts.InternalReviewAsked));
        Add(kept, "matter", facts.Matter == AppealMatter.Services ? null : new Code(Codes.Of(facts.Matter)));
        Add(kept, "awaits-authorization", request.AwaitsAuthorization ? new FhirBoolean(true) : null);
        Add(kept, "appeal-decided", Instant(facts.AppealDecided));
        Add(kept, "failed-to-act", Instant(facts.FailedToAct));
        Add(kept, "put-off", facts.PutOff is { } putOff ? Span(putOff) : null);
        foreach (var pause in facts.Pauses)
            Add(kept, "waited", Span(pause));
        Add(kept, "decided", Instant(facts.Decided));
        Add(kept, "ended", Instant(facts.Ended));
        foreach (var written in All(before, Written))
            Add(kept, Written, (DataType?)written.Value?.DeepCopy());
        foreach (var name in Reckoning.Where(_ => due is null && request.State.Ended))
            Add(kept, name, before?.GetExtension(name)?.Value);
        if (due is not null)
            Tell(task, request.Rules, kept, due);
        task.RemoveExtension(Url);
        task.Extension.Add(kept);
    }

    /// <summary>The documents that were found to be written for it.</summary>
    public static IEnumerable<ResourceReference> WrittenFor(Task task) =>
        All(task.GetExtension(Url), Written).Select(static each => each.Value).OfType<ResourceReference>();

    /// <summary>Keeps that a document was written for it.</summary>
    public static void AddWritten(Task task, string document) =>
        Add(task.GetExtension(Url)!, Written, new ResourceReference(document));

    /// <summary>When it was asked, as the Task has it.</summary>
    public static DateTimeOffset? Asked(Task task) =>
        task.AuthoredOnElement is { Value: { } text } && HuskyFhir.Core.Time.Interval.Of(text) is { } interval
            ? new(interval.Low, TimeSpan.Zero)
            : null;

    /// <summary>The last moment in which an answer is in time; null where nothing is due.</summary>
    public static DateTimeOffset? Until(Task task) => At(task.GetExtension(Url), "until");

    /// <summary>Why it is due then, in words; null where nothing is due.</summary>
    public static string? Why(Task task) =>
        (task.GetExtension(Url)?.GetExtension("reason")?.Value as FhirString)?.Value;

    /// <summary>When a hearing is.</summary>
    public static DateTimeOffset? Hearing(Task task) =>
        TaskTerms.OutputOf<FhirDateTime>(task, "hearing-date") is { Value: { } text }
        && HuskyFhir.Core.Time.Interval.Of(text) is { } interval
            ? new(interval.Low, TimeSpan.Zero)
            : null;

    /// <summary>When a decision that was late was demanded (CGS 17b-61(b)).</summary>
    public static DateTimeOffset? Demanded(Task task) =>
        TaskTerms.Input<FhirDateTime>(task, "decision-demanded") is { Value: { } text }
        && HuskyFhir.Core.Time.Interval.Of(text) is { } interval
            ? new(interval.Low, TimeSpan.Zero)
            : null;

    private static ClockPause Pause(Period period) =>
        new(period.StartElement!.ToDateTimeOffset(TimeSpan.Zero), period.EndElement?.ToDateTimeOffset(TimeSpan.Zero));

    private static Period Span(ClockPause pause) =>
        new(new FhirDateTime(pause.From), pause.To is { } to ? new FhirDateTime(to) : null);

    private static void Tell(Task task, KindRules rules, Extension kept, Deadline due)
    {
        Add(kept, "clock", new Code(due.Rule));
        Add(kept, "until", Instant(due.Until));
        Add(kept, "reason", new FhirString(due.Reason));
        if (rules.DueInExtension)
        {
            task.RemoveExtension(TaskTerms.DueDate);
            task.Extension.Add(new(TaskTerms.DueDate, new Date(due.Day.ToString("yyyy-MM-dd", null))));
            return;
        }

        // A time in hours ends at its minute; a time in days with the day itself.
        task.Restriction ??= new();
        task.Restriction.Period ??= new();
        task.Restriction.Period.EndElement =
            due.Until == Deadline.LastOf(due.Day) ? new(due.Day.ToString("yyyy-MM-dd", null)) : new(due.Until);
    }

    private static void Add(Extension to, string url, DataType? value)
    {
        if (value is not null)
            to.Extension.Add(new(url, value));
    }

    private static IEnumerable<Extension> All(Extension? kept, string url) =>
        kept?.Extension.Where(each => each.Url == url) ?? [];

    private static string? Code(Extension? kept, string url) => (kept?.GetExtension(url)?.Value as Code)?.Value;

    private static DateTimeOffset? At(Extension? kept, string url) =>
        (kept?.GetExtension(url)?.Value as Instant)?.Value;

    private static DateOnly? Day(Extension? kept, string url) =>
        kept?.GetExtension(url)?.Value is Date { Value: { } text }
        && DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day)
            ? day
            : null;

    private static Instant? Instant(DateTimeOffset? at) => at is { } value ? new(value.ToUniversalTime()) : null;

    private static Date? Date(DateOnly? day) => day is { } value ? new(value.ToString("yyyy-MM-dd", null)) : null;
}
