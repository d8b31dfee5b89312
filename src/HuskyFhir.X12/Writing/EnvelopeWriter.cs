using System.Buffers;
using System.Globalization;

namespace HuskyFhir.X12.Writing;

/// <summary>
/// Writes one interchange with one group, and counts what is in it. What is written waits in a small buffer until <see
/// cref="FlushAsync"/>.
/// </summary>
internal sealed class EnvelopeWriter
{
    private const int FlushAt = 65_536;

    private readonly Stream target;
    private readonly EnvelopeOptions options;
    private readonly ArrayBufferWriter<byte> buffer = new(FlushAt + 16_384);
    private int sets;
    private string setNumber = string.Empty;
    private bool groupOpen;

    public EnvelopeWriter(Stream target, EnvelopeOptions options)
    {
        this.target = target;
        this.options = options.Checked();
        Segments = new(buffer, options.Separators, options.Characters, options.Lines);
        Header();
    }

    /// <summary>For the content.</summary>
    public SegmentWriter Segments { get; }

    /// <summary>Bytes written so far.</summary>
    public long Written { get; private set; }

    /// <summary>Bytes of the file so far, with those that wait.</summary>
    public long Length => Written + buffer.WrittenCount;

    /// <summary>GS06 as it is written.</summary>
    public string GroupNumber => Number(options.GroupNumber);

    /// <summary>Whatever is already encoded, with the number of its segments.</summary>
    public void Raw(ReadOnlySpan<byte> encoded, int segments)
    {
        buffer.Write(encoded);
        Segments.Count += segments;
    }

    public void OpenGroup(string functionalId, string version)
    {
        Segments
            .Begin("GS")
            .Code(functionalId)
            .Code(options.SenderCode)
            .Code(options.ReceiverCode)
            .Code(Day)
            .Code(Minute)
            .Code(GroupNumber)
            .Code("X")
            .Code(version)
            .End();
        groupOpen = true;
    }

    /// <summary>Opens a transaction set; its number.</summary>
    public string OpenSet(string id, string version)
    {
        setNumber = (options.FirstSetNumber + sets++).ToString("0000", CultureInfo.InvariantCulture);
        Segments.Count = 0;
        Segments.Begin("ST").Code(id).Code(setNumber).Code(version).End();
        return setNumber;
    }

    public void CloseSet() => Segments.Begin("SE").Number(Segments.Count + 1).Code(setNumber).End();

    /// <summary>GE and IEA; nothing can be written afterwards.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (groupOpen)
            Segments.Begin("GE").Number(sets).Code(GroupNumber).End();
        Segments.Begin("IEA").Number(groupOpen ? 1 : 0).Code(Interchange).End();
        await FlushAsync(cancellationToken);
        await target.FlushAsync(cancellationToken);
    }

    /// <summary>Writes to the stream once enough waits, so that memory stays flat.</summary>
    public ValueTask FlushIfFullAsync(CancellationToken cancellationToken) =>
        buffer.WrittenCount < FlushAt ? default : new(FlushAsync(cancellationToken));

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await target.WriteAsync(buffer.WrittenMemory, cancellationToken);
        Written += buffer.WrittenCount;
        buffer.ResetWrittenCount();
    }

    private void Header()
    {
        var separators = options.Separators;
        Segments
            .Begin("ISA")
            .Code("00")
            .Fixed(string.Empty, 10)
            .Code("00")
            .Fixed(string.Empty, 10)
            .Code(options.Sender.Qualifier)
            .Fixed(options.Sender.Id, 15)
            .Code(options.Receiver.Qualifier)
            .Fixed(options.Receiver.Id, 15)
            .Code(options.Created.ToString("yyMMdd", CultureInfo.InvariantCulture))
            .Code(Minute);
        Segments
            .Separator(separators.Repetition ?? (byte)'U')
            .Code("00501")
            .Code(Interchange)
            .Code(options.AcknowledgementRequested ? "1" : "0")
            .Code(options.IsTest ? "T" : "P")
            .Separator(separators.Component)
            .End();
    }

    private string Interchange => options.InterchangeNumber.ToString("000000000", CultureInfo.InvariantCulture);

    private string Day => options.Created.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private string Minute => options.Created.ToString("HHmm", CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
