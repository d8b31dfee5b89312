using HuskyFhir.X12.Enrolment.Model;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.X12.Enrolment.Segments;

/// <summary>Writes the segments of a member in the order of the guide.</summary>
internal static class MemberEncoder
{
    public static void Write(SegmentWriter writer, MemberRecord member)
    {
        MemberCodec.Write(writer, member.Detail);
        foreach (var reference in member.References)
            PartCodec.Write(writer, reference);
        foreach (var date in member.Dates)
            PartCodec.Write(writer, date);
        Self(writer, member);
        Others(writer, member);
        foreach (var disability in member.Disabilities)
            MemberCodec.Write(writer, disability);
        foreach (var coverage in member.Coverages)
            CoverageCodec.Write(writer, coverage);
        Categories(writer, member.Categories);
    }

    private static void Self(SegmentWriter writer, MemberRecord member)
    {
        PartCodec.Write(writer, member.Party);
        if (member.Demographics is { } demographics)
            PartCodec.Write(writer, demographics);
        foreach (var classes in member.EmploymentClasses)
            MemberCodec.Write(writer, classes);
        if (member.Income is { } income)
            MemberCodec.Write(writer, income);
        foreach (var amount in member.Amounts)
            PartCodec.Write(writer, amount);
        if (member.Health is { } health)
            MemberCodec.Write(writer, health);
        foreach (var language in member.Languages)
            MemberCodec.Write(writer, language);
    }

    private static void Others(SegmentWriter writer, MemberRecord member)
    {
        if (member.IncorrectName is { } incorrect)
            PartCodec.Write(writer, incorrect);
        if (member.IncorrectDemographics is { } demographics)
            PartCodec.Write(writer, demographics);
        if (member.MailingAddress is { } mailing)
            PartCodec.Write(writer, new Party(new("31", true, null), [], mailing));
        foreach (var party in member.Employers.Concat(member.Schools))
            PartCodec.Write(writer, party);
        if (member.CustodialParent is { } parent)
            PartCodec.Write(writer, parent);
        foreach (var party in member.ResponsiblePersons)
            PartCodec.Write(writer, party);
        if (member.DropOff is { } dropOff)
            PartCodec.Write(writer, dropOff);
    }

    private static void Categories(SegmentWriter writer, IReadOnlyList<ReportingCategory> categories)
    {
        if (categories.Count == 0)
            return;
        writer.Begin("LS").Code("2700").End();
        foreach (var category in categories)
        {
            writer.Begin("LX").Code(category.Number).End();
            if (category.Name is not null)
                writer.Begin("N1").Code("75").Text(category.Name, 93).End();
            if (category.Reference is { } reference)
                PartCodec.Write(writer, reference);
            if (category.Date is { } date)
                PartCodec.Write(writer, date);
        }

        writer.Begin("LE").Code("2700").End();
    }
}
