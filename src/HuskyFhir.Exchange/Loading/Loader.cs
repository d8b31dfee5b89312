using HuskyFhir.Core.Access;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;

namespace HuskyFhir.Exchange.Loading;

/// <summary>
/// Loads bundles, single resources and NDJSON through the write path. Idempotent: a resource that was loaded before,
/// known by its business key or by its source's id, is compared and gets a new version only when it differs. Each file,
/// line or transaction bundle is stored whole or refused whole; batches are transactions, so a killed load leaves whole
/// units and is simply started again.
/// </summary>
public sealed class Loader(
    Database database,
    Intake intake,
    WritePipeline writes,
    FhirTypeCatalog families,
    TimeProvider clock
)
{
    internal const int BatchSize = 400;

    /// <summary>Units of a transaction.</summary>
    internal int Batch { get; init; } = BatchSize;

    /// <summary>A batch ends at this many bytes as well: bundles may be large.</summary>
    private const long BatchBytes = 8 * 1024 * 1024;

    /// <summary>Loads files and folders.</summary>
    /// <param name="paths">Files (.json, .ndjson) or folders.</param>
    /// <param name="source">Whose ids the files use.</param>
    /// <param name="progress">Told how many units were worked through.</param>
    /// <param name="cancellation">Ends the load after the batch under way.</param>
    /// <exception cref="FileNotFoundException">A path does not exist, or a folder holds nothing to load.</exception>
    public async Task<LoadReport> LoadAsync(
        IReadOnlyList<string> paths,
        string source,
        IProgress<long>? progress,
        CancellationToken cancellation
    )
    {
        var files = paths.SelectMany(LoadSources.Files).ToList();
        var reader = new UnitReader(intake, families, source);
        var resolver = new UnitResolver(database, reader, new(Caller.Operator, RowFilter.Everything), clock);
        var request = $"load-{Guid.CreateVersion7(clock.GetUtcNow()):N}";
        var run = new LoadRun(reader, resolver, writes, request, Batch, progress);
        var reading = Task.FromResult<(List<LoadUnit>, List<Refusal>)>(([], []));
        await foreach (var batch in BatchesAsync(files, cancellation))
        {
            // The next batch is parsed while this one is written: two cores, two stages.
            var next = Task.Run(() => run.Read(batch), cancellation);
            await run.WriteAsync(await reading, cancellation);
            reading = next;
        }

        await run.WriteAsync(await reading, cancellation);
        var report = await run.FinishAsync(cancellation);
        // Only now it is known which assignments the members have, and which record names another provider than they
        // do.
        await new Assigner(writes, families, database, clock).ReconcileAsync(request, cancellation);
        return report;
    }

    private async IAsyncEnumerable<List<Piece>> BatchesAsync(
        List<string> files,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var batch = new List<Piece>(Batch);
        var bytes = 0L;
        foreach (var file in files)
        {
            await foreach (var piece in LoadSources.PiecesAsync(file, cancellation))
            {
                batch.Add(piece);
                bytes += piece.Json.Length;
                if (batch.Count < Batch && bytes < BatchBytes)
                    continue;
                yield return batch;
                (batch, bytes) = (new(Batch), 0);
            }
        }

        if (batch.Count > 0)
            yield return batch;
    }
}
