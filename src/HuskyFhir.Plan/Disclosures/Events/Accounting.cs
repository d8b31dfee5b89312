using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Storage.Audit;

namespace HuskyFhir.Plan.Disclosures.Events;

/// <summary>To whom data went.</summary>
/// <param name="Kind">What kind of client it is; null when it is registered no more.</param>
/// <param name="Organization">Its organisation in the directory; null where it is not there.</param>
/// <param name="Name">The organisation's name, or the client's own.</param>
/// <param name="Address">Where the organisation is, in one line; null where the directory does not say.</param>
public sealed record Recipient(CallerKind? Kind, Guid? Organization, string Name, string? Address);

/// <summary>
/// The accounting of disclosures (45 CFR 164.528): which entries of the audit are in it, and how each is told. Left out
/// are treatment, payment and operations, what went to the member or by the member's authorisation, what the plan did
/// itself, and what was refused.
/// </summary>
/// <param name="events">How the audit is told.</param>
public sealed class Accounting(AuditEvents events)
{
    /// <summary>How far back a member may ask.</summary>
    public const int Years = 6;

    /// <summary>
    /// Codes of v3-PurposeOfUse under treatment, payment and operations, and those by which the member or a
    /// representative asked. Emergency access (BTG) is not among them, though the code system puts it under treatment:
    /// it passes over the ordinary rules, and a member who asks should see it.
    /// </summary>
    private static readonly HashSet<string> LeftOut = new(StringComparer.Ordinal)
    {
        "TREAT",
        "ETREAT",
        "ERTREAT",
        "TREATDS",
        "CAREMGT",
        "CLINTRCH",
        "HPAYMT",
        "CLMATTCH",
        "COVAUTH",
        "COVERAGE",
        "ELIGDTRM",
        "ELIGVER",
        "ENROLLM",
        "MILDCRG",
        "REMITADV",
        "HOPERAT",
        "DONAT",
        "FRAUD",
        "GOV",
        "HACCRED",
        "HCOMPL",
        "HDECD",
        "HDIRECT",
        "HDM",
        "HLEGAL",
        "HOUTCOMS",
        "HPRGRP",
        "HQUALIMP",
        "HSYSADMIN",
        "LABELING",
        "METAMGT",
        "MEMADMIN",
        "PATADMIN",
        "PATSFTY",
        "PERFMSR",
        "RECORDMGT",
        "SYSDEV",
        "HTEST",
        "TRAIN",
        "PATRQT",
        "FAMRQT",
        "PWATRNY",
        "SUPNWK",
    };

    /// <summary>
    /// Whether an entry belongs in it. A token without a purpose counts as treatment for a provider, since only
    /// treatment opens this service to one, and as operations of the programme for the agency.
    /// </summary>
    public static bool Lists(AuditEntry entry, CallerKind? kind)
    {
        var record = entry.Row.Record;
        return record.Outcome == "ok"
            && kind != CallerKind.Plan
            && record.Purpose is { } purpose
            && !LeftOut.Contains(purpose)
            && AuditAction.Of(record.Action).Action is "R" or "E";
    }

    /// <summary>The entry as a disclosure (profile husky-disclosure).</summary>
    public AuditEvent Of(AuditEntry entry, Recipient recipient)
    {
        var record = entry.Row.Record;
        var (to, what) = (
            recipient.Address is { } address ? $"{recipient.Name}, {address}" : recipient.Name,
            What(entry)
        );
        var made = new AuditEvent
        {
            Id = entry.Id,
            Meta = new()
            {
                LastUpdatedElement = Moments.Of(record.At),
                Profile = [$"{Systems.Base}/StructureDefinition/husky-disclosure"],
            },
            Text = new()
            {
                Status = Narrative.NarrativeStatus.Generated,
                Div =
                    $"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>{Html($"{Day(record.At)}: {what} To {to}. Purpose: {record.Purpose}.")}</p></div>",
            },
            Type = new("http://dicom.nema.org/resources/ontology/DCM", "110106"),
            Subtype = [new("http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle", "disclose")],
            Action = AuditEvent.AuditEventAction.R,
            Recorded = record.At,
            Outcome = AuditEvent.AuditEventOutcome.N0,
            PurposeOfEvent = AuditEvents.Purpose(record.Purpose),
            Agent = [Discloser(), Receiver(record, recipient, to)],
            Source = events.Observer(),
            Entity = [AuditEvents.Entity("1", "1", new ResourceReference($"Patient/{entry.Member:D}"))],
        };
        var data = AuditEvents.Entity(
            "2",
            "4",
            new ResourceReference(
                record is { Type: { } type, Resource: { } id, Seen: null }
                    ? $"{type}/{id:D}"
                    : $"Patient/{entry.Member:D}"
            )
        );
        data.Description = what;
        made.Entity.Add(data);
        return made;
    }

    /// <summary>The day in the programme's own time, as a person would say it.</summary>
    public static string Day(DateTimeOffset at) =>
        ProgrammeTime.Day(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string What(AuditEntry entry)
    {
        var record = entry.Row.Record;
        var kind = record.Type ?? "records of several kinds";
        var told =
            entry.Seen.Count > 0
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{entry.Seen.Count} {(entry.Seen.Count == 1 ? "record" : "records")}, found through {kind}"
                )
            : record.Version is { } version ? string.Create(CultureInfo.InvariantCulture, $"{kind}, version {version}")
            : kind;
        return record.Reason is { } reason ? $"{told}. Reason given: {reason}." : $"{told}.";
    }

    private static string Html(string text) => System.Net.WebUtility.HtmlEncode(text);

    private static AuditEvent.AgentComponent Receiver(AuditRecord record, Recipient recipient, string to)
    {
        var who = AuditEvents.Who(record.Client);
        if (recipient.Organization is { } organization)
            who.Reference = $"Organization/{organization:D}";
        return new()
        {
            Type = AuditEvents.Role("110152"),
            Who = who,
            Name = to,
            Requestor = true,
            Network = new() { Address = record.Client, Type = AuditEvent.AuditEventAgentNetworkType.N1 },
        };
    }

    private AuditEvent.AgentComponent Discloser() =>
        new()
        {
            Type = AuditEvents.Role("110153"),
            Who = events.Self(),
            Requestor = false,
            Network = events.Network(),
        };
}
