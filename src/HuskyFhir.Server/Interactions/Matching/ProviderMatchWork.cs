using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.Disclosures.Chains;
using HuskyFhir.Plan.Jobs;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Interactions.Async;
using Microsoft.Extensions.Options;

namespace HuskyFhir.Server.Interactions.Matching;

/// <summary>
/// The matching of a provider's attestations, each of which is kept with the record of the member that it is about, in
/// the transaction that
/// attributes the member. Who has opted out, or denies this organisation, is told as not matched, like who is no
/// member:
/// the answer must not tell who is in the programme. Descriptions that fit nobody beyond the client's allowance are not
/// looked up.
/// </summary>
internal sealed class ProviderMatchWork(
    MemberFinder finder,
    MatchAttemptLimiter guesses,
    WritePipeline writes,
    FhirTypeCatalog families,
    AuditTrail audit,
    TimeProvider clock,
    IOptions<SecuritySettings> settings
) : IAsyncWork
{
    public string Operation => ProviderMatchOperation.Name;

    public async Task<byte[]> RunAsync(AsyncJob job, CancellationToken cancellation)
    {
        var groups = new MatchGroups(job.Organization!.Value);
        var (guessing, at) = (false, 0);
        foreach (
            var asked in ((Parameters)FhirJson.Read(job.Input)).Parameter.Where(static one =>
                one.Name == "MemberBundle"
            )
        )
        {
            var patient = Part<Patient>(asked, "MemberPatient");
            var attested = TreatmentAttestation.In(asked);
            var lasts = MatchConsent.Until(attested, clock.GetUtcNow());
            var key = $"attestation-{job.Id:N}-{at++}";
            if (patient is null || Part<Coverage>(asked, "CoverageToMatch") is not { } coverage)
                groups.NotMatched(patient);
            else if (!lasts.Try(out var until, out _))
                groups.Constrained(patient);
            else if (
                !guessing
                && await MatchAsync(job, patient, coverage, (attested!, key, until), cancellation) is { } member
            )
                groups.Matched(patient, member);
            else
            {
                guessing = guessing || guesses.Missed(job.Client) is not null;
                groups.NotMatched(patient);
            }
        }

        return groups.Answer(clock.GetUtcNow());
    }

    private static T? Part<T>(Parameters.ParameterComponent asked, string name)
        where T : Resource => asked.Part.Find(part => part.Name == name)?.Resource as T;

    /// <summary>
    /// The member, attributed and audited; null where there is none, or none that this organisation may see.
    /// </summary>
    private async Task<StoredResource?> MatchAsync(
        AsyncJob job,
        Patient patient,
        Coverage coverage,
        (Consent Consent, string Key, long Until) attested,
        CancellationToken cancellation
    )
    {
        var (organization, now) = (job.Organization!.Value, clock.GetUtcNow());
        var found = await finder.OneAsync(
            patient,
            coverage,
            new(job.Client, CallerKind.Provider, organization, ScopeSet.Parse(string.Empty)),
            null,
            cancellation
        );
        if (!found.Try(out var member, out _) || member is null)
            return null;
        var end = Math.Min(attested.Until, (now + TimeSpan.FromDays(settings.Value.AttestationDays)).UtcTicks);
        // The service keeps it: what decides about who may see a record is no provider's own to write.
        var grant = new Grant(
            Caller.Operator with
            {
                ClientId = job.Client,
                Organization = organization,
            },
            RowFilter.Everything
        );
        var ask = new CreateCommand(
            families.Find("Consent")!,
            grant,
            TreatmentAttestation.Kept(attested.Consent, member.Id, organization, attested.Key)
        );
        await writes.ApplyAsync(
            [new(job.Request, [PreparedWrite.From(ask, now)], Origin: new(false, null))],
            (work, answers) =>
            {
                // kept already by a run that was broken off
                if (answers[0].Fault is { } refused && refused.Issues[0].Detail != "key-in-use")
                    throw new InvalidOperationException($"An attestation is not kept: {refused.Summary}");
                AttestedTreatment.Attribute(work, organization, member.Id, end);
                return System.Threading.Tasks.Task.CompletedTask;
            },
            cancellation
        );
        await audit.RecordAsync(
            new(now, job.Client, Operation, "Patient", member.Id, member.Version, member.Id, "ok", job.Request)
        );
        return member;
    }
}
