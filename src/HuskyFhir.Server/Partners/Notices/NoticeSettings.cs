using System.ComponentModel.DataAnnotations;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Outbound;

namespace HuskyFhir.Server.Partners.Notices;

/// <summary>
/// Section <c>Notices</c>: how an operator is told of late and silent partners, errors that fall on nobody, and runs
/// that are held up.
/// </summary>
public sealed class NoticeSettings
{
    /// <summary>By e-mail; none by default.</summary>
    public EmailSettings Email { get; set; } = new();

    /// <summary>By an HTTP POST; none by default.</summary>
    public WebhookSettings Webhook { get; set; } = new();

    /// <exception cref="SettingsException">A way is half configured.</exception>
    internal static NoticeSettings Read(IConfiguration configuration)
    {
        var settings = Settings.Read<NoticeSettings>(configuration, "Notices");
        Settings.Read<EmailSettings>(configuration, "Notices:Email");
        if (settings.Email.Host.Length > 0 && (settings.Email.To.Count == 0 || settings.Email.From.Length == 0))
            throw new SettingsException("Notices:Email names a Host; it needs From and at least one To.");
        if (
            settings.Webhook.Url.Length > 0
            && OutboundAddress.Flaw(
                settings.Webhook.Url,
                settings.Webhook.Reach,
                "Notices:Webhook:Reach",
                " Use Secret to sign what is sent."
            )
                is { } flaw
        )
            throw new SettingsException($"Notices:Webhook:Url {flaw}");
        return settings;
    }
}

/// <summary>Section <c>Notices:Email</c>.</summary>
public sealed class EmailSettings
{
    /// <summary>The SMTP server; empty for no e-mail.</summary>
    public string Host { get; set; } = string.Empty;

    /// <summary>587 by default.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    /// <summary>
    /// <c>StartTls</c> (default), <c>Tls</c> from the first byte, or <c>None</c> for a relay on the same machine.
    /// </summary>
    [RegularExpression("^(StartTls|Tls|None)$", ErrorMessage = "Security takes StartTls, Tls or None.")]
    public string Security { get; set; } = "StartTls";

    /// <summary>Our user there; none by default.</summary>
    public string? User { get; set; }

    /// <summary>Its password. Set it in the environment, not in a file.</summary>
    public string? Password { get; set; }

    /// <summary>The sender's address.</summary>
    public string From { get; set; } = string.Empty;

    /// <summary>Who is told.</summary>
    public List<string> To { get; set; } = [];
}

/// <summary>Section <c>Notices:Webhook</c>: a POST of JSON with id, partner, kind, at and text.</summary>
public sealed class WebhookSettings
{
    /// <summary>Where to; empty for none.</summary>
    public string Url { get; set; } = string.Empty;

    /// <summary>
    /// Signs each body: header <c>X-Husky-Signature</c>, <c>sha256=</c> and its HMAC in hexadecimal. None by default.
    /// Set it in the environment.
    /// </summary>
    public string? Secret { get; set; }

    /// <summary>Where the server may stand: <c>Public</c> (default), <c>Private</c> or <c>Loopback</c>.</summary>
    public Reach Reach { get; set; } = Reach.Public;
}
