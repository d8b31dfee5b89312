using System.Globalization;
using System.Text;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Terms;
using HuskyFhir.Storage.Audit;

namespace HuskyFhir.Plan.Disclosures.Events;

/// <summary>
/// An entry of the audit as an AuditEvent in the shapes of IHE BALP 1.1 (profiles husky-audit-event and
/// husky-access-refused). The trail keeps no addresses of machines, so the client's registered name stands for its
/// access point, and no values that were searched for, so the query names parameters only.
/// </summary>
/// <param name="baseUrl">The service's own base.</param>
public sealed class AuditEvents(string baseUrl)
{
    private const string Dcm = "http://dicom.nema.org/resources/ontology/DCM";
    private const string Source = "110153";
    private const string Destination = "110152";
    private const string EntityType = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    private const string ObjectRole = "http://terminology.hl7.org/CodeSystem/object-role";

    /// <summary>The profiles that events meet.</summary>
    public static IReadOnlyList<string> Profiles { get; } =
    [
        $"{Systems.Base}/StructureDefinition/husky-audit-event",
        $"{Systems.Base}/StructureDefinition/husky-access-refused",
    ];

    /// <summary>As it is served.</summary>
    public byte[] Write(AuditEntry entry) => FhirJson.Write(Of(entry));

    /// <summary>As an object.</summary>
    public AuditEvent Of(AuditEntry entry)
    {
        var record = entry.Row.Record;
        var action = AuditAction.Of(record.Action);
        var made = new AuditEvent
        {
            Id = entry.Id,
            Meta = new()
            {
                LastUpdatedElement = Moments.Of(record.At),
                Profile = ProfileOf(entry, action) is { } profile
                    ? [$"{Systems.Base}/StructureDefinition/{profile}"]
                    : [],
            },
            Type = new("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest"),
            Subtype = [new("http://hl7.org/fhir/restful-interaction", action.Subtype, action.Subtype)],
            ActionElement = new() { JsonValue = action.Action },
            Recorded = record.At,
            OutcomeElement = new() { JsonValue = Outcome(record.Outcome) },
            OutcomeDesc = record.Outcome == "ok" ? null : record.Outcome,
            PurposeOfEvent = Purpose(record.Purpose),
            Agent = [Client(record, action), Service(action)],
            Source = Observer(),
        };
        if (entry.Member is { } member)
            made.Entity.Add(Entity("1", "1", new ResourceReference($"Patient/{member:D}")));
        made.Entity.Add(Data(entry, action));
        made.Entity.Add(
            new()
            {
                Type = new("https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType", "XrequestId"),
                What = new() { Identifier = new(Systems.Request, record.Request) },
            }
        );
        return made;
    }

    /// <summary>Who recorded it, which is also who held the data.</summary>
    internal AuditEvent.SourceComponent Observer() =>
        new()
        {
            Site = new Uri(baseUrl).Host,
            Observer = Self(),
            Type = [new("http://terminology.hl7.org/CodeSystem/security-source-type", "4")],
        };

    internal ResourceReference Self() => new() { Identifier = new("urn:ietf:rfc:3986", baseUrl) };

    internal static ResourceReference Who(string client) =>
        new() { Identifier = new(Systems.ApiClient, client), Display = client };

    internal static AuditEvent.EntityComponent Entity(string type, string role, ResourceReference what) =>
        new()
        {
            What = what,
            Type = new(EntityType, type),
            Role = new(ObjectRole, role),
        };

    internal static List<CodeableConcept> Purpose(string? purpose) =>
        purpose is null ? [] : [new("http://terminology.hl7.org/CodeSystem/v3-ActReason", purpose)];

    internal static CodeableConcept Role(string code) => new(Dcm, code);

    internal AuditEvent.NetworkComponent Network() =>
        new() { Address = new Uri(baseUrl).Host, Type = AuditEvent.AuditEventAgentNetworkType.N1 };

    /// <summary>
    /// BALP describes successes about a patient, and we what was refused; what touches no member is neither.
    /// </summary>
    private static string? ProfileOf(AuditEntry entry, AuditAction action) =>
        entry.Row.Record.Outcome != "ok" ? "husky-access-refused"
        : entry.Member is not null && action.Subtype != "batch" ? "husky-audit-event"
        : null;

    /// <summary>
    /// Minor failure for what the caller may mend, serious for what he cannot (R4 audit-event-outcome).
    /// </summary>
    internal static string Outcome(string outcome) =>
        outcome switch
        {
            "ok" => "0",
            "unavailable" => "8",
            _ => "4",
        };

    private static AuditEvent.AgentComponent Client(AuditRecord record, AuditAction action) =>
        new()
        {
            Type = action.Action == "D" ? Role("110150") : Role(action.Action is "C" or "U" ? Source : Destination),
            Who = Who(record.Client),
            Requestor = true,
            Network = new() { Address = record.Client, Type = AuditEvent.AuditEventAgentNetworkType.N1 },
        };

    private AuditEvent.AgentComponent Service(AuditAction action) =>
        new()
        {
            Type =
                action.Action == "D"
                    ? new("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "custodian")
                    : Role(action.Action is "C" or "U" ? Destination : Source),
            Who = Self(),
            Requestor = false,
            Network = Network(),
        };

    private static AuditEvent.EntityComponent Data(AuditEntry entry, AuditAction action)
    {
        var record = entry.Row.Record;
        var data =
            action.Action == "E"
                ? new AuditEvent.EntityComponent
                {
                    Type = new(EntityType, "2"),
                    Role = new(ObjectRole, "24"),
                    Query = Encoding.UTF8.GetBytes(Query(record)),
                }
                : Entity(
                    "2",
                    "4",
                    new ResourceReference
                    {
                        Reference = Address(record),
                        Type = record.Resource is null ? record.Type : null,
                    }
                );
        data.Description = record.Reason;
        return data;
    }

    private static string Query(AuditRecord record)
    {
        var place = string.Join(
            '/',
            new[]
            {
                record.Type,
                record.Resource?.ToString("D"),
                record.Action[0] == '$' ? record.Action : null,
            }.OfType<string>()
        );
        return string.IsNullOrEmpty(record.Detail) ? place : $"{place}?{record.Detail}";
    }

    private static string? Address(AuditRecord record) =>
        record switch
        {
            { Type: { } type, Resource: { } id, Version: { } version } => string.Create(
                CultureInfo.InvariantCulture,
                $"{type}/{id:D}/_history/{version}"
            ),
            { Type: { } type, Resource: { } id } => $"{type}/{id:D}",
            _ => null,
        };
}
