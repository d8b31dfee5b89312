using System.Runtime.CompilerServices;
using HuskyFhir.Exchange.Enrolling.Merging;
using HuskyFhir.Exchange.Formats;
using HuskyFhir.Exchange.Formats.Tables;
using HuskyFhir.X12.Enrolment;
using HuskyFhir.X12.Envelope;
using HuskyFhir.X12.Reading;

namespace HuskyFhir.Exchange.Reconciliation;

/// <summary>The members of a full file as fields, whatever its format: proved whole first, then one by one.</summary>
internal sealed class FullFileReader(IExchangeFormat format)
{
    /// <summary>The digest of a file and why it cannot be compared; null where it can.</summary>
    public async Task<(string Sha256, string? Flaw)> ProveAsync(Stream file, CancellationToken cancellation)
    {
        file.Position = 0;
        if (format is TableFormat table)
        {
            var whole = await new TableFile(table).ProveAsync(file, cancellation);
            file.Position = 0;
            var sha256 = Convert.ToHexStringLower(
                await System.Security.Cryptography.SHA256.HashDataAsync(file, cancellation)
            );
            return (
                sha256,
                whole.Flaws.Count > 0 ? string.Join("; ", whole.Flaws.Take(5))
                : whole.IsFull ? null
                : "it does not say that it has everybody (file.kind full)"
            );
        }

        var proof = await InterchangeValidator.ProveAsync(
            file,
            Expectation.Enrolment,
            ReadLimits.Default,
            cancellation
        );
        return (
            proof.Sha256,
            proof.Sound
                ? null
                : string.Join(
                    "; ",
                    proof
                        .Findings.Where(static finding => finding.Refuses)
                        .Take(5)
                        .Select(static finding => finding.ToString())
                )
        );
    }

    /// <summary>The members, by their own Medicaid numbers; one without a number is left out.</summary>
    public async IAsyncEnumerable<Dictionary<string, string>> ReadAsync(
        Stream file,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        file.Position = 0;
        if (format is TableFormat table)
        {
            await foreach (var member in new TableFile(table).ReadAsync(file, cancellation))
                if (MemberKeys.Normal(member.Values.GetValueOrDefault("member.id")) is { } id)
                {
                    member.Values["member.id"] = id;
                    yield return member.Values;
                }

            yield break;
        }

        var proof = await InterchangeValidator.ProveAsync(
            file,
            Expectation.Enrolment,
            ReadLimits.Default,
            cancellation
        );
        file.Position = 0;
        MemberKeys? head = null;
        await foreach (
            var part in EnrolmentReader.ReadAsync(file, proof, Strictness.Tolerant, ReadLimits.Default, cancellation)
        )
        {
            if (part is not MemberRead { Member: { } record, Usable: true })
                continue;
            var keys = MemberKeys.Of(record, head);
            head = record.Detail.IsSubscriber ? keys : head;
            if (keys is null || record.Detail.Maintenance == "024")
                continue;
            var fields = SnapshotFields.Of(record);
            fields["member.id"] = keys.ClientId;
            yield return fields;
        }
    }
}
