using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.Documents;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>
/// A form by which a member chose a primary care provider: a current document of the member, of that kind, signed by
/// the member or by who
/// speaks for the member, with the paper itself. It stays with the request. Faults: 422 <c>form-of-another</c>,
/// <c>form-unfit</c>.
/// </summary>
internal static class SignedForm
{
    public static async Task<Fault?> RefuseAsync(
        (Guid? Member, Resource Resource)? found,
        RequestScope scope,
        CancellationToken cancellation
    )
    {
        if (found is not { Resource: DocumentReference form } || found.Value.Member != scope.Member)
            return No(
                "form-of-another",
                "The form is no document of this member here; store the signed form as a DocumentReference of the "
                    + "member, and name that."
            );
        var missing = new[]
        {
            form.Status == DocumentReferenceStatus.Current ? null : "the status current",
            DocumentKinds.Is(form, DocumentKinds.PcpForm)
                ? null
                : $"a category {DocumentKinds.System}|{DocumentKinds.PcpForm}",
            await IsSignedAsync(form, scope, cancellation)
                ? null
                : "who signed it as author: the member, or a RelatedPerson",
            form.Content.TrueForAll(static content => content.Attachment is { Url.Length: > 0 } or { Data.Length: > 0 })
            && form.Content.Count > 0
                ? null
                : "the paper itself as attachment",
        }
            .OfType<string>()
            .ToList();
        return missing.Count == 0
            ? null
            : No(
                "form-unfit",
                $"The form does not show the member's own choice; it lacks {string.Join(", and ", missing)}."
            );
    }

    private static async Task<bool> IsSignedAsync(
        DocumentReference form,
        RequestScope scope,
        CancellationToken cancellation
    )
    {
        foreach (var author in form.Author)
            if (References.Read(author) is { Type: "Patient", Id: { } signer } && signer == scope.Member)
                return true;
            else if (
                References.IdOf(author, "RelatedPerson") is { } person
                && (await scope.Facts.FindAsync(person, cancellation))?.Member == scope.Member
            )
                return true;
        return false;
    }

    private static Fault No(string rule, string text) =>
        new(FaultKind.Unprocessable, OperationOutcome.IssueType.BusinessRule, text, "Task.input", rule);
}
