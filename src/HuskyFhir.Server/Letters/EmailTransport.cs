using HuskyFhir.Exchange.Letters;
using HuskyFhir.Exchange.Transports;
using HuskyFhir.Plan.Notices.Outbox;
using HuskyFhir.Server.Partners.Notices;
using MimeKit;

namespace HuskyFhir.Server.Letters;

/// <summary>
/// A letter by e-mail, to a member who asked to be reached so. The subject says nothing of the matter. The id of the
/// message is the letter's, so that one which is sent again after a crash is one to mail programs.
/// </summary>
internal sealed class EmailTransport(EmailSettings settings) : ILetterTransport
{
    public string Name => "e-mail";

    public string Medium => "EMAILWRIT";

    public bool Takes(LetterRoute route) => route is LetterRoute.Email;

    public async Task HandAsync(
        LetterRoute route,
        string name,
        string title,
        byte[] pdf,
        CancellationToken cancellation
    )
    {
        using var message = new MimeMessage { Subject = "A letter from your health plan" };
        message.MessageId = $"{Path.GetFileNameWithoutExtension(name)}@huskyfhir";
        message.From.Add(MailboxAddress.Parse(settings.From));
        if (!MailboxAddress.TryParse(((LetterRoute.Email)route).Address, out var to))
            throw new TransportException(
                TransportFlaw.OtherContent,
                "The e-mail address cannot be read; correct it in the member's record."
            );
        message.To.Add(to);
        var body = new BodyBuilder { TextBody = "A letter from your health plan is attached." };
        body.Attachments.Add("letter.pdf", pdf, new ContentType("application", "pdf"));
        message.Body = body.ToMessageBody();
        try
        {
            await SmtpPost.SendAsync(settings, message, cancellation);
        }
        catch (NoticeException fault)
        {
            throw new TransportException(TransportFlaw.Unreachable, fault.Message, fault);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
