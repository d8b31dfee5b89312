using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Cronos;
using HuskyFhir.Exchange.Formats;
using HuskyFhir.Exchange.Formats.Registered;
using HuskyFhir.Exchange.Formats.Tables;
using HuskyFhir.Exchange.Runs;
using HuskyFhir.Exchange.Transports;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Server.Configuration;

namespace HuskyFhir.Server.Partners.Declared;

/// <summary>A partner with its times.</summary>
internal sealed record ScheduledPartner(Partner Partner, PartnerSettings Settings)
{
    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(Settings.TimeZone);

    /// <summary>The time of the schedule that a run of now is for; null where there is none.</summary>
    public DateTimeOffset? Due(DateTimeOffset now) =>
        Settings.Schedule.Length == 0
            ? null
            : CronExpression.Parse(Settings.Schedule).GetPreviousOccurrence(now, Zone, inclusive: true);

    /// <summary>When the next is.</summary>
    public DateTimeOffset? Next(DateTimeOffset now) =>
        Settings.Schedule.Length == 0 ? null : CronExpression.Parse(Settings.Schedule).GetNextOccurrence(now, Zone);

    /// <summary>The folder of its boxes, where it is reached by one.</summary>
    public string Folder => Settings.Folder ?? Path.Combine("data", "exchange", Partner.Name);
}

/// <summary>The partners of the section <c>Partners</c>, each checked when the service starts.</summary>
internal sealed partial class PartnerRegistry
{
    /// <exception cref="SettingsException">A setting of a partner cannot be used; which, and what it takes.</exception>
    public PartnerRegistry(IConfiguration configuration, TimeProvider clock) =>
        All = [
            .. configuration
                .GetSection("Partners")
                .GetChildren()
                .Select(section => Read(configuration, section.Key, clock))
                .OrderBy(static each => each.Partner.Name, StringComparer.Ordinal),
        ];

    public IReadOnlyList<ScheduledPartner> All { get; }

    /// <exception cref="SettingsException">There is none of that name.</exception>
    public ScheduledPartner Of(string name) =>
        All.FirstOrDefault(each => each.Partner.Name == name)
        ?? throw new SettingsException(
            $"There is no partner '{name}'; {(All.Count == 0 ? "the section Partners has none" : $"there are {string.Join(", ", All.Select(static each => each.Partner.Name))}")}."
        );

    /// <summary>The same options, with changes recorded for these partners.</summary>
    public static FamilyOptions Reporting(FamilyOptions options, IConfiguration configuration) =>
        options with
        {
            Reporting = options.Reporting with
            {
                Partners =
                [
                    .. configuration
                        .GetSection("Partners")
                        .GetChildren()
                        .Select(static section => section.Key)
                        .Order(StringComparer.Ordinal),
                ],
            },
        };

    private static ScheduledPartner Read(IConfiguration configuration, string name, TimeProvider clock)
    {
        var where = $"Partners:{name}";
        if (!Name().IsMatch(name))
            throw new SettingsException(
                $"{where}: a partner's name has 1 to 30 lower-case letters, digits and hyphens."
            );
        var settings = Settings.Read<PartnerSettings>(configuration, where);
        settings.Enrolment.Check($"{where}:Enrolment");
        Check(settings.Plan, $"{where}:Plan");
        Check(settings.Partner, $"{where}:Partner");
        var format = Format(settings, where);
        Cron(settings.Schedule, $"{where}:Schedule");
        Cron(settings.AnswerSchedule, $"{where}:AnswerSchedule");
        Cron(settings.FullSchedule, $"{where}:FullSchedule");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(settings.TimeZone, out _))
            throw new SettingsException(
                $"{where}:TimeZone is '{settings.TimeZone}', which is none; write it as America/New_York."
            );
        if (settings.MissingAfterHours < settings.LateAfterHours)
            throw new SettingsException(
                $"{where}: MissingAfterHours is less than LateAfterHours; an answer is late before it is missing."
            );
        var pace = new RetryPace(
            settings.Retries,
            TimeSpan.FromSeconds(settings.RetrySeconds),
            TimeSpan.FromMinutes(1)
        );
        var open = Opening(settings, name, where);
        return new(
            new(
                name,
                format,
                Party(settings.Plan),
                Party(settings.Partner),
                settings.Spool ?? Path.Combine("data", "spool", name),
                () => new RetryingTransport(open(), pace, clock)
            )
            {
                Outbox = settings.Outbox,
                Inbox = settings.Inbox,
                IsTest = settings.Test,
                MembersPerSet = settings.MembersPerSet,
                WholeHouseholds = settings.WholeHouseholds,
                Base = new(settings.Plan.Endpoint),
                Lease = TimeSpan.FromSeconds(settings.LeaseSeconds),
                LateAfter = TimeSpan.FromHours(settings.LateAfterHours),
                MissingAfter = TimeSpan.FromHours(settings.MissingAfterHours),
                Seal = Seal(settings.EncryptTo, where),
            },
            settings
        );
    }

    private static IExchangeFormat Format(PartnerSettings settings, string where)
    {
        if (settings.Format != "table")
            return ExchangeFormats.Find(settings.Format)
                ?? throw new SettingsException(
                    $"{where}:Format takes {string.Join(", ", ExchangeFormats.All.Select(static each => each.Name))} or table."
                );
        if (settings.FormatFile is not { Length: > 0 } file)
            throw new SettingsException(
                $"{where}:Format is table; FormatFile must name its file, such as formats/fixed-80.json."
            );
        try
        {
            return TableFormat.Load(file);
        }
        catch (Exception bad) when (bad is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{where}:FormatFile: {bad.Message}");
        }
    }

    private static Func<ITransport> Opening(PartnerSettings settings, string name, string where)
    {
        if (settings.Transport == "folder")
            return () => new FolderTransport(settings.Folder ?? Path.Combine("data", "exchange", name));
        var access = Access(settings.Sftp, where);
        return () => new SftpTransport(access);
    }

    /// <summary>A server that settings name, checked.</summary>
    /// <exception cref="SettingsException">Something is missing; the sentence says what to get from whom.</exception>
    internal static SftpAccess Access(SftpSettings sftp, string where)
    {
        if (sftp.Host.Length == 0 || sftp.User.Length == 0)
            throw new SettingsException($"{where}:Sftp names no Host or no User.");
        if (!SftpAccess.IsHostKey(sftp.HostKey))
            throw new SettingsException(
                $"{where}:Sftp:HostKey is the server's key as 'ssh-keygen -lf' prints it: SHA256: and 43 characters. Ask the partner for it; without it the service would talk to anybody."
            );
        if (!File.Exists(sftp.KeyFile))
            throw new SettingsException(
                $"{where}:Sftp:KeyFile is '{sftp.KeyFile}', where no file is. Make a key with ssh-keygen -t ed25519, and give the partner its public half."
            );
        return new(sftp.Host, sftp.Port, sftp.User, sftp.KeyFile, sftp.KeyPassphrase, sftp.HostKey, sftp.Root);
    }

    private static PgpSeal? Seal(string? file, string where)
    {
        try
        {
            return file is null ? null : PgpSeal.Open(file);
        }
        catch (Exception bad) when (bad is InvalidDataException or IOException)
        {
            throw new SettingsException($"{where}:EncryptTo: {bad.Message}");
        }
    }

    private static void Cron(string text, string where)
    {
        if (text.Length > 0 && !CronExpression.TryParse(text, out _))
            throw new SettingsException(
                $"{where} is '{text}', which is no cron expression of five fields; 06:00 each day is '0 6 * * *'."
            );
    }

    private static void Check(PartySettings party, string where)
    {
        var problems = new List<ValidationResult>();
        if (!Validator.TryValidateObject(party, new(party), problems, validateAllProperties: true))
            throw new SettingsException(
                $"{where}: {string.Join(" ", problems.Select(static problem => problem.ErrorMessage))}"
            );
    }

    private static FileParty Party(PartySettings party) =>
        new(party.Title, party.Qualifier, party.Id, party.Code, party.TaxId, party.Endpoint);

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,29}$")]
    private static partial Regex Name();
}
