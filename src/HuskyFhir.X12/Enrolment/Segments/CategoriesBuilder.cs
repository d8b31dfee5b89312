using HuskyFhir.X12.Enrolment.Model;
using HuskyFhir.X12.Enrolment.Structure;
using HuskyFhir.X12.Reading;

namespace HuskyFhir.X12.Enrolment.Segments;

/// <summary>Gathers loop 2700.</summary>
internal sealed class CategoriesBuilder
{
    private readonly List<ReportingCategory> categories = [];

    public void Take(Slot slot, Segment segment, TextCache texts)
    {
        if (slot == Slot.Number)
            categories.Add(new(texts.Required(segment, 1), null, null, null));
        else if (categories.Count > 0)
            categories[^1] = With(categories[^1], slot, segment, texts);
    }

    public IReadOnlyList<ReportingCategory> Build() => categories.Count == 0 ? [] : [.. categories];

    private static ReportingCategory With(ReportingCategory category, Slot slot, Segment segment, TextCache texts) =>
        slot switch
        {
            Slot.Organization => category with { Name = texts.Of(segment, 2) },
            Slot.Reference => category with { Reference = category.Reference ?? PartCodec.Reference(segment, texts) },
            Slot.Date => category with { Date = category.Date ?? PartCodec.Date(segment, texts) },
            _ => category,
        };
}
