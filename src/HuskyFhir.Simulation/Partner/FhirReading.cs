using HuskyFhir.Exchange.Formats.Fhir;
using HuskyFhir.Exchange.Runs;
using HuskyFhir.Exchange.Transports;

namespace HuskyFhir.Simulation.Partner;

/// <summary>
/// A file of messages with its manifest, answered by two acknowledgements: of the arrival and of the content.
/// </summary>
internal sealed class FhirReading(SimulatedConduct conduct) : ISimulatedReading
{
    private readonly List<FhirFault> faults = [];
    private string? flaw;

    public bool IsComplete(string path) => File.Exists(path + FileManifest.Suffix);

    public async Task<SimulatedContent> ReadAsync(string path, LocalFile file, CancellationToken cancellation)
    {
        var manifest =
            FileManifest.Read(await File.ReadAllBytesAsync(path + FileManifest.Suffix, cancellation))
            ?? throw new InvalidDataException($"The manifest of {Path.GetFileName(path)} cannot be read.");
        await using var stream = File.OpenRead(path);
        flaw = await MessageFile.ProveAsync(stream, manifest, cancellation);
        if (flaw is not null)
            return new(manifest.ControlNumber, false, 0, 0);
        stream.Position = 0;
        var lines = 0;
        await foreach (var message in MessageFile.ReadAsync(stream, cancellation))
        {
            if (conduct.Refuses(lines++))
                faults.Add(new(message.Line, "member-unknown"));
        }

        return new(manifest.ControlNumber, true, lines, faults.Count);
    }

    public Task<IReadOnlyList<(string Name, byte[] Content)>> AnswerAsync(
        PartnerLedgerEntry entry,
        CancellationToken cancellation
    )
    {
        FhirAnswer Answer(string stage, string verdict, IReadOnlyList<FhirFault> said, string? code = null) =>
            new(entry.Number, entry.Sha256, stage, verdict, said, code);
        var answers = entry.Verdict switch
        {
            "taken" => new List<FhirAnswer>
            {
                Answer("receipt", "accepted", []),
                Answer("content", faults.Count > 0 ? "accepted-with-errors" : "accepted", faults),
            },
            "rejected" => [Answer("receipt", "rejected", [], flaw ?? "closed")],
            _ => [Answer("receipt", "rejected", [], "duplicate")],
        };
        if (conduct.Stray)
            answers.Add(new(999_999_998, entry.Sha256, "content", "accepted", []));
        return Task.FromResult<IReadOnlyList<(string, byte[])>>([
            .. answers.Select(static (answer, at) => ($"{at}-{answer.Stage}.json", answer.Write())),
        ]);
    }

    public void Clear(string path) => File.Delete(path + FileManifest.Suffix);
}
