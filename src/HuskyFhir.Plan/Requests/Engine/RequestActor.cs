using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>
/// In which role somebody acts. The plan's clients send what members and others ask of it, so that for a filing the
/// requester says it; a provider's client acts for its organisation alone. Faults: 422 <c>request-requester</c>,
/// <c>requester-of-another</c>,
/// <c>authorization-of-another</c>, and those of <see cref="SignedForm"/>.
/// </summary>
internal static class RequestActor
{
    /// <summary>
    /// Relationships that are authority by themselves (v3-RoleCode): guardians, and holders of a power of attorney.
    /// </summary>
    private static readonly string[] Authorities = ["GUARD", "HPOWATT", "POWATT", "RESPRSN", "SPOWATT"];

    /// <summary>Parents have it while the child is under age.</summary>
    private static readonly string[] Parents = ["PRN", "MTH", "FTH", "NMTH", "NFTH", "ADOPTP", "STPPRN", "PRNFOST"];

    /// <summary>Who moves a request.</summary>
    public static Actors Mover(Caller caller) =>
        caller.Kind switch
        {
            CallerKind.Provider => Actors.Provider,
            CallerKind.Agency => Actors.Agency,
            CallerKind.Plan => Actors.Staff,
            _ => Actors.None,
        };

    /// <summary>Who files one, whether it takes the member's authorisation, and whether that is there.</summary>
    public static async Task<Result<(Actors By, bool Represented, bool Authorized)>> FilerAsync(
        RequestScope scope,
        KindRules rules,
        CancellationToken cancellation
    )
    {
        var (caller, member, facts) = (scope.Step.Write.Ask.Grant.Caller, scope.Member, scope.Facts);
        if (!(await AuthorizedAsync(scope, rules, cancellation)).Try(out var authorized, out var fault))
            return fault;
        if (caller.Kind == CallerKind.Provider)
            return await IsOwnAsync(scope, caller, cancellation)
                ? (Actors.Provider, false, authorized)
                : No(
                    "request-requester",
                    "Name as who asks your own organization, somebody who works for it, or this member or a "
                        + "related person of the member, by an address here.",
                    "Task.requester"
                );
        var requester = References.Read(scope.Task.Requester);
        switch (requester)
        {
            case { Type: "Patient", Id: { } patient }:
                return patient == member
                    ? (Actors.Member, false, authorized)
                    : No(
                        "requester-of-another",
                        "The requester is another member; a representative is a RelatedPerson of this one.",
                        "Task.requester"
                    );
            case { Type: "RelatedPerson", Id: { } person }:
                if (
                    await facts.FindAsync(person, cancellation) is not { Resource: RelatedPerson related } found
                    || found.Member != member
                )
                    return No(
                        "requester-of-another",
                        "The requester is no related person of this member.",
                        "Task.requester"
                    );
                return (Actors.Member, !await HasAuthorityAsync(related, member, facts, cancellation), authorized);
            case { Type: "Practitioner" or "PractitionerRole" }:
                return (Actors.Provider, false, authorized);
            case { Type: "Organization", Id: { } organization }:
                return (await OfAsync(organization, facts, cancellation), false, authorized);
            default:
                return (Actors.Staff, false, authorized);
        }
    }

    /// <summary>Whether the member's own word is there, as the kind wants it shown, and is the member's.</summary>
    public static async Task<Result<bool>> AuthorizedAsync(
        RequestScope scope,
        KindRules rules,
        CancellationToken cancellation
    )
    {
        var given = TaskTerms.InputsOf<ResourceReference>(scope.Task, rules.Authorization).ToList();
        foreach (var each in given)
        {
            var found = References.Read(each) is { Type: "DocumentReference" or "Consent", Id: { } id }
                ? await scope.Facts.FindAsync(id, cancellation)
                : null;
            if (
                rules.Authorization == ServiceKinds.SignedForm
                && await SignedForm.RefuseAsync(found, scope, cancellation) is { } unfit
            )
                return unfit;
            if (found?.Member != scope.Member)
                return No(
                    "authorization-of-another",
                    "The authorisation is no document of this member here; store the signed paper as a DocumentReference of the member, and name that.",
                    "Task.input"
                );
        }

        return given.Count > 0;
    }

    /// <summary>
    /// A provider's client speaks for its organization: in its own name, or for the member whose request it is.
    /// </summary>
    private static async Task<bool> IsOwnAsync(RequestScope scope, Caller caller, CancellationToken cancellation) =>
        scope.Task.Requester is not { Reference.Length: > 0 }
        || References.Read(scope.Task.Requester) switch
        {
            { Type: "Patient", Id: { } patient } => patient == scope.Member,
            { Type: "RelatedPerson", Id: { } person } => await scope.Facts.FindAsync(person, cancellation)
                is { Resource: RelatedPerson } found
                && found.Member == scope.Member,
            _ => await DecisionFacts.IsOfAsync(scope.Task.Requester, caller.Organization, scope, cancellation),
        };

    private static async Task<bool> HasAuthorityAsync(
        RelatedPerson person,
        Guid member,
        CaseFacts facts,
        CancellationToken cancellation
    )
    {
        var codes = person
            .Relationship.SelectMany(static each => each.Coding)
            .Select(static coding => coding.Code)
            .ToList();
        if (codes.Any(Authorities.Contains))
            return true;
        return codes.Any(Parents.Contains)
            && await facts.FindAsync(member, cancellation) is { Resource: Patient { BirthDate: { } born } }
            && Interval.Of(born) is { } birth
            && ProgrammeTime.Day(new(birth.Low, TimeSpan.Zero)).PlusYears(18) > ProgrammeTime.Day(facts.Now);
    }

    /// <summary>
    /// An organisation that pays is the plan, one of government the Department, and any other a provider.
    /// </summary>
    private static async Task<Actors> OfAsync(Guid organization, CaseFacts facts, CancellationToken cancellation)
    {
        var types = (await facts.FindAsync(organization, cancellation))?.Resource is Organization found
            ? found.Type.SelectMany(static type => type.Coding).Select(static coding => coding.Code).ToList()
            : [];
        return types.Contains("pay") || types.Contains("ins") || types.Contains("payer") ? Actors.Staff
            : types.Contains("govt") ? Actors.Agency
            : Actors.Provider;
    }

    private static Fault No(string rule, string text, string expression) =>
        new(FaultKind.Unprocessable, OperationOutcome.IssueType.BusinessRule, text, expression, rule);
}
