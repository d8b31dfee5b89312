using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;

namespace HuskyFhir.Plan.Notices;

/// <summary>
/// A notice as the service writes one. It counts as sent when it stands in the record: from there the plan's mail room
/// and its subscribers have it.
/// </summary>
/// <param name="Key">Names the occasion: a second notice of one occasion cannot be stored.</param>
/// <param name="Kind">As in <see cref="NoticeKind"/>.</param>
/// <param name="Member">About whose affairs.</param>
/// <param name="About">The request or decision.</param>
/// <param name="To">To whom.</param>
/// <param name="Text">What it says.</param>
internal sealed record Notice(string Key, string Kind, Guid Member, string About, ResourceReference To, string Text)
{
    public Communication At(DateTimeOffset now, string plan) =>
        new()
        {
            Identifier = [new(Systems.NoticeKey, Key)],
            Status = EventStatus.Completed,
            Category = [new(NoticeKind.System, Kind)],
            Subject = new($"Patient/{Member:D}"),
            About = [new(About)],
            Sent = SentNotice.Moment(now),
            Recipient = [To],
            Sender = Plan(plan),
            Payload = [new() { Content = new FhirString(Text) }],
        };

    /// <summary>The plan itself, which need not be in the directory.</summary>
    public static ResourceReference Plan(string name) => new() { Type = "Organization", Display = name };
}
