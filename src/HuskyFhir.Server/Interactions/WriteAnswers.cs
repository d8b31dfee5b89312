using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Interactions;

/// <summary>
/// How a write is answered (R4 sections 3.1.0.1.6 and 3.1.0.8), by itself and as an entry of a transaction.
/// </summary>
internal sealed class WriteAnswers(PublicBase publicBase)
{
    public static int Status(WriteOutcome outcome) =>
        outcome switch
        {
            WriteOutcome.Created => StatusCodes.Status201Created,
            WriteOutcome.Updated or WriteOutcome.Unchanged or WriteOutcome.Existing => StatusCodes.Status200OK,
            WriteOutcome.Deleted or WriteOutcome.Absent => StatusCodes.Status204NoContent,
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        };

    /// <summary>The address of the version that is now current; null where there is none.</summary>
    public string? Location(Written written) =>
        written.Outcome is WriteOutcome.Deleted or WriteOutcome.Absent
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{publicBase.Url}/{written.Resource.Type}/{written.Resource.Id:D}/_history/{written.Resource.Version}"
            );

    /// <summary>
    /// Whether the caller may see what was stored. A patch shows more than the caller sent, and the scope to update is
    /// none to read.
    /// </summary>
    public static bool Shows(Caller caller, FhirType type, bool isPatch) =>
        !isPatch || Policy.Decide(caller, Interaction.Read, type.Name, type.Openness).Fault is null;

    /// <summary>What <c>Prefer: return=OperationOutcome</c> asks for.</summary>
    public static OperationOutcome Outcome(Written written) =>
        OperationOutcomeWriter.Of([
            new(
                OperationOutcome.IssueSeverity.Information,
                OperationOutcome.IssueType.Informational,
                $"{written.Outcome}: {written.Resource.Type}/{written.Resource.Id:D}, version {written.Resource.Version}."
            ),
        ]);

    /// <param name="context">The request.</param>
    /// <param name="written">What was done.</param>
    /// <param name="shows">Whether the caller may see the resource.</param>
    public async Task WriteAsync(HttpContext context, Written written, bool shows)
    {
        context.Response.StatusCode = Status(written.Outcome);
        if (written.Outcome == WriteOutcome.Absent)
            return;
        VersionTags.Set(context, written.Resource);
        if (written.Outcome == WriteOutcome.Deleted)
            return;
        if (written.Outcome is WriteOutcome.Created or WriteOutcome.Existing)
            context.Response.Headers.Location = Location(written);
        if (shows)
            await BodyAsync(context, written);
    }

    private static Task BodyAsync(HttpContext context, Written written) =>
        Negotiation.Preference(context.Request, "return") switch
        {
            "minimal" => Task.CompletedTask,
            "operationoutcome" => ResponseWriter.WriteAsync(
                context,
                FhirJson.Write(Outcome(written)),
                Negotiation.Pretty(context.Request)
            ),
            _ => ResponseWriter.WriteAsync(context, written.Resource.Body, Negotiation.Pretty(context.Request)),
        };
}
