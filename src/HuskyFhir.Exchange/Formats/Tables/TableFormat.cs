using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using HuskyFhir.Core.Time;
using HuskyFhir.Exchange.Formats.Edi;
using HuskyFhir.Plan.ReportableChanges;

namespace HuskyFhir.Exchange.Formats.Tables;

/// <summary>
/// Changes, or everybody, in a partner's own layout: positional or delimited lines by a table in a file. Another
/// partner's layout is another file and no code. Answers are acknowledgment files with a line for each record.
/// </summary>
public sealed class TableFormat : IExchangeFormat
{
    private const int FlushAt = 256 * 1024;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    private readonly TableLines lines;

    private TableFormat(TableDefinition table) => (Table, lines) = (table, new(table));

    /// <summary>The layout.</summary>
    public TableDefinition Table { get; }

    /// <inheritdoc />
    public string Name => $"table:{Table.Name}";

    /// <inheritdoc />
    public string FileExtension => Table.Extension;

    internal Encoding Encoding =>
        Table.Encoding == "ascii" ? Encoding.ASCII : new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    internal string LineEnd => Table.LineEnd == "crlf" ? "\r\n" : "\n";

    /// <summary>The format of a table in a file.</summary>
    /// <exception cref="InvalidDataException">The file is no table that can be used; each flaw with its
    /// place.</exception>
    public static TableFormat Load(string file)
    {
        try
        {
            return Read(File.ReadAllText(file));
        }
        catch (InvalidDataException bad)
        {
            throw new InvalidDataException($"{file}: {bad.Message}", bad);
        }
    }

    /// <summary>The format of a table as JSON.</summary>
    /// <exception cref="InvalidDataException">It is no table that can be used; each flaw with its place.</exception>
    public static TableFormat Read(string json)
    {
        TableDefinition? table;
        try
        {
            table = JsonSerializer.Deserialize<TableDefinition>(json, Json);
        }
        catch (JsonException bad)
        {
            throw new InvalidDataException($"it is no table: {bad.Message}", bad);
        }

        if (table is null)
            throw new InvalidDataException("it is empty.");
        var flaws = TableChecks.Of(table);
        return flaws.Count == 0 ? new(table) : throw new InvalidDataException($"{string.Join("; ", flaws)}.");
    }

    /// <inheritdoc />
    public async Task<WrittenFile> WriteAsync(
        Stream target,
        FileHeading heading,
        IAsyncEnumerable<(MemberSnapshot Picture, MemberChanges Changes)> members,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(heading);
        await using var file = new DigestStream(target);
        var buffer = new ArrayBufferWriter<byte>(FlushAt + 65_536);
        var (placed, aside, remarked) = (
            new List<PlacedMember>(),
            new List<SetAsideMember>(),
            new List<SetAsideMember>()
        );
        var (changes, written) = (0, 1);
        Put(buffer, Line(Table.Header, Heading(heading)));
        await foreach (var (picture, told) in members.WithCancellation(cancellation))
        {
            if (told.Changes.Count == 0 && !heading.IsFull)
                continue;
            var remarks = new List<string>();
            var (composed, reason, key) = Compose(picture, told, heading, remarks);
            if (composed is null)
            {
                aside.Add(new(picture.Member, reason!));
                continue;
            }

            foreach (var line in composed)
                Put(buffer, line);
            placed.Add(new(picture.Member, string.Empty, written + 1, written + composed.Count) { Key = key });
            (written, changes) = (written + composed.Count, changes + told.Changes.Count);
            if (remarks.Count > 0)
                remarked.Add(new(picture.Member, string.Join("; ", remarks.Distinct())));
            if (buffer.WrittenCount >= FlushAt)
                await FlushAsync(file, buffer, cancellation);
        }

        var counts = Heading(heading);
        counts["file.lines"] = (written + 1).ToString(CultureInfo.InvariantCulture);
        counts["file.members"] = placed.Count.ToString(CultureInfo.InvariantCulture);
        counts["file.changes"] = changes.ToString(CultureInfo.InvariantCulture);
        Put(buffer, Line(Table.Trailer, counts));
        await FlushAsync(file, buffer, cancellation);
        await file.FlushAsync(cancellation);
        return new(file.Count, file.Sha256(), heading.ControlNumber, changes, placed, aside, []) { Remarks = remarked };
    }

    /// <inheritdoc />
    public async Task<ReadAnswer> ReadAnswerAsync(Stream answer, CancellationToken cancellation) =>
        TableAnswers.Read(Table, lines, await AnswerBytes.ReadAsync(answer, cancellation));

    /// <summary>All lines of a member, or why there are none.</summary>
    private (List<string>? Lines, string? Reason, ulong Key) Compose(
        MemberSnapshot picture,
        MemberChanges told,
        FileHeading heading,
        List<string> remarks
    )
    {
        var report = new MappingReport(told);
        if (HouseholdRecords.Read(picture, told, heading, report) is not { } household)
            return (null, report.Obstacle ?? "What is stored of the member is no JSON; store it again with a PUT.", 0);
        remarks.AddRange(report.Remarks);
        var member = SnapshotFields.Of(household[0]);
        remarks.AddRange(
            member
                .Keys.Where(static source => !TableSources.OfMember.Contains(source))
                .Select(static source => $"{source} has no place in a layout")
        );
        var composed = new List<string>();
        foreach (var record in Table.Records)
        {
            var all = record.Each switch
            {
                "person" => household.Skip(1).Select(SnapshotFields.OfPerson),
                "change" => SnapshotFields.Changes(household[0].Categories),
                _ =>
                [
                    [],
                ],
            };
            foreach (var own in all)
            {
                var values = own.Count == 0 ? member : member.Concat(own).ToDictionary(StringComparer.Ordinal);
                if (record.Optional && TableLines.IsEmpty(record, values))
                    continue;
                var (line, flaw) = lines.Write(record, values, remarks);
                if (line is null)
                    return (
                        null,
                        $"The layout {Table.Name} refuses it: {flaw!.Reason}. Correct the member's record.",
                        0
                    );
                composed.Add(line);
            }
        }

        return (composed, null, MemberKey.Of(member.GetValueOrDefault("member.id") ?? string.Empty));
    }

    private string Line(TableRecord record, Dictionary<string, string> values)
    {
        var (line, flaw) = lines.Write(record, values, []);
        return line
            ?? throw new ArgumentException($"The settings make no line of the layout {Table.Name}: {flaw!.Reason}.");
    }

    private static Dictionary<string, string> Heading(FileHeading heading)
    {
        var made = TimeZoneInfo.ConvertTime(heading.Created, ProgrammeTime.Zone);
        return new(StringComparer.Ordinal)
        {
            ["file.number"] = heading.ControlNumber.ToString(CultureInfo.InvariantCulture),
            ["file.date"] = made.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["file.time"] = made.ToString("HHmmss", CultureInfo.InvariantCulture),
            ["file.sender"] = heading.Sender.Id,
            ["file.receiver"] = heading.Receiver.Id,
            ["file.kind"] = heading.IsFull ? "full" : "changes",
            ["file.test"] = heading.IsTest ? "T" : "P",
        };
    }

    private void Put(ArrayBufferWriter<byte> buffer, string line)
    {
        Encoding.GetBytes(line, buffer);
        Encoding.GetBytes(LineEnd, buffer);
    }

    private static async Task FlushAsync(
        DigestStream file,
        ArrayBufferWriter<byte> buffer,
        CancellationToken cancellation
    )
    {
        await file.WriteAsync(buffer.WrittenMemory, cancellation);
        buffer.ResetWrittenCount();
    }
}
