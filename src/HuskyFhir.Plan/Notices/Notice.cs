using System.Text;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Documents;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Plan.Notices.Outbox;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Plan.Notices;

/// <summary>
/// A notice as the service writes one. With a letter it waits in the outbox and counts as sent on the day of its
/// mailing; without one it counts as sent when it stands in the record.
/// </summary>
/// <param name="Key">Names the occasion: a second notice of one occasion cannot be stored.</param>
/// <param name="Kind">As in <see cref="NoticeKind"/>.</param>
/// <param name="Member">About whose affairs.</param>
/// <param name="About">The request or decision.</param>
/// <param name="To">To whom.</param>
/// <param name="Text">What it says, in short where there is a letter.</param>
internal sealed record Notice(string Key, string Kind, Guid Member, string About, ResourceReference To, string Text)
{
    private const string Loinc = "http://loinc.org";

    /// <summary>The step that the letter is about (<see cref="LetterSteps"/>).</summary>
    public string Step { get; init; } = string.Empty;

    /// <summary>The letter; null where it is told without one.</summary>
    public WrittenLetter? Letter { get; init; }

    /// <summary>What is to be written: the notice, and its letter as a document.</summary>
    public IEnumerable<WriteCommand> Asks(
        Func<string, FhirType> types,
        Grant grant,
        DateTimeOffset now,
        string plan,
        Guid id
    )
    {
        var document = Letter is null ? (Guid?)null : Guid.CreateVersion7(now);
        if (document is { } letter)
            yield return new CreateCommand(types("DocumentReference"), grant, Document(now, plan, letter), letter);
        yield return new CreateCommand(types("Communication"), grant, At(now, plan, document), id);
    }

    /// <summary>The plan itself, which need not be in the directory.</summary>
    public static ResourceReference Plan(string name) => new() { Type = "Organization", Display = name };

    private Communication At(DateTimeOffset now, string plan, Guid? document)
    {
        var notice = new Communication
        {
            Identifier = [new(Systems.NoticeKey, Key)],
            Category = [new(NoticeKind.System, Kind)],
            Subject = new($"Patient/{Member:D}"),
            About = [new(About)],
            Recipient = [To],
            Sender = Plan(plan),
            Payload = [new() { Content = new FhirString(Text) }],
        };
        if (document is { } letter)
        {
            notice.Topic = new(LetterStates.Steps, Step);
            notice.Payload.Add(new() { Content = new ResourceReference($"DocumentReference/{letter:D}") });
            if (Letter!.Warning is { } warning)
                notice.Note.Add(new() { Text = warning });
            LetterStates.Stand(notice, LetterState.Waiting);
            return notice;
        }

        notice.Status = EventStatus.Completed;
        notice.Sent = SentNotice.Moment(now);
        return notice;
    }

    /// <summary>
    /// The letter itself. Its PDF joins it when it is rendered for the post; the words are settled here. It is between
    /// the plan and whom it goes to, whatever it is about (<see cref="DocumentKinds.Letter"/>).
    /// </summary>
    private DocumentReference Document(DateTimeOffset now, string plan, Guid id) =>
        new()
        {
            Status = DocumentReferenceStatus.Current,
            DocStatus = CompositionStatus.Final,
            Identifier = [new(Systems.DocumentKey, $"letter-{id:N}")],
            Type = new(Loinc, "52034-6"),
            Category = [new(NoticeKind.System, Kind), new(DocumentKinds.System, DocumentKinds.Letter)],
            Subject = new($"Patient/{Member:D}"),
            Date = now,
            Author = [Plan(plan)],
            Description = Letter!.Letter.Title,
            Language = Letter.Letter.Language,
            Extension = Letter.Letter.LargePrint ? [new(LetterPeople.FormatUrl, new Code("large-print"))] : [],
            Content =
            [
                new()
                {
                    Attachment = new()
                    {
                        ContentType = "text/plain; charset=utf-8",
                        Language = Letter.Letter.Language,
                        Data = Encoding.UTF8.GetBytes(Letter.Letter.ToText()),
                        Title = Letter.Letter.Title,
                    },
                },
            ],
            Context = new() { Related = [new(About)] },
        };
}
