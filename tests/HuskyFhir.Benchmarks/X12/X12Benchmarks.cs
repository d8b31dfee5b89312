using BenchmarkDotNet.Attributes;
using HuskyFhir.X12.Enrolment;
using HuskyFhir.X12.Enrolment.Model;
using HuskyFhir.X12.Envelope;
using HuskyFhir.X12.Reading;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.Benchmarks.X12;

/// <summary>
/// An 834 of 100,000 members, from memory and to nowhere: segments alone, the proof with its digest, members as
/// records, and writing.
/// </summary>
[MemoryDiagnoser]
public class X12Benchmarks
{
    private const int Members = 100_000;

    private static readonly EnvelopeOptions Options = new(
        new("ZZ", "HUSKYPLAN"),
        new("ZZ", "DSSTEST"),
        "HUSKYPLAN",
        "DSSTEST",
        new(2026, 11, 23, 9, 30, 0),
        1,
        1
    );

    private readonly MemberRecord[] records = [.. Enumerable.Range(0, 1_000).Select(Member)];
    private byte[] file = [];
    private FileProof? proof;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        using var stream = new MemoryStream();
        await WriteAsync(stream);
        file = stream.ToArray();
        proof = await ProveAsync();
        if (!proof.Sound)
            throw new InvalidOperationException(proof.Findings[0].Text);
        Console.WriteLine($"The file has {file.Length:N0} bytes.");
    }

    [Benchmark]
    public async Task<long> SegmentsAsync()
    {
        using var reader = new SegmentReader(new MemoryStream(file), ReadLimits.Default);
        while (await reader.ReadAsync(CancellationToken.None)) { }

        return reader.Segments;
    }

    [Benchmark]
    public Task<FileProof> ProveAsync() =>
        InterchangeValidator.ProveAsync(
            new MemoryStream(file),
            Expectation.Enrolment,
            ReadLimits.Default,
            CancellationToken.None
        );

    [Benchmark]
    public async Task<int> MembersAsync()
    {
        var usable = 0;
        await foreach (
            var part in EnrolmentReader.ReadAsync(
                new MemoryStream(file),
                proof!,
                Strictness.Tolerant,
                ReadLimits.Default,
                CancellationToken.None
            )
        )
            usable += part is MemberRead { Usable: true } ? 1 : 0;
        return usable == Members ? usable : throw new InvalidOperationException("A member was refused.");
    }

    [Benchmark]
    public Task WriteAsync() => WriteAsync(Stream.Null);

    private async Task WriteAsync(Stream stream)
    {
        var writer = new EnrolmentWriter(stream, Options);
        await writer.BeginSetAsync(
            new()
            {
                Purpose = "00",
                Reference = "1",
                Created = new(2026, 11, 23, 9, 30, 0),
                Action = "2",
                Sponsor = new("P5", "STATE", "FI", "060000001"),
                Payer = new("IN", "PLAN", "FI", "060000002"),
            },
            CancellationToken.None
        );
        for (var at = 0; at < Members; at++)
        {
            if ((await writer.WriteAsync(records[at % records.Length], CancellationToken.None)).Place is null)
                throw new InvalidOperationException("A member was refused.");
        }

        await writer.CompleteAsync(CancellationToken.None);
    }

    /// <summary>A member of some 550 bytes, as enrolment files have them.</summary>
    private static MemberRecord Member(int number) =>
        new()
        {
            Detail = new(true, "18", "021", "XN", "A") { Employment = "AC" },
            References =
            [
                new("0F", $"M{number:00000000}"),
                new("1L", "HUSKYA"),
                new("3H", $"C{number:0000000}"),
                new("23", $"{number:000000000}"),
            ],
            Dates = [new("356", new(2026, 11, 1)), new("303", new(2026, 11, 5))],
            Party = new(
                new("IL", true, $"INVENTED{number % 311}", $"ADA{number % 97}", "Q"),
                [
                    new(
                        "IP",
                        null,
                        [new("HP", $"203555{number % 10_000:0000}"), new("CP", $"860555{number % 10_000:0000}")]
                    ),
                ],
                new([$"{number} INVENTED LANE", "APT 2"], "NEW HAVEN", "CT", "06510", null, "CY", "09009")
            ),
            Demographics = new(
                new DateOnly(1950, 1, 1).AddDays(number * 17 % 25_000),
                "F",
                "S",
                [new(null, "RET", "2106-3")]
            ),
            Income = new("4", 2150.50m + number, 160),
            Languages = [new("LD", "SPA", null, "7")],
            MailingAddress = new(["PO BOX 17"], "HARTFORD", "CT", "06101"),
            Coverages =
            [
                new("021", "HLT", "HUSKY A", "IND")
                {
                    Dates = [new("348", new(2026, 11, 1))],
                    Providers =
                    [
                        new(
                            "1",
                            new(
                                new(
                                    "P3",
                                    true,
                                    "PILLBRIGHT",
                                    "ADA",
                                    IdQualifier: "XX",
                                    Id: "1000000004",
                                    Relationship: "25"
                                )
                            ),
                            new("2", "1P", new(2026, 11, 1), "14")
                        ),
                    ],
                },
            ],
        };
}
