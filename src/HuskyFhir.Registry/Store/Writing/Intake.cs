using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Registry.Families;
using HuskyFhir.Validation;

namespace HuskyFhir.Registry.Store.Writing;

/// <summary>
/// The first half of the one road in: parse strictly, validate, ask the family's rules. The HTTP writes, the load command,
/// the validate command and every job answer the same, because all of them pass here.
/// Faults: 400 for what cannot be read, 422 for what breaks a profile or a rule; always every issue found.
/// </summary>
public sealed class Intake(ResourceParser parser, IResourceValidator validator, FamilyTable families)
{
    /// <summary>All that there is to say of a body, and the resource when it could be read.</summary>
    /// <param name="utf8">The body.</param>
    /// <param name="profiles">Profiles to check besides the claimed ones.</param>
    public ParsedResource Examine(ReadOnlyMemory<byte> utf8, IReadOnlyList<string> profiles)
    {
        var parsed = parser.Parse(utf8);
        return parsed.Resource is not { } resource || !parsed.Report.Valid ? parsed : new(resource, parsed.Report.And(Check(resource, profiles)));
    }

    /// <summary>A resource fit to be stored as <paramref name="type"/>.</summary>
    public Answer<Resource> Take(FhirType type, ReadOnlyMemory<byte> utf8)
    {
        var (resource, report) = Examine(utf8, []);
        if (report.ToFault() is { } fault)
            return fault;
        if (resource!.TypeName != type.Name)
            return new Fault(FaultKind.Malformed, OperationOutcome.IssueType.Invalid, $"The body is a {resource.TypeName}; this address takes {type.Name}.", "resourceType", "wrong-type");
        return resource;
    }

    /// <summary>Profile and family checks of a resource that is already parsed, such as a Bundle's entry.</summary>
    public ValidationReport Check(Resource resource, IReadOnlyList<string> profiles)
    {
        var report = validator.Validate(resource, profiles);
        return families.Find(resource.TypeName) is { } type ? report.And(new([.. type.Check(resource)])) : report;
    }
}
