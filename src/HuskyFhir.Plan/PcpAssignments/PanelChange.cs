using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;

namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>
/// Who is to join a panel, or to leave it, as an operation names them (Da Vinci ATR member-add and member-remove).
/// </summary>
/// <param name="Patient">The member by address.</param>
/// <param name="MemberId">The member by the DSS client id.</param>
/// <param name="Provider">The PractitionerRole by address.</param>
/// <param name="Npi">The practitioner by NPI.</param>
/// <param name="Period">From when.</param>
public sealed record PanelAsk(
    ResourceReference? Patient,
    Identifier? MemberId,
    ResourceReference? Provider,
    string? Npi,
    Period? Period
);

/// <summary>
/// Turns what an operation on a panel names into a change of an assignment. Faults: 400 for what is missing, 422 for
/// who is not known here.
/// </summary>
public sealed class PanelChange(Database database, TimeProvider clock)
{
    /// <summary>The member comes to a practitioner of the organisation.</summary>
    public async Task<Result<AssignmentChange>> AddAsync(
        Guid organization,
        PanelAsk ask,
        CancellationToken cancellation
    )
    {
        if (!(await MemberAsync(ask, cancellation)).Try(out var member, out var fault))
            return fault;
        if (!Start(ask.Period).Try(out var from, out fault))
            return fault;
        if (ask.Provider is null && ask.Npi is null)
            return Missing("providerReference", "the PractitionerRole to assign, or providerNpi");
        const string Here =
            "SELECT o.owner FROM refs o WHERE o.part = 'organization' AND o.owner_type = 'PractitionerRole' AND o.target_id = $1 AND ";
        const string ByNpi =
            "EXISTS (SELECT 1 FROM refs p JOIN business_keys b ON b.id = p.target_id WHERE p.owner = o.owner AND p.part = 'practitioner' AND b.type = 'Practitioner' AND b.system = $2 AND b.value = $3)";
        var role = References.Read(ask.Provider)?.Id;
        var found = ask.Provider is not null
            ? role is null
                ? []
                : await database.QueryAsync(
                    new(Here + "o.owner = $2", organization, role.Value),
                    static row => row.Uuid(0),
                    cancellation
                )
            : await database.QueryAsync(
                new(Here + ByNpi, organization, Systems.Npi, ask.Npi!),
                static row => row.Uuid(0),
                cancellation
            );
        return found.Count == 1
            ? new AssignmentChange(
                member,
                new($"PractitionerRole/{found[0]:D}") { Display = ask.Provider?.Display },
                from,
                AssignmentTerms.Assigned
            )
            : Unknown(
                ask.Provider is not null ? "providerReference" : "providerNpi",
                "No such practitioner, or more than one, works at this panel's organisation; name the PractitionerRole.",
                "provider-unknown"
            );
    }

    /// <summary>The member leaves the organisation, and has no provider from then on.</summary>
    public async Task<Result<AssignmentChange>> RemoveAsync(
        Guid organization,
        PanelAsk ask,
        CancellationToken cancellation
    )
    {
        if (!(await MemberAsync(ask, cancellation)).Try(out var member, out var fault))
            return fault;
        const string OnPanel =
            "SELECT a.id FROM assignments a JOIN refs o ON o.owner = a.role AND o.part = 'organization' AND o.owner_type = 'PractitionerRole' WHERE a.member = $1 AND o.target_id = $2 AND a.status IN ('active', 'proposed')";
        return
            (
                await database.QueryAsync(new(OnPanel, member, organization), static row => row.Uuid(0), cancellation)
            ).Count > 0
            ? new AssignmentChange(member, null, null, AssignmentTerms.Removed)
            : Unknown("patientReference", "The member is not on this panel.", "not-on-panel");
    }

    private Result<Moment?> Start(Period? period)
    {
        if (period?.Start is not { } start)
            return (Moment?)null;
        var today = Moment.DayOf(clock.GetUtcNow());
        if (
            start.Length < 10
            || !DateOnly.TryParseExact(start.AsSpan(0, 10), "yyyy-MM-dd", out var day)
            || Interval.Of(start) is null
            || day < today
        )
            return new Fault(
                FaultKind.Unprocessable,
                OperationOutcome.IssueType.BusinessRule,
                "A member joins today or on a day to come.",
                "attributionPeriod",
                "effective-date"
            );
        return day > today ? Moment.On(day) : null;
    }

    private async Task<Result<Guid>> MemberAsync(PanelAsk ask, CancellationToken cancellation)
    {
        if (References.Read(ask.Patient) is { Type: "Patient", Id: { } id })
            return id;
        if (ask.MemberId is not { Value: { } value })
            return Missing("patientReference", "the member, or memberId");
        var found = await database.QueryAsync(
            new(
                "SELECT b.id FROM business_keys b WHERE b.type = 'Patient' AND b.system = $1 AND b.value = $2",
                ask.MemberId.System ?? Systems.ClientId,
                value
            ),
            static row => row.Uuid(0),
            cancellation
        );
        return found.Count == 1 ? found[0] : Unknown("memberId", "The member is not known here.", "member-unknown");
    }

    private static Fault Missing(string name, string what) =>
        new(
            FaultKind.Malformed,
            OperationOutcome.IssueType.Required,
            $"Give {name}: {what}.",
            name,
            "operation-parameter"
        );

    private static Fault Unknown(string name, string text, string rule) =>
        new(FaultKind.Unprocessable, OperationOutcome.IssueType.NotFound, text, name, rule);
}
