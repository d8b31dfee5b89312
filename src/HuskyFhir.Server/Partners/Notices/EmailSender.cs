using System.Globalization;
using System.Net.Sockets;
using HuskyFhir.Plan.PartnerRuns;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace HuskyFhir.Server.Partners.Notices;

/// <summary>
/// Notices by SMTP (RFC 5321). The id of the notice is that of the message, so that a repetition is one.
/// </summary>
internal sealed class EmailSender(EmailSettings settings) : INoticeSender
{
    private const int PatienceMilliseconds = 30_000;

    public string Name => "e-mail";

    public async Task SendAsync(OperatorNotice notice, CancellationToken cancellation)
    {
        using var message = Message(notice);
        using var client = new SmtpClient { Timeout = PatienceMilliseconds };
        try
        {
            var security = settings.Security switch
            {
                "Tls" => SecureSocketOptions.SslOnConnect,
                "None" => SecureSocketOptions.None,
                _ => SecureSocketOptions.StartTls,
            };
            await client.ConnectAsync(settings.Host, settings.Port, security, cancellation);
            if (settings.User is { Length: > 0 } user)
                await client.AuthenticateAsync(user, settings.Password ?? string.Empty, cancellation);
            await client.SendAsync(message, cancellation);
            await client.DisconnectAsync(quit: true, cancellation);
        }
        catch (Exception fault)
            when (fault
                    is SocketException
                        or IOException
                        or ProtocolException
                        or CommandException
                        or AuthenticationException
                        or SslHandshakeException
                        or TimeoutException
                        or NotSupportedException
            )
        {
            throw new NoticeException(
                $"The SMTP server {settings.Host}:{settings.Port.ToString(CultureInfo.InvariantCulture)} did not take it ({fault.GetType().Name}).",
                fault
            );
        }
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
