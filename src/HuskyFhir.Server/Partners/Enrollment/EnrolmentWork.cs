using HuskyFhir.Core.Files;
using HuskyFhir.Exchange.Enrolling;
using HuskyFhir.Exchange.Transports;
using HuskyFhir.Plan.Enrollment;
using HuskyFhir.Server.Partners.Declared;

namespace HuskyFhir.Server.Partners.Enrollment;

/// <summary>
/// Takes in what lies in the partners' boxes. A file stays there until it is done and answered; one that cannot be
/// taken now does not keep the others.
/// </summary>
internal sealed partial class EnrolmentWork(PartnerRegistry partners, Enroller enroller, ILogger<EnrolmentWork> log)
{
    /// <summary>What was done, in a few words.</summary>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        var (files, left) = (0, 0);
        foreach (var each in partners.All)
        {
            try
            {
                await using var way = each.Partner.Open();
                foreach (var file in await way.ListAsync(each.Settings.Enrolment.Inbox, cancellation))
                    if (await TakeAsync(each, way, file.Name, cancellation))
                        files++;
                    else
                        left++;
            }
            catch (TransportException fault)
            {
                LogBroken(log, each.Partner.Name, fault.Code, fault.Message);
                left++;
            }
        }

        return left == 0 ? $"{files} files" : $"{files} files, {left} left for the next time";
    }

    private async Task<bool> TakeAsync(
        ScheduledPartner each,
        ITransport way,
        string name,
        CancellationToken cancellation
    )
    {
        var settings = each.Settings.Enrolment;
        var folder = PrivateFiles.CreateFolder(Path.Combine(each.Partner.Spool, "enrolment"));
        var copy = Path.Combine(folder, name);
        try
        {
            EnrolmentReport report;
            await using (
                var file = new FileStream(
                    copy,
                    PrivateFiles.Options(FileMode.Create, FileAccess.ReadWrite, FileShare.Read)
                )
            )
            {
                await way.FetchAsync(settings.Inbox, name, file, cancellation);
                report = await enroller.TakeAsync(
                    file,
                    name,
                    settings.Options(each.Partner),
                    new TransportAnswers(way, settings.Outbox, folder),
                    null,
                    cancellation
                );
            }

            LogDone(
                log,
                each.Partner.Name,
                report.File.Id,
                report.File.State,
                report.Of(MemberOutcome.Created),
                report.Of(MemberOutcome.Changed),
                report.Of(MemberOutcome.Unchanged),
                report.Of(MemberOutcome.Rejected)
            );
            await way.RemoveAsync(settings.Inbox, name, cancellation);
            return true;
        }
        catch (IOException fault)
        {
            LogLeft(log, each.Partner.Name, fault.Message);
            return false;
        }
        finally
        {
            File.Delete(copy);
        }
    }

    [LoggerMessage(
        1401,
        LogLevel.Information,
        "enrolment from {Partner}: file {File} is {State}: {Created} created, {Changed} changed, {Unchanged} unchanged, {Rejected} rejected"
    )]
    private static partial void LogDone(
        ILogger log,
        string partner,
        Guid file,
        EnrolmentState state,
        long created,
        long changed,
        long unchanged,
        long rejected
    );

    [LoggerMessage(1402, LogLevel.Error, "enrolment from {Partner}: a file is left for the next time: {Message}")]
    private static partial void LogLeft(ILogger log, string partner, string message);

    [LoggerMessage(1403, LogLevel.Error, "enrolment from {Partner}: the way is broken ({Code}): {Message}")]
    private static partial void LogBroken(ILogger log, string partner, string code, string message);
}

/// <summary>Answers by the partner's own way, from a copy that is whole here first.</summary>
internal sealed class TransportAnswers(ITransport way, string box, string folder) : IAnswerBox
{
    /// <inheritdoc />
    public async Task PutAsync(string name, Func<Stream, Task> write, CancellationToken cancellation)
    {
        var copy = Path.Combine(folder, name);
        try
        {
            await using (var file = new FileStream(copy, PrivateFiles.Options(FileMode.Create, FileAccess.ReadWrite)))
                await write(file);
            await way.PutAsync(box, name, await LocalFile.OfAsync(copy, cancellation), cancellation);
        }
        finally
        {
            File.Delete(copy);
        }
    }
}
