using HuskyFhir.X12.Enrolment.Model;
using HuskyFhir.X12.Reading;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.X12.Enrolment.Segments;

/// <summary>Segments that occur in many loops: each is read and written here, side by side.</summary>
internal static class PartCodec
{
    public static Reference Reference(Segment segment, TextCache texts) =>
        new(texts.Required(segment, 1), texts.Required(segment, 2));

    public static void Write(SegmentWriter writer, Reference value) =>
        writer.Begin("REF").Code(value.Qualifier).Code(value.Value).End();

    /// <summary>Null where the date cannot be read; the checks have told that.</summary>
    public static QualifiedDate? Date(Segment segment, TextCache texts)
    {
        if (segment[2].SequenceEqual("RD8"u8))
            return X12Values.Range(segment[3]) is var (from, to) ? new(texts.Required(segment, 1), from, to) : null;
        return X12Values.Date(segment[3]) is { } day ? new(texts.Required(segment, 1), day) : null;
    }

    public static void Write(SegmentWriter writer, QualifiedDate value)
    {
        writer.Begin("DTP").Code(value.Qualifier);
        if (value.To is { } to)
            writer.Code("RD8").Code($"{value.From:yyyyMMdd}-{to:yyyyMMdd}").End();
        else
            writer.Code("D8").Date(value.From).End();
    }

    public static Amount? Amount(Segment segment, TextCache texts) =>
        X12Values.Number(segment[2]) is { } value ? new(texts.Required(segment, 1), value) : null;

    public static void Write(SegmentWriter writer, Amount value) =>
        writer.Begin("AMT").Code(value.Qualifier).Number(value.Value).End();

    public static PartyName Name(Segment segment, TextCache texts) =>
        new(
            texts.Required(segment, 1),
            !segment[2].SequenceEqual("2"u8),
            texts.Of(segment, 3),
            texts.Of(segment, 4),
            texts.Of(segment, 5),
            texts.Of(segment, 6),
            texts.Of(segment, 7),
            texts.Of(segment, 8),
            texts.Of(segment, 9),
            texts.Of(segment, 10)
        );

    public static void Write(SegmentWriter writer, PartyName value) =>
        writer
            .Begin("NM1")
            .Code(value.Entity)
            .Code(value.IsPerson ? "1" : "2")
            .Text(value.Last, 1035)
            .Text(value.First, 1036)
            .Text(value.Middle, 1037)
            .Text(value.Prefix, 1038)
            .Text(value.Suffix, 1039)
            .Code(value.IdQualifier)
            .Code(value.Id)
            .Code(value.Relationship)
            .End();

    public static Contact Contact(Segment segment, TextCache texts)
    {
        var numbers = new List<ContactNumber>(3);
        for (var at = 3; at <= 7; at += 2)
        {
            if (!segment[at].IsEmpty && !segment[at + 1].IsEmpty)
                numbers.Add(new(texts.Required(segment, at), texts.Required(segment, at + 1)));
        }

        return new(texts.Required(segment, 1), texts.Of(segment, 2), numbers);
    }

    public static void Write(SegmentWriter writer, Contact value)
    {
        writer.Begin("PER").Code(value.Function).Text(value.Name, 93);
        foreach (var number in value.Numbers)
            writer.Code(number.Qualifier).Code(number.Value);
        writer.End();
    }

    public static void Write(SegmentWriter writer, PostalAddress value)
    {
        for (var at = 0; at < value.Lines.Count; at += 2)
            writer
                .Begin("N3")
                .Text(value.Lines[at], 166)
                .Text(at + 1 < value.Lines.Count ? value.Lines[at + 1] : null, 166)
                .End();
        if (value.City is not null)
            writer
                .Begin("N4")
                .Text(value.City, 19)
                .Code(value.State)
                .Code(value.PostalCode)
                .Code(value.Country)
                .Code(value.LocationQualifier)
                .Code(value.Location)
                .Code(value.Subdivision)
                .End();
    }

    /// <summary>
    /// A name and what follows it: numbers before the address, but behind it for loops 2310 and 2330.
    /// </summary>
    public static void Write(SegmentWriter writer, Party value, bool contactsLast = false)
    {
        Write(writer, value.Name);
        if (contactsLast && value.Address is { } address)
            Write(writer, address);
        foreach (var contact in value.Contacts)
            Write(writer, contact);
        if (!contactsLast && value.Address is { } behind)
            Write(writer, behind);
    }

    public static Demographics Demographics(Segment segment, TextCache texts)
    {
        List<Race> races = [];
        var value = segment[5];
        if (!value.IsEmpty && segment.Separators.Repetition is { } separator)
        {
            foreach (var part in value.Split(separator))
                races.Add(Race(segment, value[part], texts));
        }
        else if (!value.IsEmpty)
        {
            races.Add(Race(segment, value, texts));
        }

        return new(
            X12Values.Date(segment[2]),
            texts.Of(segment, 3),
            texts.Of(segment, 4),
            races,
            texts.Of(segment, 6),
            texts.Of(segment, 10),
            texts.Of(segment, 11)
        );
    }

    public static void Write(SegmentWriter writer, Demographics value) =>
        writer
            .Begin("DMG")
            .Code(value.BirthDate is null ? null : "D8")
            .Date(value.BirthDate)
            .Code(value.Gender)
            .Code(value.MaritalStatus)
            .Repeated(value.Races, static race => [race.Code, race.Qualifier, race.Detail])
            .Code(value.Citizenship)
            .Skip(3)
            .Code(value.CollectionQualifier)
            .Code(value.Collection)
            .End();

    private static Race Race(Segment segment, ReadOnlySpan<byte> value, TextCache texts) =>
        new(
            texts.Of(segment, segment.Component(value, 1)),
            texts.Of(segment, segment.Component(value, 2)),
            texts.Of(segment, segment.Component(value, 3))
        );
}
