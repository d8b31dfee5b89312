using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Types;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Resources.Writing;

/// <summary>
/// The first half of the one road in: parse strictly, validate, ask the family's rules. The HTTP writes, the load
/// command, the validate command and every job answer the same, because all of them pass here.
/// Faults: 400 for what cannot be read, 422 for what breaks a profile or a rule; always every issue found.
/// </summary>
/// <param name="parser">The strict parse.</param>
/// <param name="validator">The engine.</param>
/// <param name="families">Their profiles and rules.</param>
/// <param name="requireOwn">Whether each resource must meet its family's profile even where it does not claim
/// it.</param>
public sealed class Intake(
    ResourceParser parser,
    IResourceValidator validator,
    FhirTypeCatalog families,
    bool requireOwn
)
{
    /// <summary>Issues of a Bundle's entries after which the rest is not looked at.</summary>
    private const int MostOfABundle = 1_000;

    /// <summary>All that there is to say of a body, and the resource when it could be read.</summary>
    /// <param name="utf8">The body.</param>
    /// <param name="profiles">Profiles to check besides the claimed ones.</param>
    /// <param name="cancellation">Ends the work, since nobody waits for it any more.</param>
    public ParsedResource Examine(
        ReadOnlyMemory<byte> utf8,
        IReadOnlyList<string> profiles,
        CancellationToken cancellation = default
    )
    {
        var parsed = parser.Parse(utf8, cancellation);
        if (parsed.Resource is not { } resource || !parsed.Report.Valid)
            return parsed;
        var report = parsed.Report.And(Check(resource, profiles, cancellation));
        return new(resource, report.Valid ? report : report.Placed(utf8));
    }

    /// <summary>
    /// R4, the claimed and the asked profiles alone, without the rules of this registry, for who uses this as a
    /// validator. What R4 allows and this service cannot hold is a warning here.
    /// </summary>
    /// <param name="utf8">The body.</param>
    /// <param name="profiles">Profiles to check besides the claimed ones.</param>
    public ParsedResource ExamineAlone(ReadOnlyMemory<byte> utf8, IReadOnlyList<string> profiles)
    {
        var (resource, parsed) = parser.Parse(utf8);
        var report = new ValidationReport([
            .. parsed.Issues.Select(static issue =>
                issue.Detail is Details.DecimalPrecision or Details.LeapSecond
                    ? issue with
                    {
                        Severity = OperationOutcome.IssueSeverity.Warning,
                    }
                    : issue
            ),
        ]);
        return new(
            resource,
            (resource is null ? report : report.And(validator.Validate(resource, profiles))).Placed(utf8)
        );
    }

    /// <summary>The parse alone, for who checks what is in it by itself.</summary>
    public ParsedResource Parse(ReadOnlyMemory<byte> utf8, CancellationToken cancellation = default) =>
        parser.Parse(utf8, cancellation);

    /// <summary>A resource fit to be stored as <paramref name="type"/>.</summary>
    public Result<Resource> Take(FhirType type, ReadOnlyMemory<byte> utf8, CancellationToken cancellation = default)
    {
        var (resource, report) = Examine(utf8, [], cancellation);
        if (report.ToFault() is { } fault)
            return fault;
        if (resource!.TypeName != type.Name)
            return new Fault(
                FaultKind.Malformed,
                OperationOutcome.IssueType.Invalid,
                $"The body is a {resource.TypeName}; this address takes {type.Name}.",
                "resourceType",
                "wrong-type"
            );
        return resource;
    }

    /// <summary>
    /// Profile and family checks of a resource that is already parsed; of a Bundle, also those of each entry.
    /// </summary>
    public ValidationReport Check(
        Resource resource,
        IReadOnlyList<string> profiles,
        CancellationToken cancellation = default
    )
    {
        var report = CheckAlone(resource, profiles, cancellation);
        if (resource is not Bundle bundle)
            return report;
        var issues = report.Issues.ToList();
        // Each entry has a budget of its own, so a Bundle of nothing but mistakes is left when enough is told of it.
        for (var at = 0; at < bundle.Entry.Count && issues.Count < MostOfABundle; at++)
            if (bundle.Entry[at].Resource is { } entry && families.Find(entry.TypeName) is not null)
                issues.AddRange(
                    CheckAlone(entry, [], cancellation)
                        .Issues.Select(issue => issue with { Expression = EntryPlace.Of(at, entry.TypeName, issue) })
                );
        return new([.. issues.Distinct()]);
    }

    /// <summary>The same without a Bundle's entries, for who takes each of them by itself.</summary>
    public ValidationReport CheckAlone(
        Resource resource,
        IReadOnlyList<string> profiles,
        CancellationToken cancellation = default
    )
    {
        if (families.Find(resource.TypeName) is not { } type)
            return validator.Validate(resource, profiles, cancellation);
        IReadOnlyList<string> all = requireOwn ? [.. profiles, .. type.RequiredOf(resource)] : profiles;
        return validator.Validate(resource, all, cancellation).And(new([.. type.Check(resource)]));
    }
}
