using HuskyFhir.X12.Enrolment.Model;
using HuskyFhir.X12.Reading;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.X12.Enrolment.Segments;

/// <summary>Segments of loops 2000, 2100A and 2200.</summary>
internal static class MemberCodec
{
    public static MemberDetail Detail(Segment segment, TextCache texts) =>
        new(
            segment[1].SequenceEqual("Y"u8),
            texts.Required(segment, 2),
            texts.Required(segment, 3),
            texts.Of(segment, 4),
            texts.Required(segment, 5)
        )
        {
            MedicarePlan = texts.Of(segment, segment.Component(segment[6], 1)),
            MedicareReason = texts.Of(segment, segment.Component(segment[6], 2)),
            CobraEvent = texts.Of(segment, 7),
            Employment = texts.Of(segment, 8),
            Student = texts.Of(segment, 9),
            Handicapped = Flag(segment, 10),
            DeathDate = X12Values.Date(segment[12]),
            Confidentiality = texts.Of(segment, 13),
            BirthSequence = X12Values.Count(segment[17]),
        };

    public static void Write(SegmentWriter writer, MemberDetail value) =>
        writer
            .Begin("INS")
            .Flag(value.IsSubscriber)
            .Code(value.Relationship)
            .Code(value.Maintenance)
            .Code(value.Reason)
            .Code(value.BenefitStatus)
            .Composite(value.MedicarePlan, value.MedicareReason)
            .Code(value.CobraEvent)
            .Code(value.Employment)
            .Code(value.Student)
            .Flag(value.Handicapped)
            .Code(value.DeathDate is null ? null : "D8")
            .Date(value.DeathDate)
            .Code(value.Confidentiality)
            .Skip(3)
            .Number(value.BirthSequence)
            .End();

    public static IReadOnlyList<string> EmploymentClass(Segment segment, TextCache texts)
    {
        var codes = new List<string>(3);
        for (var at = 1; at <= 3; at++)
        {
            if (texts.Of(segment, at) is { } code)
                codes.Add(code);
        }

        return codes;
    }

    public static void Write(SegmentWriter writer, IReadOnlyList<string> classes)
    {
        writer.Begin("EC");
        foreach (var code in classes)
            writer.Code(code);
        writer.End();
    }

    public static Income? Income(Segment segment, TextCache texts) =>
        X12Values.Number(segment[2]) is { } wage
            ? new(
                texts.Required(segment, 1),
                wage,
                X12Values.Number(segment[3]),
                texts.Of(segment, 4),
                texts.Of(segment, 5)
            )
            : null;

    public static void Write(SegmentWriter writer, Income value) =>
        writer
            .Begin("ICM")
            .Code(value.Frequency)
            .Number(value.Wage)
            .Number(value.Hours)
            .Code(value.Location)
            .Code(value.Grade)
            .End();

    public static HealthState Health(Segment segment, TextCache texts) =>
        new(texts.Required(segment, 1), X12Values.Number(segment[2]), X12Values.Number(segment[3]));

    public static void Write(SegmentWriter writer, HealthState value) =>
        writer.Begin("HLH").Code(value.Code).Number(value.Height).Number(value.Weight).End();

    public static Language Language(Segment segment, TextCache texts) =>
        new(texts.Of(segment, 1), texts.Of(segment, 2), texts.Of(segment, 3), texts.Of(segment, 4));

    public static void Write(SegmentWriter writer, Language value) =>
        writer.Begin("LUI").Code(value.Qualifier).Code(value.Code).Text(value.Text, 352).Code(value.Use).End();

    public static Disability Disability(Segment segment, TextCache texts, IReadOnlyList<QualifiedDate> dates) =>
        new(texts.Required(segment, 1), texts.Of(segment, 7), texts.Of(segment, 8), dates);

    public static void Write(SegmentWriter writer, Disability value)
    {
        writer.Begin("DSB").Code(value.Type).Skip(5).Code(value.DiagnosisQualifier).Code(value.Diagnosis).End();
        foreach (var date in value.Dates)
            PartCodec.Write(writer, date);
    }

    public static bool? Flag(Segment segment, int element) =>
        segment[element] switch
        {
            [(byte)'Y'] => true,
            [(byte)'N'] => false,
            _ => null,
        };
}
