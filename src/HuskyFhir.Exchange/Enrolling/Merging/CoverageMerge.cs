using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Enrollment;
using HuskyFhir.Plan.Precedence;
using HuskyFhir.Resources.Writing;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Enrolling.Merging;

/// <summary>
/// Enrolments as a file begins, changes, ends, takes up again or cancels them. A stored coverage of the same programme
/// is the same one where its days reach to the day on which the file's begin; across a gap, a new one begins. One that
/// ends has its last day; one that never took effect is cancelled.
/// </summary>
/// <param name="member">What the file says.</param>
/// <param name="image">What is stored; null for a new member.</param>
/// <param name="id">The member's id.</param>
/// <param name="payor">Who pays.</param>
internal sealed class CoverageMerge(EnrolledMember member, StoredMember? image, Guid id, ResourceReference payor)
{
    private readonly List<(Coverage Coverage, Merged Merged)> stored =
    [
        .. (image?.Of("Coverage") ?? []).Select(static row =>
            (Coverage)FhirJson.Read(row.Body!) is var coverage ? (coverage, new Merged(coverage, row)) : default
        ),
    ];
    private readonly Dictionary<Coverage, Merged> changed = [];

    /// <summary>What was not taken over.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>What it comes to. Refusals are sentences.</summary>
    public (IReadOnlyCollection<Merged> Changed, string? Refusal) Merge(EnrolmentProgrammes programmes)
    {
        var record = member.Read.Member!;
        var (action, named) = (record.Detail.Maintenance, new HashSet<string>(StringComparer.Ordinal));
        if (record.Coverages.Count == 0)
            return action == "024" ? (changed.Values, EndAll(record)) : (changed.Values, null);
        // Of several lines of one programme the medical one counts.
        foreach (var coverage in record.Coverages.OrderBy(static each => each.Line is not "HLT"))
        {
            if (programmes.Of(coverage, record, member.Set.MasterPolicy) is not { } programme)
                return (
                    [],
                    "programme-unknown: the coverage names no programme that is known here (HD04, REF*1L or REF*38); add the partner's name for it to the configuration"
                );
            if (
                named.Add(programme)
                && Take(record, coverage, programme, action == "024" ? "024" : coverage.Maintenance) is { } refusal
            )
                return ([], refusal);
        }

        return (changed.Values, null);
    }

    private string? Take(MemberRecord record, CoverageRecord told, string programme, string action)
    {
        var span = Span.Told(told, record);
        var found = Find(programme, span.Start);
        if (span is ({ } from, { } until) && until < from && action is not ("024" or "002"))
            return "dates-contradict: the coverage ends before it begins (DTP*348, DTP*349)";
        if (action is "024" or "002")
            return found is null
                ? "coverage-unknown: the coverage that is to end is not known here"
                : End(found, span, action == "002");
        if (found is null)
            return span.Start is { } start
                ? Begin(record, programme, start, span.End)
                : "start-missing: a new coverage has the day on which it begins (DTP*348, 356 or 473)";
        // A change that says no end leaves the end; who is added, taken up again or audited is covered from then on.
        if (action is not "001" || span.End is not null)
            (found.Period ??= new()).End = span.End is { } last ? X12Mapping.Day(last) : null;
        if (record.Detail.BenefitStatus == "T" && span.End is null && action is "030")
            return "end-missing: a coverage that has ended has its last day (DTP*349)";
        Keep(found);
        return null;
    }

    private string? EndAll(MemberRecord record)
    {
        var span = Span.Told(null, record);
        var open = stored
            .Where(static each =>
                each.Coverage.Status == FinancialResourceStatusCodes.Active && Span.Of(each.Coverage).End is null
            )
            .ToList();
        if (open.Count == 0)
            open =
            [
                .. stored
                    .Where(static each => each.Coverage.Status == FinancialResourceStatusCodes.Active)
                    .OrderByDescending(static each => Span.Of(each.Coverage).Start)
                    .Take(1),
            ];
        if (open.Count == 0)
            return "coverage-unknown: the member has no coverage here that could end";
        foreach (var (coverage, _) in open)
            if (End(coverage, span, false) is { } refusal)
                return refusal;
        return null;
    }

    private string? End(Coverage coverage, Span told, bool never)
    {
        var start = Span.Of(coverage).Start;
        if (
            never
            || (told.End is { } end && end < start)
            || (
                told.End is null
                && told.Start is { } same
                && same == start
                && member.Read.Member!.Detail.Maintenance == "024"
            )
        )
        {
            coverage.Status = FinancialResourceStatusCodes.Cancelled;
            (coverage.Period ??= new()).End = coverage.Period.Start;
        }
        else if ((told.End ?? Effective()) is { } last)
        {
            (coverage.Period ??= new()).End = X12Mapping.Day(last);
        }
        else
        {
            return "end-missing: a coverage that ends has its last day (DTP*349, 357 or 303)";
        }

        Keep(coverage);
        return null;
    }

    private DateOnly? Effective() =>
        member.Read.Member!.Dates.FirstOrDefault(static date => date.Qualifier == "303")?.From;

    private string? Begin(MemberRecord record, string programme, DateOnly start, DateOnly? end)
    {
        var chip = programme == "HUSKY-B";
        var number = $"{member.Keys!.ClientId}-{programme[^1]}-{start:yyyyMMdd}";
        var coverage = new Coverage
        {
            Meta = new() { Profile = ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-coverage"] },
            Identifier =
            [
                new(Systems.MemberNumber, number)
                {
                    Use = Identifier.IdentifierUse.Usual,
                    Type = new(CodeSystems.IdentifierType, "MB", "Member Number", null),
                },
            ],
            Status = FinancialResourceStatusCodes.Active,
            Type = new(CodeSystems.Payment, chip ? "23" : "22", chip ? "CHIP" : "Medicaid", null),
            SubscriberId =
                MemberKeys.Normal(record.References.FirstOrDefault(static each => each.Qualifier == "0F")?.Value)
                ?? member.Keys.ClientId,
            Beneficiary = new($"Patient/{id:D}"),
            Relationship = new(CodeSystems.SubscriberRelationship, "self", "Self", null),
            Period = new() { Start = X12Mapping.Day(start), End = end is { } last ? X12Mapping.Day(last) : null },
            Payor = [payor],
            Class =
            [
                new()
                {
                    Type = new(CodeSystems.CoverageClass, "plan", "Plan", null),
                    Value = programme,
                    Name = programme.Replace('-', ' '),
                },
            ],
        };
        changed[coverage] = new(coverage, null);
        return null;
    }

    /// <summary>
    /// The stored coverage of a programme that reaches to a day; without a day the latest; for one that begins before
    /// all, the first.
    /// </summary>
    private Coverage? Find(string programme, DateOnly? day)
    {
        var same = stored
            .Select(static each => each.Coverage)
            .Where(each =>
                each.Status == FinancialResourceStatusCodes.Active
                && each.Class.Exists(part =>
                    part.Value == programme && part.Type.Coding.Exists(static code => code.Code == "plan")
                )
            )
            .OrderByDescending(static each => Span.Of(each).Start)
            .ToList();
        return day is not { } at ? same.FirstOrDefault() : same.Find(each => Span.Of(each).Reaches(at));
    }

    /// <summary>Writes it, unless the plan or the member said later than the file was made when it ends.</summary>
    private void Keep(Coverage coverage)
    {
        var merged = stored.Find(each => each.Coverage == coverage).Merged;
        var stands = merged?.Stored is { } row ? image!.Sources.GetValueOrDefault(row.Id) : FactSource.None;
        if (
            merged is not { Stored: { } was }
            || SourcePrecedence.Rule(FactKind.Coverage, FactSource.Dss, stands) != Ruling.TakesIfLater
            || !member.IsOlder(was)
        )
            changed[coverage] = merged!;
        else if (!FhirJson.Write(coverage).AsSpan().SequenceEqual(was.Body))
            Notes.Add("coverage-kept: the plan has changed the coverage since the file was made; that stands");
    }
}
