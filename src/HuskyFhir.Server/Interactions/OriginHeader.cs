using System.Text;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Registry.Disclosures;
using HuskyFhir.Registry.Store.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Validation;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions;

/// <summary>
/// The header <c>X-Provenance</c> (R4 section 6.3.4.1): a Provenance in JSON without targets, which become the versions that the request
/// writes. Faults: 400 for what cannot be read or names targets, 422 for what breaks the profile.
/// </summary>
internal sealed class OriginHeader(Intake intake, PublicBase publicBase)
{
    /// <summary>In the place of targets that are not known yet.</summary>
    private const string Later = "urn:uuid:00000000-0000-4000-8000-000000000000";

    public Answer<WriteOrigin> Read(HttpRequest request, bool inBundle)
    {
        if (!request.Headers.TryGetValue(WriteOrigin.Header, out var values))
            return new WriteOrigin(inBundle, null);
        var json = Encoding.UTF8.GetBytes(values.ToString());
        var (parsed, report) = intake.Parse(json);
        if (report.ToFault() is { } unread)
            return Within(unread);
        if (parsed is not Provenance { Target.Count: 0 } provenance)
            return new Fault(FaultKind.Malformed, IssueType.Invalid, $"{WriteOrigin.Header} takes a Provenance in JSON without target; the targets are what the request writes.", WriteOrigin.Header, "provenance-header");
        LocalReferences.MakeRelative(provenance, json, publicBase.Url);
        provenance.Target = [new(Later)];
        var broken = intake.CheckAlone(provenance, []).ToFault();
        provenance.Target = [];
        return broken is null ? new WriteOrigin(inBundle, provenance) : Within(broken);
    }

    private static Fault Within(Fault fault) => new(fault.Kind, [.. fault.Issues.Select(static issue => issue with { Expression = $"{WriteOrigin.Header}: {issue.Expression}" })]);
}
