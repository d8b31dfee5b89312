using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Requests.Kinds;
using FhirTask = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>
/// What of a request is settled with its filing. Faults: 422 <c>due-set-by-client</c>, <c>request-settled</c>,
/// <c>input-removed</c>,
/// <c>output-removed</c>; 403 <c>only-inputs</c> for a provider, <c>only-hearing</c> for the Department.
/// </summary>
internal static class ProtectedFields
{
    /// <summary>What may change though it was given out: a hearing is put off.</summary>
    private static readonly string[] Movable = ["hearing-date"];

    /// <summary>Whether the service's own words were written by someone else.</summary>
    public static bool SetsDue(FhirTask? before, FhirTask sent) =>
        (TaskTerms.Due(sent) is { } due && (before is null || TaskTerms.Due(before) != due))
        || (
            sent.GetExtension(CaseRecord.Url) is { } kept
            && before?.GetExtension(CaseRecord.Url)?.IsExactly(kept) != true
        );

    /// <summary>
    /// Whether it is a change of an earlier version: its reckoning is another one, and agrees with its own date.
    /// </summary>
    public static bool IsStale(FhirTask before, FhirTask sent) =>
        sent.GetExtension(CaseRecord.Url) is { } kept
        && before.GetExtension(CaseRecord.Url)?.IsExactly(kept) == false
        && CaseRecord.Until(sent) is { } until
        && TaskTerms.Due(sent) is { } due
        && due.Low <= until.UtcTicks
        && until.UtcTicks < due.High;

    /// <summary>All that a new version may not change.</summary>
    public static Fault? Refuse(FhirTask before, FhirTask sent, KindRules rules, Actors by)
    {
        var issues = Issues(before, sent, rules).ToList();
        if (issues.Count > 0)
            return new(FaultKind.Unprocessable, issues);
        return by switch
        {
            Actors.Provider when !OnlyAdds(before, sent, static _ => { }) => No(
                "A provider adds inputs to its request, or takes it back; the plan does the rest.",
                "only-inputs"
            ),
            Actors.Agency when !OnlyAdds(before, sent, Heard) => No(
                "The Department moves a hearing, says who hears it, and adds inputs, outputs, notes and more time; the "
                    + "plan does the rest.",
                "only-hearing"
            ),
            _ => null,
        };
    }

    /// <summary>What of a hearing the Department may change.</summary>
    private static void Heard(FhirTask task)
    {
        (task.Owner, task.Output, task.Note, task.ExecutionPeriod) = (null, [], [], null);
        task.Extension.RemoveAll(static each => each.Url == MoreTime.Url);
    }

    private static Fault No(string text, string rule) =>
        new(FaultKind.Forbidden, OperationOutcome.IssueType.Forbidden, text, null, rule);

    /// <summary>Puts back what is the service's, so that a client may leave it out.</summary>
    public static void Restore(FhirTask before, FhirTask sent)
    {
        if (before.Restriction?.Period is { } period)
            (sent.Restriction ??= new()).Period = (Period)period.DeepCopy();
        foreach (var url in new[] { CaseRecord.Url, TaskTerms.DueDate })
            if (before.GetExtension(url) is { } kept && sent.GetExtension(url) is null)
                sent.Extension.Add((Extension)kept.DeepCopy());
        KeepNotices(before, sent);
        if (
            before.Identifier.Find(static each => each.System == Systems.CaseNumber) is { } number
            && !sent.Identifier.Exists(static each => each.System == Systems.CaseNumber)
        )
            sent.Identifier.Add((Identifier)number.DeepCopy());
    }

    /// <summary>What was told stays told, in its order; a sweep adds to it.</summary>
    private static void KeepNotices(FhirTask before, FhirTask sent)
    {
        var told = before.Extension.Where(static each => each.Url == HuskyFhir.Plan.Notices.SentNotice.Url).ToList();
        if (told.Count == 0)
            return;
        var more = sent
            .Extension.Where(each => each.Url == HuskyFhir.Plan.Notices.SentNotice.Url && !told.Exists(each.IsExactly))
            .ToList();
        sent.Extension.RemoveAll(static each => each.Url == HuskyFhir.Plan.Notices.SentNotice.Url);
        sent.Extension.AddRange([.. told.Select(static each => (Extension)each.DeepCopy()), .. more]);
    }

    private static IEnumerable<Issue> Issues(FhirTask before, FhirTask sent, KindRules rules)
    {
        if (SetsDue(before, sent))
            yield return Say(
                "due-set-by-client",
                $"When a request is due follows from the law and is computed here; leave it as it is ({rules.Law}).",
                rules.DueInExtension ? "Task.extension" : "Task.restriction.period"
            );
        if (!MoreTime.Stand(before, sent))
            yield return Say(
                "request-settled",
                "Time that was given stays given; add one husky-more-time without noticed.",
                "Task.extension"
            );
        foreach (
            var (name, was, now) in new (string, Base?, Base?)[]
            {
                ("for", before.For, sent.For),
                ("requester", before.Requester, sent.Requester),
                ("authoredOn", before.AuthoredOnElement, sent.AuthoredOnElement),
                ("focus", before.Focus, sent.Focus),
            }
        )
            if (was is not null && (now is null || !was.IsExactly(now)))
                yield return Say(
                    "request-settled",
                    $"{name} is settled with the filing; make a new request for another.",
                    "Task." + name
                );
        if (before.PartOf.Count > 0 && !before.PartOf.IsExactly(sent.PartOf))
            yield return Say(
                "request-settled",
                "partOf is settled with the filing; make a new request for another.",
                "Task.partOf"
            );
        if (before.Input.Exists(input => !sent.Input.Exists(input.IsExactly)))
            yield return Say("input-removed", "What was sent with a request stays; add to it.", "Task.input");
        if (
            before.Output.Exists(output =>
                !output.Type.Coding.Exists(static coding => Movable.Contains(coding.Code))
                && !sent.Output.Exists(output.IsExactly)
            )
        )
            yield return Say("output-removed", "What was given out stays; add to it.", "Task.output");
    }

    private static bool OnlyAdds(FhirTask before, FhirTask sent, Action<FhirTask> free)
    {
        var (one, other) = ((FhirTask)before.DeepCopy(), (FhirTask)sent.DeepCopy());
        Restore(before, other);
        foreach (var each in new[] { one, other })
        {
            free(each);
            (
                each.Id,
                each.Meta,
                each.Text,
                each.Status,
                each.BusinessStatus,
                each.StatusReason,
                each.Input,
                each.Extension
            ) = (
                null,
                null,
                null,
                null,
                null,
                null,
                [],
                [.. each.Extension.OrderBy(static extension => extension.Url, StringComparer.Ordinal)]
            );
        }

        return one.IsExactly(other);
    }

    private static Issue Say(string rule, string text, string expression) =>
        Issue.Error(OperationOutcome.IssueType.BusinessRule, text, expression, rule);
}
