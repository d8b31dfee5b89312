using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Terms;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Types.Narratives;
using HuskyFhir.Resources.Writing;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Plan.Directives;

/// <summary>
/// What only the store knows of a directive: how old member, agents and witnesses were when it was signed, whose people
/// and papers they are, who may give an order, and whether it was revoked before. It brings nothing, and refuses what
/// cannot stand. Faults: 422.
/// </summary>
internal sealed class DirectiveChecks : IWriteReaction
{
    private const int OfAge = 18;

    /// <summary>
    /// Physicians, nurse practitioners, clinical nurse specialists, nurse anaesthetists and nurse midwives, by the
    /// beginnings of their NUCC codes.
    /// </summary>
    private static readonly string[] Orderers = ["20", "363L", "364S", "3675", "367A"];

    private static readonly string[] Degrees = ["MD", "DO", "NP", "CNP", "FNP", "CNS", "CRNA", "CNM", "APRN", "PN"];

    public IEnumerable<string> Names(PreparedWrite write) => [];

    public async Task FollowAsync(
        IReadOnlyList<WriteStep> steps,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        foreach (var step in steps)
            if (
                step.Write.Resource is Consent { Status: Consent.ConsentState.Active } consent
                && ConsentKinds.IsDirective(consent)
                && DirectiveKind.Of(consent) is { } kind
            )
            {
                var issues = await CheckAsync(step, consent, kind, following, cancellation);
                if (issues.Count > 0)
                    following.Refuse(step, new(FaultKind.Unprocessable, issues));
            }
    }

    private static async Task<List<Issue>> CheckAsync(
        WriteStep step,
        Consent consent,
        DirectiveKind kind,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        var issues = new List<Issue>();
        var signed = Interval.TryParse(consent.DateTime ?? string.Empty, out var when) ? when.Low : 0;
        if (signed > following.Now.UtcTicks)
            issues.Add(Error("It is signed on a day that is still to come.", "dateTime", "directive-date"));
        if (
            step.Written.Outcome == WriteOutcome.Updated
            && await WasRevokedAsync(step.Write.Id, following, cancellation)
        )
            issues.Add(
                Error(
                    "It was revoked, and cannot be taken up again; record the new one, signed anew (CGS 19a-579a).",
                    "status",
                    "directive-revoked"
                )
            );
        var found = (await following.LatestAsync(Targets(consent), cancellation))
            .Values.Where(static row => !row.Deleted)
            .ToDictionary(static row => row.Id);
        var of = new Known(consent, found, step.Written.Resource.Member);
        if (!kind.IsOrder && of.Read(consent.Patient) is Patient member && YoungAt(member.BirthDate, signed))
            issues.Add(
                Error(
                    $"{kind.Name}: the member was not yet {OfAge} when it was signed ({kind.Clause}).",
                    "patient",
                    "declarant-age"
                )
            );
        issues.AddRange(Agents(of, kind, signed));
        issues.AddRange(Witnesses(of, kind, signed));
        if (kind.IsOrder && !consent.Performer.Any(performer => MayOrder(of.Read(performer))))
            issues.Add(
                Error(
                    $"{kind.Name}: none of the performers is recorded here as a physician or APRN, by specialty (NUCC) or degree; correct the record of the one who gave the order ({kind.Clause}).",
                    "performer",
                    "order-author"
                )
            );
        if (of.IsOfAnother(consent.Source as ResourceReference))
            issues.Add(Error("The document belongs to another member's record.", "source", "document-of-another"));
        return issues;
    }

    private static IEnumerable<Issue> Agents(Known of, DirectiveKind kind, long signed)
    {
        foreach (var agent in DirectiveParties.Agents(of.Consent))
        {
            if (of.IsOfAnother(agent.Reference))
                yield return Error(
                    "Who is appointed is recorded as a person of another member; record the person for this member.",
                    "provision.actor",
                    "agent-of-another"
                );
            if (of.Read(agent.Reference) is RelatedPerson person && YoungAt(person.BirthDate, signed))
                yield return Error(
                    $"Who is appointed must be {OfAge} ({kind.Clause}).",
                    "provision.actor",
                    "agent-age"
                );
        }
    }

    private static IEnumerable<Issue> Witnesses(Known of, DirectiveKind kind, long signed)
    {
        var agents = DirectiveParties
            .Appointed(of.Consent)
            .Select(agent => of.NameOf(agent.Reference))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        foreach (var witness in DirectiveParties.Witnesses(of.Consent))
        {
            if (of.Read(witness.Reference) is RelatedPerson person && YoungAt(person.BirthDate, signed))
                yield return Error($"A witness must be {OfAge} ({kind.Clause}).", "provision.actor", "witness-age");
            if (of.NameOf(witness.Reference) is { } name && agents.Contains(name))
                yield return Error(
                    "Who is appointed may not be a witness of the appointment (CGS 19a-576).",
                    "provision.actor",
                    "witness-is-agent"
                );
        }
    }

    private static bool MayOrder(Resource? resource) =>
        resource switch
        {
            PractitionerRole role => role
                .Specialty.SelectMany(static specialty => specialty.Coding)
                .Any(static coding =>
                    coding.System == "http://nucc.org/provider-taxonomy"
                    && Orderers.Any(start => coding.Code?.StartsWith(start, StringComparison.Ordinal) == true)
                ),
            Practitioner clinician => clinician
                .Qualification.SelectMany(static qualification => qualification.Code?.Coding ?? [])
                .Any(static coding => Degrees.Contains(coding.Code)),
            _ => false,
        };

    private static IEnumerable<Guid> Targets(Consent consent) =>
        consent
            .Performer.Concat(
                DirectiveParties
                    .Appointed(consent)
                    .Concat(DirectiveParties.Witnesses(consent))
                    .Select(static actor => actor.Reference)
            )
            .Append(consent.Patient)
            .Append(consent.Source as ResourceReference)
            .Select(static reference => References.Read(reference)?.Id)
            .OfType<Guid>();

    /// <summary>The rows of this transaction are not sent yet: the table says what it was.</summary>
    private static async Task<bool> WasRevokedAsync(Guid id, WriteContext following, CancellationToken cancellation) =>
        (
            await following.Work.QueryAsync(
                new("SELECT status_code FROM consent WHERE id = $1", id),
                static row => row.TextOrNull(0),
                cancellation
            )
        )
            is ["inactive"];

    /// <summary>
    /// Whether someone was not yet of age; one whose birth date nobody recorded is taken at the word of the paper.
    /// </summary>
    private static bool YoungAt(string? birth, long signed) =>
        birth is { Length: 10 }
        && DateOnly.TryParseExact(birth, "yyyy-MM-dd", out var day)
        && signed > 0
        && ProgrammeTime.ToUtcTicks(day.PlusYears(OfAge).ToDateTime(default)) > signed;

    private static Issue Error(string text, string element, string detail) =>
        Issue.Error(OperationOutcome.IssueType.BusinessRule, text, "Consent." + element, detail);

    /// <summary>A consent with what it refers to.</summary>
    private sealed record Known(Consent Consent, Dictionary<Guid, StoredResource> Found, Guid? Member)
    {
        public Resource? Read(ResourceReference? reference) =>
            DirectiveParties.Contained(Consent, reference)
            ?? (Row(reference) is { Body: { } body } ? FhirJson.Read(body) : null);

        public bool IsOfAnother(ResourceReference? reference) =>
            Row(reference) is { Member: { } owner } && owner != Member;

        public string? NameOf(ResourceReference? reference) =>
            Read(reference) is RelatedPerson person && Words.Of(person.Name) is { } name
                ? HuskyFhir.Core.Search.Folding.Fold(name)
                : DirectiveParties.Name(Consent, reference);

        private StoredResource? Row(ResourceReference? reference) =>
            References.Read(reference)?.Id is { } id ? Found.GetValueOrDefault(id) : null;
    }
}
