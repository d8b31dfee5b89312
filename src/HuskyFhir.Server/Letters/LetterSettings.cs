using System.ComponentModel.DataAnnotations;
using HuskyFhir.Exchange.Letters;
using HuskyFhir.Exchange.Transports;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Plan.Requests.Letters;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Partners.Declared;
using HuskyFhir.Server.Partners.Notices;

namespace HuskyFhir.Server.Letters;

/// <summary>
/// Section <c>Letters</c>: the words of letters to members, and how they leave. Without a printer and e-mail, letters
/// are
/// written and wait.
/// </summary>
public sealed class LetterSettings
{
    /// <summary>
    /// A folder whose files stand in for those that come with the service: <c>letters.json</c>, <c>taglines.json</c>,
    /// <c>letters.LANGUAGE.txt</c>. None by default.
    /// </summary>
    public string? Folder { get; set; }

    /// <summary>
    /// The number that members call. Required where letters leave; until then an invented one is printed.
    /// </summary>
    public string? Phone { get; set; }

    /// <summary>The same for TTY; <c>711</c>, the relay service, by default.</summary>
    [Required]
    public string Tty { get; set; } = LetterOptions.Relay;

    /// <summary>
    /// The plan's address under its name, line by line, for the head of letters. Required where letters leave.
    /// </summary>
    public List<string> Sender { get; set; } = [];

    /// <summary>
    /// A folder of this service alone, through which files to the printer pass; <c>data/letters</c> by default.
    /// </summary>
    [Required]
    public string Spool { get; set; } = Path.Combine("data", "letters");

    /// <summary>The printer; none by default.</summary>
    public PrinterSettings Printer { get; set; } = new();

    /// <summary>
    /// E-mail, for members who asked to be reached by it (45 CFR 164.522(b)); none by default. <c>To</c> is not used.
    /// </summary>
    public EmailSettings Email { get; set; } = new();

    private bool Leave => Printer.IsSet || Email.Host.Length > 0;

    /// <exception cref="SettingsException">A way is half configured, or the words cannot be used.</exception>
    internal static LetterSettings Read(IConfiguration configuration)
    {
        var settings = Settings.Read<LetterSettings>(configuration, "Letters");
        Settings.Read<EmailSettings>(configuration, "Letters:Email");
        if (settings.Leave && (string.IsNullOrWhiteSpace(settings.Phone) || settings.Sender.Count == 0))
            throw new SettingsException(
                "Letters leave the house: set Letters:Phone, the number that members call, and "
                    + "Letters:Sender:0 and following, the plan's address (42 CFR 431.206(b))."
            );
        if (settings.Email.Host.Length > 0 && settings.Email.From.Length == 0)
            throw new SettingsException("Letters:Email names a Host; it needs From.");
        if (settings.Printer.Folder is not null && settings.Printer.Sftp.Host.Length > 0)
            throw new SettingsException("Letters:Printer names a Folder and an Sftp server; keep one.");
        if (settings.Printer.Sftp.Host.Length > 0)
            PartnerRegistry.Access(settings.Printer.Sftp, "Letters:Printer");
        return settings;
    }

    /// <summary>The words, as the families take them.</summary>
    /// <exception cref="SettingsException">They cannot be used; the sentence says where.</exception>
    internal LetterOptions Options()
    {
        try
        {
            return new(
                Folder is null ? RequestLetters.Book : RequestLetters.Load(Folder),
                Phone ?? LetterOptions.SamplePhone,
                Tty
            );
        }
        catch (LetterFlawException flaw)
        {
            throw new SettingsException(flaw.Message);
        }
    }

    /// <summary>The ways out that are set up.</summary>
    internal IReadOnlyList<ILetterTransport> Open() =>
        [
            .. Boxes() is { } boxes
                ? [new PrinterTransport(boxes, Printer.Box, Spool)]
                : Array.Empty<ILetterTransport>(),
            .. Email.Host.Length > 0 ? [new EmailTransport(Email)] : Array.Empty<ILetterTransport>(),
        ];

    /// <summary>The printer's boxes; null where there is no printer.</summary>
    internal ITransport? Boxes() =>
        Printer.Folder is { Length: > 0 } folder ? new FolderTransport(folder)
        : Printer.Sftp.Host.Length > 0 ? new SftpTransport(PartnerRegistry.Access(Printer.Sftp, "Letters:Printer"))
        : null;
}

/// <summary>Section <c>Letters:Printer</c>: where letters are put, and where word of them comes back.</summary>
public sealed class PrinterSettings
{
    /// <summary>A folder of this machine, or of a share that it has; its boxes are made. None by default.</summary>
    public string? Folder { get; set; }

    /// <summary>The same by SFTP; none by default.</summary>
    public SftpSettings Sftp { get; set; } = new();

    /// <summary>The box of letters; <c>letters</c> by default.</summary>
    [Required]
    public string Box { get; set; } = "letters";

    /// <summary>
    /// The box in which the printer puts files of mailed and returned letters; <c>mailed</c> by default.
    /// </summary>
    [Required]
    public string News { get; set; } = "mailed";

    internal bool IsSet => Folder is { Length: > 0 } || Sftp.Host.Length > 0;
}
