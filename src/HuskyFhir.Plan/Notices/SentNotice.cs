using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Notices;

/// <summary>
/// What a request remembers of a notice that was sent about it: the extension husky-sent-notice. A step of the clock is
/// done when its notice is remembered for the date that it was about, so that a date which is put off begins anew.
/// </summary>
/// <param name="Kind">As in <see cref="NoticeKind"/>.</param>
/// <param name="For">The date that it was about, in ticks; null where it was about none.</param>
internal sealed record SentNotice(string Kind, long? For)
{
    public const string Url = Systems.Base + "/StructureDefinition/husky-sent-notice";

    public static IEnumerable<SentNotice> Of(Task task) =>
        task
            .Extension.Where(static each => each.Url == Url)
            .Select(static each => new SentNotice(
                each.GetExtensionValue<Code>("kind")?.Value ?? string.Empty,
                Interval.Of(each.GetExtensionValue<FhirDateTime>("for")?.Value)?.Low
            ));

    /// <summary>Puts it on record.</summary>
    public static void Record(Task task, string kind, long? about, Guid notice, DateTimeOffset at)
    {
        var told = new Extension { Url = Url };
        told.Extension.Add(new("kind", new Code(kind)));
        told.Extension.Add(new("on", new FhirDateTime(Moment(at))));
        if (about is { } ticks)
            told.Extension.Add(new("for", new FhirDateTime(Moment(new(ticks, TimeSpan.Zero)))));
        told.Extension.Add(new("notice", new ResourceReference($"Communication/{notice:D}")));
        task.Extension.Add(told);
    }

    /// <summary>As FHIR writes it, to the millisecond.</summary>
    public static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);
}
