using System.Text;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Documents;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Resources.Types;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Effects;

/// <summary>
/// A statement of disagreement as a document that stands with the disputed record: the correction that was asked for,
/// its refusal, and what
/// the member says to it (45 CFR 164.526(d)(4)). It names the record and not the request, which stays between the
/// member and the plan.
/// </summary>
internal static class StatementOfDisagreement
{
    private const string Loinc = "http://loinc.org";

    /// <summary>The document about a record.</summary>
    public static async Task<DocumentReference> OfAsync(
        RequestScope scope,
        string record,
        Guid document,
        CancellationToken cancellation
    )
    {
        var asked = References.Read(scope.Task.ReasonReference)?.Id is { } earlier
            ? (await scope.Facts.FindAsync(earlier, cancellation))?.Resource as Task
            : null;
        var text = new StringBuilder("Statement of disagreement (45 CFR 164.526(d)(2))\n");
        if (asked is not null)
        {
            text.Append("\nThe correction that was asked for:\n")
                .Append(await SaidAsync(asked, "medRecCxReq", scope, cancellation));
            text.Append("\nWhy it was refused:\n").Append(Refusal(asked));
        }

        text.Append("\nWhat the member says to that:\n")
            .Append(await SaidAsync(scope.Task, "medRecCxDenialDisagree", scope, cancellation));
        return new()
        {
            Status = DocumentReferenceStatus.Current,
            Identifier = [new(Systems.DocumentKey, $"disagreement-{document:N}")],
            Type = new(Loinc, "51851-4") { Text = "Statement of disagreement" },
            Category = [new(DocumentKinds.System, DocumentKinds.Statement)],
            Subject = new($"Patient/{scope.Member:D}"),
            Date = scope.Now,
            Author = [(ResourceReference?)scope.Task.Requester?.DeepCopy() ?? new($"Patient/{scope.Member:D}")],
            Description = "The member disagrees with this record",
            Content = [new() { Attachment = Words(text.ToString()) }, .. Papers(scope.Task).Select(Copy)],
            Context = new() { Related = [new(record)] },
        };
    }

    private static Attachment Words(string text) =>
        new()
        {
            ContentType = "text/plain; charset=utf-8",
            Data = Encoding.UTF8.GetBytes(text),
            Title = "Statement of disagreement",
        };

    private static DocumentReference.ContentComponent Copy(Attachment paper) =>
        new() { Attachment = (Attachment)paper.DeepCopy() };

    private static string Refusal(Task asked)
    {
        var lines = (asked.StatusReason?.Coding ?? [])
            .Select(static coding => coding.Display ?? coding.Code)
            .Append(asked.StatusReason?.Text)
            .OfType<string>()
            .Distinct()
            .ToList();
        return lines.Count == 0 ? "No reason is on record.\n" : string.Concat(lines.Select(static line => line + "\n"));
    }

    /// <summary>What somebody wrote, in words or in a message.</summary>
    private static async Task<string> SaidAsync(
        Task task,
        string code,
        RequestScope scope,
        CancellationToken cancellation
    )
    {
        var said = new StringBuilder();
        foreach (var input in Inputs(task, code))
            if (input is FhirString { Value: { } words })
                said.Append(words).Append('\n');
            else if (input is Attachment paper)
                said.Append("See the attached paper")
                    .Append(paper.Title is { } title ? $": {title}" : string.Empty)
                    .Append('\n');
            else if (
                input is ResourceReference link
                && References.Read(link)?.Id is { } id
                && await scope.Facts.FindAsync(id, cancellation) is { Resource: Communication message } found
                && found.Member == scope.Member
            )
                foreach (var part in message.Payload.Select(static part => part.Content).OfType<FhirString>())
                    said.Append(part.Value).Append('\n');
        return said.ToString();
    }

    private static IEnumerable<Attachment> Papers(Task task) =>
        Inputs(task, "medRecCxDenialDisagree")
            .OfType<Attachment>()
            .Where(static paper => paper is { Data.Length: > 0 } or { Url.Length: > 0 });

    private static IEnumerable<DataType> Inputs(Task task, string code) =>
        task
            .Input.Where(input => input.Type?.Coding.Exists(coding => coding.Code == code) == true)
            .Select(static input => input.Value);
}
