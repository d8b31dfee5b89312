using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Requests.Effects;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>
/// Requests that were granted and wait for what a transaction does not have; for the jobs that bring it.
/// </summary>
public sealed class GrantedRequests(Database database)
{
    private const int AtATime = 500;

    /// <summary>The oldest of a kind, as they are stored.</summary>
    public Task<List<StoredResource>> OfAsync(string kind, CancellationToken cancellation) =>
        database.QueryAsync(
            new(
                $"SELECT {StoredResource.Columns} FROM request_states s JOIN resources r ON r.id = s.id WHERE s.kind = $1 AND s.business = 'granted' ORDER BY s.id LIMIT {AtATime}",
                kind
            ),
            StoredResource.From,
            cancellation
        );

    /// <summary>The time that a request is about; null where it names none.</summary>
    public static Interval? Period(Task task) => Interval.Of(TaskTerms.Input<Period>(task, "period"));

    /// <summary>Completes a request with a file, and says what else is to be written.</summary>
    public static IReadOnlyList<WriteCommand> Complete(
        Task task,
        string kind,
        string output,
        string title,
        byte[] file,
        Guid member,
        Grant grant,
        Func<string, FhirType> types,
        DateTimeOffset now
    )
    {
        var (document, asks) = HandedOver.Of(
            new(file, HuskyFhir.Resources.Contents.ContentKind.Records, title),
            kind,
            member,
            grant,
            types,
            now
        );
        TaskTerms.Output(task, output, new ResourceReference($"DocumentReference/{document:D}"));
        TaskTerms.Stand(task, TaskTerms.Kind(task)!, States.Done);
        return asks;
    }
}
