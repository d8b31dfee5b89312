using HuskyFhir.Plan.PartnerRuns;
using MimeKit;

namespace HuskyFhir.Server.Partners.Notices;

/// <summary>
/// Notices by SMTP (RFC 5321). The id of the notice is that of the message, so that a repetition is one.
/// </summary>
internal sealed class EmailSender(EmailSettings settings) : INoticeSender
{
    public string Name => "e-mail";

    public async Task SendAsync(OperatorNotice notice, CancellationToken cancellation)
    {
        using var message = Message(notice);
        await SmtpPost.SendAsync(settings, message, cancellation);
    }

    private MimeMessage Message(OperatorNotice notice)
    {
        var message = new MimeMessage
        {
            Subject = $"HuskyFhir, partner {notice.Partner}: {notice.Kind}",
            Date = notice.At,
        };
        message.MessageId = $"{notice.Id:N}@huskyfhir";
        message.From.Add(MailboxAddress.Parse(settings.From));
        message.To.AddRange(settings.To.Select(MailboxAddress.Parse));
        message.Body = new TextPart("plain") { Text = notice.Text };
        return message;
    }
}
