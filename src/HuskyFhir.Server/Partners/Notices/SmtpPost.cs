using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace HuskyFhir.Server.Partners.Notices;

/// <summary>
/// Hands one message to an SMTP server (RFC 5321); notices to operators and letters to members go by it.
/// </summary>
internal static class SmtpPost
{
    private const int PatienceMilliseconds = 30_000;

    /// <exception cref="NoticeException">The server did not take it.</exception>
    public static async Task SendAsync(EmailSettings settings, MimeMessage message, CancellationToken cancellation)
    {
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
                $"The SMTP server {settings.Host}:{settings.Port.ToString(CultureInfo.InvariantCulture)} "
                    + $"did not take it ({fault.GetType().Name}).",
                fault
            );
        }
    }
}
