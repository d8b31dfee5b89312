using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Plan.Requests.Moves;
using HuskyFhir.Resources.Types;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>
/// A request that a load brings: it has its history elsewhere, so that its state is taken as it is and only its date is
/// reckoned. Faults: 422 <c>state-unknown</c>, <c>authored-missing</c>.
/// </summary>
internal static class ImportedRequest
{
    public static Fault? Adopt(RequestScope scope, KindRules rules)
    {
        var task = scope.Task;
        if (task.AuthoredOn is null)
            return new(
                FaultKind.Unprocessable,
                OperationOutcome.IssueType.Required,
                "A request that was filed elsewhere says when, in authoredOn: its time runs from then.",
                "Task.authoredOn",
                "authored-missing"
            );
        if (scope.Before is { } before)
            ProtectedFields.Restore(before, task);
        var request = CaseRecord.Read(task, rules);
        if (!rules.AllStates.Contains(request.State))
            return new(
                FaultKind.Unprocessable,
                OperationOutcome.IssueType.BusinessRule,
                $"A request of kind {rules.Code} is never {request.State}.",
                "Task.status",
                "state-unknown"
            );
        if (task.GetExtension(CaseRecord.Url) is null)
        {
            var known = scope.Facts.Programme(scope.Member, request.Clock.Received ?? scope.Now);
            request = request with
            {
                Clock = request.Clock with
                {
                    Programme = known ?? request.Clock.Programme,
                    Ended = request.State.Ended ? EndOf(task) : null,
                    InternalReviewAsked = rules.Kind == RequestKind.ExternalReview ? Earlier(scope)?.Received : null,
                    AppealDecided =
                        rules.Follows.Length > 0 && Earlier(scope) is { WasLost: true } lost ? lost.Ended : null,
                },
            };
        }

        TaskTerms.Stand(task, rules, request.State);
        MoreTime.Give(task, scope.Now);
        // What came in closed had its day too: without it a report could not tell whether the answer was late.
        var book = scope.Options.Clocks;
        CaseRecord.Write(
            task,
            request,
            request.State.Ended ? RequestClocks.Lawful(book, request) : RequestClocks.Due(book, request)
        );
        scope.Case = request;
        return null;
    }

    /// <summary>
    /// When it ended, as its record says; null where the record does not, since the day on which it came in would call
    /// every late answer timely.
    /// </summary>
    private static DateTimeOffset? EndOf(Task task) => Moment(task.ExecutionPeriod?.End) ?? Moment(task.LastModified);

    private static DateTimeOffset? Moment(string? text) =>
        Interval.Of(text) is { } interval ? new(interval.Low, TimeSpan.Zero) : null;

    /// <summary>The request that it follows on, by its own reference.</summary>
    private static KnownRequest? Earlier(RequestScope scope) =>
        References.Read(scope.Task.PartOf.FirstOrDefault())?.Id is { } id
            ? scope.Facts.Others(scope.Member, scope.Step.Write.Id).FirstOrDefault(each => each.Id == id)
            : null;
}
