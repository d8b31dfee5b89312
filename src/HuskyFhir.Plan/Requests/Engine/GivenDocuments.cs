using Hl7.Fhir.Model;
using HuskyFhir.Plan.Documents;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>
/// Which of the documents that are given with a request (<c>input[document]</c>) were written for it, and are hidden
/// with it. A document has a life of its own, and stays with those who may see it, where
/// <list type="bullet">
/// <item>a provider's client stored it, or</item>
/// <item>it was stored before the request was filed, and somebody other than the member and the member's related persons
/// is named as its author, or</item>
/// <item>it is an advance directive, a form by which a PCP was chosen, or a statement that stands with a disputed
/// record.</item>
/// </list>
/// Every other one was written for the request. It is judged once, when it is given.
/// </summary>
internal static class GivenDocuments
{
    private const string FirstStored =
        "SELECT r.id, COALESCE((SELECT v.updated FROM versions v WHERE v.id = r.id AND v.version = 1), r.updated), "
        + "(SELECT a.organization FROM authors a WHERE a.id = r.id) FROM resources r WHERE r.id {ids}";

    /// <summary>Judges those that this version gives, and keeps the answer with the request.</summary>
    public static async System.Threading.Tasks.Task JudgeAsync(RequestScope scope, CancellationToken cancellation)
    {
        var given = Ids(scope.Task);
        if (scope.Before is { } before)
            given.ExceptWith(Ids(before));
        if (given.Count == 0 || scope.Task.GetExtension(CaseRecord.Url) is null)
            return;
        var stored = (
            await scope.Following.Work.QueryEachAsync(
                FirstStored,
                [.. given],
                static row => (Id: row.Uuid(0), At: row.Long(1), Organization: row.UuidOrNull(2)),
                cancellation
            )
        ).ToDictionary(static row => row.Id);
        // Filed with its first version; what an earlier transaction stored is older.
        var filed = scope.Case.Clock.Received is { } received && scope.Before is not null ? received : scope.Now;
        foreach (var id in given)
        {
            var known = stored.TryGetValue(id, out var row);
            if (
                (await scope.Facts.FindAsync(id, cancellation))?.Resource is DocumentReference document
                && !((known && row.Organization is not null) || WritesNow(id, scope))
                && !(known && row.At < filed.UtcTicks && IsByOthers(document))
                && !StandsByItself(document)
            )
                CaseRecord.AddWritten(scope.Task, $"DocumentReference/{id:D}");
        }
    }

    /// <summary>Whether a provider's client stores it in this transaction.</summary>
    private static bool WritesNow(Guid id, RequestScope scope) =>
        scope.Following.Writing("DocumentReference").FirstOrDefault(step => step.Write.Id == id) is { } step
        && step.Written.Outcome == WriteOutcome.Created
        && step.Write.Ask.Author is not null;

    private static bool IsByOthers(DocumentReference document) =>
        document.Author.Exists(static author =>
            References.Read(author) is { Type: "Practitioner" or "PractitionerRole" or "Organization" or "Device" }
        );

    private static bool StandsByItself(DocumentReference document) =>
        DocumentKinds.IsOfDispute(document)
        || DocumentKinds.Is(document, DocumentKinds.PcpForm)
        || DocumentReferenceType.IsDirective(document);

    private static HashSet<Guid> Ids(Hl7.Fhir.Model.Task task) =>
        [
            .. TaskTerms
                .InputsOf<ResourceReference>(task, "document")
                .Select(static each => References.IdOf(each, "DocumentReference"))
                .OfType<Guid>(),
        ];
}
