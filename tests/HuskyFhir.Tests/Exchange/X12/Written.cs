using System.Text.Json;
using HuskyFhir.X12.Enrolment;
using HuskyFhir.X12.Enrolment.Model;
using HuskyFhir.X12.Reading;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.Tests.X12;

/// <summary>Files that our writer makes.</summary>
internal static class Written
{
    public static EnvelopeOptions Options { get; } =
        new(new("ZZ", "HUSKYPLAN"), new("ZZ", "DSSTEST"), "HUSKYPLAN", "DSSTEST", new(2026, 11, 23, 9, 30, 0), 41, 71);

    public static SetHeader Header { get; } =
        new()
        {
            Purpose = "00",
            Reference = "OUT-41",
            Created = new(2026, 11, 23, 9, 30, 0),
            Action = "2",
            MasterPolicy = "HUSKY-A",
            Dates = [new("007", new(2026, 11, 23))],
            Totals = [new("TO", 3)],
            Sponsor = new("P5", "STATE OF NUTMEG", "FI", "060000001"),
            Payer = new("IN", null, "FI", "060000002"),
            Administrators = [new("TV", "HUSKY PLAN", "FI", "060000003", "ACCOUNT", "SECOND")],
        };

    /// <summary>A member that is as small as one can be.</summary>
    public static MemberRecord Small(string id, string last = "INVENTED") =>
        new()
        {
            Detail = new(true, "18", "001", "43", "A"),
            References = [new("0F", id)],
            Party = new(new PartyName("IL", true, last, "ADA")),
        };

    public static async Task<(byte[] File, EnrolmentWriter Writer)> FileAsync(
        IEnumerable<IReadOnlyList<MemberRecord>> sets,
        EnvelopeOptions? options = null
    )
    {
        using var stream = new MemoryStream();
        var writer = new EnrolmentWriter(stream, options ?? Options);
        foreach (var set in sets)
        {
            Assert.Empty((await writer.BeginSetAsync(Header, TestContext.Current.CancellationToken)).Findings);
            foreach (var member in set)
            {
                var written = await writer.WriteAsync(member, TestContext.Current.CancellationToken);
                Assert.True(written.Place is not null, string.Join('\n', written.Findings));
            }

            writer.EndSet();
        }

        var length = await writer.CompleteAsync(TestContext.Current.CancellationToken);
        Assert.Equal(stream.Length, length);
        return (stream.ToArray(), writer);
    }

    /// <summary>Every value of a record, so that two can be compared whatever lists they keep them in.</summary>
    public static string Image(object? record) => JsonSerializer.Serialize(record);

    public static Separators Odd { get; } = new((byte)'!', (byte)'>', (byte)'\\', (byte)'~');
}
