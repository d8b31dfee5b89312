using System.Diagnostics.Metrics;
using System.Threading.Channels;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Firely;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Server.Conformance;

/// <summary>
/// Lets Firely's validator look at a share of accepted writes after their commit, outside of the request. The queue is
/// bounded: what does not fit is left out and counted. A difference is a metric and a log line of codes and paths; it
/// never touches the write.
/// </summary>
internal sealed partial class SecondOpinions : BackgroundService, ICommittedWrites
{
    private const int Capacity = 200;

    private readonly ValidationEngines engines;
    private readonly int percent;
    private readonly ILogger<SecondOpinions> log;
    private readonly ResourceParser parser = new();
    private readonly Meter meter = new("HuskyFhir.Validation");
    private readonly Counter<long> differences;
    private readonly Counter<long> left;
    private readonly Channel<ReadOnlyMemory<byte>> queue = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(Capacity) { SingleReader = true }
    );
    private long seen;

    public SecondOpinions(ValidationEngines engines, ValidationSettings settings, ILogger<SecondOpinions> log)
    {
        (this.engines, this.log) = (engines, log);
        percent = settings.SecondOpinionPercent;
        differences = meter.CreateCounter<long>(
            "husky.validation.differences",
            description: "Accepted writes that the other engine refuses"
        );
        left = meter.CreateCounter<long>(
            "husky.validation.second_opinions_left_out",
            description: "Writes that the second engine had no room for"
        );
    }

    /// <summary>
    /// Takes every so many-th write, evenly: a hundred writes bring as many looks as the setting says.
    /// </summary>
    public void Committed(ReadOnlyMemory<byte> body)
    {
        if (percent == 0)
            return;

        var number = Interlocked.Increment(ref seen);
        if (number * percent / 100 > (number - 1) * percent / 100 && !queue.Writer.TryWrite(body))
            left.Add(1);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Its work is all calculation: a thread of its own, so that requests do not wait for one.
        await foreach (var body in queue.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
            await System.Threading.Tasks.Task.Factory.StartNew(
                () => Look(body),
                stoppingToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
    }

    private void Look(ReadOnlyMemory<byte> body)
    {
        if (parser.Parse(body).Resource is not { } resource)
            return;

        var report = engines.Firely.Validate(resource, []);
        if (EngineComparison.Of(ValidationReport.Clean, report) is not { } difference)
            return;

        differences.Add(1, new("kind", difference.Kind.ToString()), new("type", resource.TypeName));
        LogDifference(log, resource.TypeName, difference.Kind, difference.Code, difference.Path);
    }

    [LoggerMessage(1110, LogLevel.Information, "The engines differ on a {Type}: {Kind}, {Code} at {Path}")]
    private static partial void LogDifference(ILogger log, string type, DifferenceKind kind, string code, string path);
}
