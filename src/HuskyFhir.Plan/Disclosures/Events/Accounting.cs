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
    /// <param name="entry">Of the audit.</param>
    /// <param name="recipient">To whom it went.</param>
    /// <param name="types">The types of what it showed, by id.</param>
    public AuditEvent Of(AuditEntry entry, Recipient recipient, IReadOnlyDictionary<Guid, string> types)
    {
        var record = entry.Row.Record;
        var to = recipient.Address is { } address ? $"{recipient.Name}, {address}" : recipient.Name;
        return Made(
            entry.Id,
            (record.At, AuditEvents.Purpose(record.Purpose), record.Purpose),
            Receiver(record, recipient, to),
            What(entry, types),
            $"Patient/{entry.Member:D}",
            record is { Type: { } type, Resource: { } id, Seen: null } ? $"{type}/{id:D}" : $"Patient/{entry.Member:D}"
        );
    }

    /// <summary>Whether a disclosure outside this service belongs in it.</summary>
    public static bool Lists(Communication outside) =>
        !outside
            .ReasonCode.SelectMany(static reason => reason.Coding)
            .Any(static coding => LeftOut.Contains(coding.Code ?? string.Empty));

    /// <summary>A disclosure outside this service, as the plan recorded it.</summary>
    public AuditEvent Of(Communication outside)
    {
        var to = outside.Recipient.FirstOrDefault();
        var receiver = new AuditEvent.AgentComponent
        {
            Type = AuditEvents.Role("110152"),
            Who = to?.Reference is { } reference ? new(reference) : new() { Display = to?.Display },
            Name = to?.Display ?? to?.Reference,
            Requestor = true,
            // The profile asks for a network, and there was none.
            Network = new() { Address = "outside this service", Type = AuditEvent.AuditEventAgentNetworkType.N1 },
        };
        return Made(
            outside.Id!,
            (
                new(Interval.Of(outside.Sent)?.Low ?? 0, TimeSpan.Zero),
                [.. outside.ReasonCode.Select(static reason => (CodeableConcept)reason.DeepCopy())],
                string.Join(", ", outside.ReasonCode.Select(HuskyFhir.Resources.Types.Narratives.Words.Of))
            ),
            receiver,
            string.Join(
                " ",
                outside.Payload.Select(static part => (part.Content as FhirString)?.Value).OfType<string>()
            ),
            outside.Subject!.Reference!,
            outside.Subject.Reference!
        );
    }

    private AuditEvent Made(
        string id,
        (DateTimeOffset At, List<CodeableConcept> Codes, string? Words) purpose,
        AuditEvent.AgentComponent receiver,
        string what,
        string member,
        string record
    )
    {
        var made = new AuditEvent
        {
            Id = id,
            Meta = new()
            {
                LastUpdatedElement = Moments.Of(purpose.At),
                Profile = [$"{Systems.Base}/StructureDefinition/husky-disclosure"],
            },
            Text = new()
            {
                Status = Narrative.NarrativeStatus.Generated,
                Div =
                    $"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>{Html($"{Day(purpose.At)}: {what} To {receiver.Name}. Purpose: {purpose.Words}.")}</p></div>",
            },
            Type = new("http://dicom.nema.org/resources/ontology/DCM", "110106"),
            Subtype = [new("http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle", "disclose")],
            Action = AuditEvent.AuditEventAction.R,
            Recorded = purpose.At,
            Outcome = AuditEvent.AuditEventOutcome.N0,
            PurposeOfEvent = purpose.Codes,
            Agent = [Discloser(), receiver],
            Source = events.Observer(),
            Entity = [AuditEvents.Entity("1", "1", new ResourceReference(member))],
        };
        var data = AuditEvents.Entity("2", "4", new ResourceReference(record));
        data.Description = what;
        made.Entity.Add(data);
        return made;
    }

    /// <summary>The day in the programme's own time, as a person would say it.</summary>
    public static string Day(DateTimeOffset at) =>
        ProgrammeTime.Day(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string What(AuditEntry entry, IReadOnlyDictionary<Guid, string> types)
    {
        var record = entry.Row.Record;
        var shown =
            entry.Seen.Count > 0
                ? entry.Seen.Select(seen => types.GetValueOrDefault(seen.Resource, record.Type ?? "Resource"))
                : [record.Type ?? "Resource"];
        var told = string.Join(
            "; ",
            shown
                .GroupBy(static type => type, StringComparer.Ordinal)
                .Select(static group => DisclosedWords.Of(group.Key, group.Count()))
        );
        told = string.Concat(told[..1].ToUpperInvariant(), told.AsSpan(1));
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
