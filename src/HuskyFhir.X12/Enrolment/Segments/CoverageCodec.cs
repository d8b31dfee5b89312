using HuskyFhir.X12.Enrolment.Model;
using HuskyFhir.X12.Reading;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.X12.Enrolment.Segments;

/// <summary>Segments of loops 2300 to 2330.</summary>
internal static class CoverageCodec
{
    public static CoverageRecord Coverage(Segment segment, TextCache texts) =>
        new(
            texts.Required(segment, 1),
            texts.Required(segment, 3),
            texts.Of(segment, 4),
            texts.Of(segment, 5),
            MemberCodec.Flag(segment, 9)
        );

    public static IdentificationCard Card(Segment segment, TextCache texts) =>
        new(texts.Required(segment, 1), texts.Required(segment, 2), X12Values.Number(segment[3]), texts.Of(segment, 4));

    public static ProviderChange? Change(Segment segment, TextCache texts) =>
        X12Values.Date(segment[3]) is { } effective
            ? new(texts.Required(segment, 1), texts.Required(segment, 2), effective, texts.Required(segment, 5))
            : null;

    public static OtherBenefits Benefits(Segment segment, TextCache texts)
    {
        List<string> services = [];
        var value = segment[4];
        if (!value.IsEmpty && segment.Separators.Repetition is { } separator)
        {
            foreach (var part in value.Split(separator))
                services.Add(texts.Of(segment, value[part]) ?? string.Empty);
        }
        else if (!value.IsEmpty)
        {
            services.Add(texts.Required(segment, 4));
        }

        return new(texts.Required(segment, 1), texts.Of(segment, 2), texts.Required(segment, 3), services);
    }

    public static void Write(SegmentWriter writer, CoverageRecord value)
    {
        writer
            .Begin("HD")
            .Code(value.Maintenance)
            .Skip()
            .Code(value.Line)
            .Text(value.Plan, 1204)
            .Code(value.Level)
            .Skip(3)
            .Flag(value.LateEnrolment)
            .End();
        foreach (var date in value.Dates)
            PartCodec.Write(writer, date);
        foreach (var amount in value.Amounts)
            PartCodec.Write(writer, amount);
        foreach (var reference in value.References)
            PartCodec.Write(writer, reference);
        foreach (var card in value.Cards)
            writer.Begin("IDC").Text(card.Plan, 1204).Code(card.Type).Number(card.Count).Code(card.Action).End();
        foreach (var provider in value.Providers)
            Write(writer, provider);
        foreach (var benefits in value.OtherBenefits)
            Write(writer, benefits);
    }

    private static void Write(SegmentWriter writer, ProviderRecord value)
    {
        writer.Begin("LX").Code(value.Number).End();
        PartCodec.Write(writer, value.Party, contactsLast: true);
        if (value.Change is { } change)
            writer
                .Begin("PLA")
                .Code(change.Action)
                .Code(change.Entity)
                .Date(change.Effective)
                .Skip()
                .Code(change.Reason)
                .End();
    }

    private static void Write(SegmentWriter writer, OtherBenefits value)
    {
        writer
            .Begin("COB")
            .Code(value.Sequence)
            .Code(value.Policy)
            .Code(value.Coordination)
            .Repeated(value.Services, static service => [service])
            .End();
        foreach (var reference in value.References)
            PartCodec.Write(writer, reference);
        foreach (var date in value.Dates)
            PartCodec.Write(writer, date);
        foreach (var party in value.Parties)
            PartCodec.Write(writer, party, contactsLast: true);
    }
}
