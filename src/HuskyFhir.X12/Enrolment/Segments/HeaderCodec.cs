using System.Globalization;
using HuskyFhir.X12.Enrolment.Model;
using HuskyFhir.X12.Enrolment.Structure;
using HuskyFhir.X12.Reading;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.X12.Enrolment.Segments;

/// <summary>Gathers and writes what stands before the members.</summary>
internal sealed class HeaderCodec(TextCache texts)
{
    private static readonly Organization Nobody = new(string.Empty, null, null, null);

    private readonly List<QualifiedDate> dates = [];
    private readonly List<Total> totals = [];
    private readonly List<Organization> administrators = [];
    private SetHeader header = new()
    {
        Purpose = string.Empty,
        Reference = string.Empty,
        Created = null,
        Action = string.Empty,
        Sponsor = Nobody,
        Payer = Nobody,
    };

    public void Take(SegmentNode node, Segment segment)
    {
        switch (node.Slot)
        {
            case Slot.Beginning:
                header = Beginning(segment);
                break;
            case Slot.Reference:
                header = header with { MasterPolicy = header.MasterPolicy ?? texts.Of(segment, 2) };
                break;
            case Slot.Date:
                dates.AddFound(PartCodec.Date(segment, texts));
                break;
            case Slot.Total:
                totals.AddFound(
                    X12Values.Number(segment[2]) is { } value ? new Total(texts.Required(segment, 1), value) : null
                );
                break;
            case Slot.Account:
                administrators[^1] = administrators[^1] with
                {
                    Account = texts.Of(segment, 1),
                    SecondAccount = texts.Of(segment, 6),
                };
                break;
            default:
                Take(
                    node.Parent!.Id,
                    new(texts.Required(segment, 1), texts.Of(segment, 2), texts.Of(segment, 3), texts.Of(segment, 4))
                );
                break;
        }
    }

    public SetHeader Build() => header with { Dates = dates, Totals = totals, Administrators = administrators };

    public static void Write(SegmentWriter writer, SetHeader value)
    {
        writer
            .Begin("BGN")
            .Code(value.Purpose)
            .Code(value.Reference)
            .Date(value.Created is { } day ? DateOnly.FromDateTime(day) : null)
            .Code(value.Created?.ToString("HHmm", CultureInfo.InvariantCulture))
            .Code(value.TimeZone)
            .Code(value.OriginalReference)
            .Skip()
            .Code(value.Action)
            .End();
        if (value.MasterPolicy is { } policy)
            PartCodec.Write(writer, new Reference("38", policy));
        foreach (var date in value.Dates)
            PartCodec.Write(writer, date);
        foreach (var total in value.Totals)
            writer.Begin("QTY").Code(total.Qualifier).Number(total.Value).End();
        Write(writer, value.Sponsor);
        Write(writer, value.Payer);
        foreach (var administrator in value.Administrators)
            Write(writer, administrator);
    }

    private static void Write(SegmentWriter writer, Organization value)
    {
        writer.Begin("N1").Code(value.Entity).Text(value.Name, 93).Code(value.IdQualifier).Code(value.Id).End();
        if (value.Account is not null)
            writer.Begin("ACT").Code(value.Account).Skip(4).Code(value.SecondAccount).End();
    }

    private void Take(string loop, Organization organization)
    {
        if (loop == "1000A")
            header = header with { Sponsor = organization };
        else if (loop == "1000B")
            header = header with { Payer = organization };
        else
            administrators.Add(organization);
    }

    private SetHeader Beginning(Segment segment) =>
        header with
        {
            Purpose = texts.Required(segment, 1),
            Reference = texts.Required(segment, 2),
            Created =
                X12Values.Date(segment[3]) is { } day && X12Values.Time(segment[4]) is { } time
                    ? day.ToDateTime(time)
                    : null,
            TimeZone = texts.Of(segment, 5),
            OriginalReference = texts.Of(segment, 6),
            Action = texts.Required(segment, 8),
        };
}
