using System.ComponentModel.DataAnnotations;

namespace HuskyFhir.Server.Partners.Declared;

/// <summary>
/// Section <c>Partners:NAME</c>: one partner of the scheduled exchange. Names have lower-case letters, digits and
/// hyphens.
/// </summary>
public sealed class PartnerSettings
{
    /// <summary>Its name in words.</summary>
    [Required, StringLength(60)]
    public string Title { get; set; } = "Connecticut Department of Social Services";

    /// <summary>
    /// How changes are told to it: <c>x12-834</c> (default), <c>fhir</c>, or <c>table</c> for a layout of its own.
    /// </summary>
    public string Format { get; set; } = "x12-834";

    /// <summary>With <c>table</c>: the file of the layout, such as <c>formats/fixed-80.json</c>.</summary>
    public string? FormatFile { get; set; }

    /// <summary>
    /// When a run is opened, as a cron expression of five fields; 06:00 each day by default. Empty: only by hand.
    /// </summary>
    public string Schedule { get; set; } = "0 6 * * *";

    /// <summary>
    /// When a file with everybody who is covered is sent, such as <c>0 3 1 * *</c> for each first of a month; never by
    /// default.
    /// </summary>
    public string FullSchedule { get; set; } = string.Empty;

    /// <summary>
    /// When its box is looked into, and unfinished work gone on with; each quarter of an hour by default.
    /// </summary>
    public string AnswerSchedule { get; set; } = "*/15 * * * *";

    /// <summary>By which clock, such as <c>America/New_York</c> (default).</summary>
    public string TimeZone { get; set; } = "America/New_York";

    /// <summary>
    /// What becomes of times that passed while nothing ran: <c>Relaxed</c> (default; made up for once), <c>Strict</c>
    /// (each) or <c>Ignorable</c> (none).
    /// </summary>
    [RegularExpression("^(Relaxed|Strict|Ignorable)$", ErrorMessage = "Misfire takes Relaxed, Strict or Ignorable.")]
    public string Misfire { get; set; } = "Relaxed";

    /// <summary>
    /// Whether files say that they are a test; <c>true</c> by default, until the partner agrees to production.
    /// </summary>
    public bool Test { get; set; } = true;

    /// <summary>
    /// Members of a transaction set, which are rejected together at most; 1 to 100,000, 5,000 by default.
    /// </summary>
    [Range(1, 100_000)]
    public int MembersPerSet { get; set; } = 5_000;

    /// <summary>Hours after which an answer is late; 24 by default.</summary>
    [Range(0.01, 8_760)]
    public double LateAfterHours { get; set; } = 24;

    /// <summary>Hours after which an answer is missing; 72 by default.</summary>
    [Range(0.01, 8_760)]
    public double MissingAfterHours { get; set; } = 72;

    /// <summary>
    /// Hours without an answer or an enrollment file after which the operator is told that the partner is silent; 168
    /// by default, 0 for never.
    /// </summary>
    [Range(0, 8_760)]
    public double SilentAfterHours { get; set; } = 168;

    /// <summary>
    /// Years for which files, answers and comparisons are kept; 1 to 50, 6 by default (45 CFR 164.316(b)(2)(i)).
    /// </summary>
    [Range(1, 50)]
    public int RetentionYears { get; set; } = 6;

    /// <summary>
    /// Whether persons of a household who did not change go along in an 834; <c>false</c> by default.
    /// </summary>
    public bool WholeHouseholds { get; set; }

    /// <summary>Seconds for which a process that died keeps others from its work; 1 to 3,600, 60 by default.</summary>
    [Range(1, 3_600)]
    public int LeaseSeconds { get; set; } = 60;

    /// <summary>How it is reached: <c>folder</c> (default) or <c>sftp</c>.</summary>
    [RegularExpression("^(folder|sftp)$", ErrorMessage = "Transport takes folder or sftp.")]
    public string Transport { get; set; } = "folder";

    /// <summary>With <c>folder</c>: the folder of its boxes; <c>data/exchange/NAME</c> by default.</summary>
    public string? Folder { get; set; }

    /// <summary>The box of what is sent.</summary>
    [Required]
    public string Outbox { get; set; } = "to-partner";

    /// <summary>The box of its answers.</summary>
    [Required]
    public string Inbox { get; set; } = "from-partner";

    /// <summary>
    /// Our own folder of what was sent and answered; <c>data/spool/NAME</c> by default. Instances side by side share
    /// it, or else a run that another takes over is written anew.
    /// </summary>
    public string? Spool { get; set; }

    /// <summary>With <c>sftp</c>: where, as whom, and the pinned key of the server.</summary>
    public SftpSettings Sftp { get; set; } = new();

    /// <summary>How often a broken connection is tried again; 1 to 20, 5 by default.</summary>
    [Range(1, 20)]
    public int Retries { get; set; } = 5;

    /// <summary>
    /// Seconds before the first further try; each later pause is twice as long, at most a minute. 0.01 to 60, 1 by
    /// default.
    /// </summary>
    [Range(0.01, 60)]
    public double RetrySeconds { get; set; } = 1;

    /// <summary>The partner's OpenPGP public key, to which files are encrypted; none by default.</summary>
    public string? EncryptTo { get; set; }

    /// <summary>Enrolment files that it sends.</summary>
    public HuskyFhir.Server.Partners.Declared.EnrolmentSettings Enrolment { get; set; } = new();

    /// <summary>The plan, as files name it.</summary>
    public PartySettings Plan { get; set; } =
        new()
        {
            Title = "HUSKY Health",
            Id = "HUSKYHEALTH",
            Code = "HUSKY",
            TaxId = "990000001",
            Endpoint = "https://plan.example/fhir",
        };

    /// <summary>The partner, as files name it.</summary>
    public PartySettings Partner { get; set; } =
        new()
        {
            Title = "Department of Social Services",
            Id = "CTDSS",
            Code = "CTDSS",
            TaxId = "990000002",
            Endpoint = "https://dss.example/fhir",
        };
}

/// <summary>One end of the exchange, as the trading partner agreement says.</summary>
public sealed class PartySettings
{
    /// <summary>In words; at most 60 characters.</summary>
    [Required, StringLength(60)]
    public string Title { get; set; } = string.Empty;

    /// <summary>ISA05 or ISA07; <c>ZZ</c> by default.</summary>
    [StringLength(2, MinimumLength = 2)]
    public string Qualifier { get; set; } = "ZZ";

    /// <summary>ISA06 or ISA08; at most 15 characters.</summary>
    [Required, StringLength(15)]
    public string Id { get; set; } = string.Empty;

    /// <summary>GS02 or GS03; 2 to 15 characters.</summary>
    [Required, StringLength(15, MinimumLength = 2)]
    public string Code { get; set; } = string.Empty;

    /// <summary>Federal tax number, nine digits.</summary>
    [Required, RegularExpression("^[0-9]{9}$", ErrorMessage = "TaxId has nine digits.")]
    public string TaxId { get; set; } = string.Empty;

    /// <summary>Where messages come from or go to.</summary>
    [Required, Url]
    public string Endpoint { get; set; } = string.Empty;
}

/// <summary>An SFTP server.</summary>
public sealed class SftpSettings
{
    /// <summary>Its name or address.</summary>
    public string Host { get; set; } = string.Empty;

    /// <summary>22 by default.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 22;

    /// <summary>Our user there.</summary>
    public string User { get; set; } = string.Empty;

    /// <summary>Our private key.</summary>
    public string KeyFile { get; set; } = string.Empty;

    /// <summary>Of the private key; none by default. Set it in the environment, not in a file.</summary>
    public string? KeyPassphrase { get; set; }

    /// <summary>The server's key, as <c>ssh-keygen -lf</c> prints it; no other is taken.</summary>
    public string HostKey { get; set; } = string.Empty;

    /// <summary>The folder of the boxes there; where a login leads to by default.</summary>
    public string Root { get; set; } = string.Empty;
}
