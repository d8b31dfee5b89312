using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using HuskyFhir.Exchange.Runs;

namespace HuskyFhir.Server.Partners;

/// <summary>
/// The meter <c>HuskyFhir.Exchange</c>; each figure has the tag <c>partner</c>. <c>dotnet-counters</c> and every
/// OpenTelemetry collector read it.
/// </summary>
internal sealed class ExchangeMeter : IDisposable
{
    /// <summary>Its name.</summary>
    public const string Name = "HuskyFhir.Exchange";

    private readonly Meter meter = new(Name);
    private readonly ConcurrentDictionary<string, ExchangeFigures> figures = new(StringComparer.Ordinal);
    private readonly Counter<long> sent;
    private readonly Counter<long> acknowledged;
    private readonly Counter<long> rejected;
    private readonly Counter<long> aside;
    private readonly Counter<long> quarantined;
    private readonly Counter<long> notices;

    public ExchangeMeter()
    {
        sent = meter.CreateCounter<long>("husky.exchange.sent", "{member}", "Members in files that were delivered.");
        acknowledged = meter.CreateCounter<long>(
            "husky.exchange.acknowledged",
            "{member}",
            "Members that the partner took."
        );
        rejected = meter.CreateCounter<long>(
            "husky.exchange.rejected",
            "{member}",
            "Members that the partner refused."
        );
        aside = meter.CreateCounter<long>("husky.exchange.set_aside", "{member}", "Members that could not be written.");
        quarantined = meter.CreateCounter<long>(
            "husky.exchange.quarantined",
            "{file}",
            "Answers that could not be used."
        );
        notices = meter.CreateCounter<long>(
            "husky.exchange.notices",
            "{notice}",
            "Notices to the operator that were sent."
        );
        meter.CreateObservableGauge(
            "husky.exchange.pending",
            () => Each(static now => now.Depth),
            "{change}",
            "Changes that wait."
        );
        meter.CreateObservableGauge(
            "husky.exchange.oldest_pending_age",
            () => Each(static now => now.OldestSeconds),
            "s",
            "Age of the oldest of them."
        );
        meter.CreateObservableGauge(
            "husky.exchange.awaited",
            () => Each(static now => now.Awaited),
            "{run}",
            "Files whose answer is awaited."
        );
        meter.CreateObservableGauge(
            "husky.exchange.late",
            () => Each(static now => now.Late),
            "{run}",
            "Of these late or missing."
        );
    }

    public void Count(string partner, RunReport report)
    {
        var tag = new KeyValuePair<string, object?>("partner", partner);
        if (report is { End: RunEnd.Sent, Run: { } run })
            sent.Add(run.Members, tag);
        if (report is { End: RunEnd.Sent or RunEnd.Empty, Run: { } done })
            aside.Add(done.Aside, tag);
        acknowledged.Add(report.Answers.Acknowledged, tag);
        rejected.Add(report.Answers.Rejected, tag);
        quarantined.Add(report.Answers.Quarantined, tag);
    }

    /// <summary>Counts notices that were sent.</summary>
    public void Told(int sent) => notices.Add(sent);

    /// <summary>Whether an instrument is one of this meter's, in a process that has several.</summary>
    public bool Owns(Instrument instrument) => instrument.Meter == meter;

    public void Show(string partner, ExchangeFigures now) => figures[partner] = now;

    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<double>> Each(Func<ExchangeFigures, double> what) =>
        figures.Select(pair => new Measurement<double>(
            what(pair.Value),
            new KeyValuePair<string, object?>("partner", pair.Key)
        ));
}

/// <summary>How things stand with a partner.</summary>
/// <param name="Depth">Changes that wait.</param>
/// <param name="OldestSeconds">Age of the oldest of them.</param>
/// <param name="Awaited">Files whose answer is awaited.</param>
/// <param name="Late">Of these late or missing.</param>
internal sealed record ExchangeFigures(long Depth, double OldestSeconds, long Awaited, long Late);
