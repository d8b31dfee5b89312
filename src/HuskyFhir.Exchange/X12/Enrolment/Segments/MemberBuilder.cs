using HuskyFhir.Exchange.X12.Enrolment.Model;
using HuskyFhir.Exchange.X12.Enrolment.Structure;
using HuskyFhir.Exchange.X12.Reading;

namespace HuskyFhir.Exchange.X12.Enrolment.Segments;

/// <summary>Gathers one member from its segments, in whatever order they come.</summary>
internal sealed class MemberBuilder(TextCache texts)
{
    private readonly Dictionary<string, List<PartyBuilder>> parties = new(StringComparer.Ordinal);
    private readonly List<(Disability Disability, List<QualifiedDate> Dates)> disabilities = [];
    private readonly List<CoverageBuilder> coverages = [];
    private readonly CategoriesBuilder categories = new();
    private readonly List<Reference> references = [];
    private readonly List<QualifiedDate> dates = [];
    private readonly List<IReadOnlyList<string>> classes = [];
    private readonly List<Amount> amounts = [];
    private readonly List<Language> languages = [];
    private MemberDetail? detail;
    private Income? income;
    private HealthState? health;

    public void Take(SegmentNode node, Segment segment)
    {
        switch (node.Parent!.Part)
        {
            case LoopPart.Member:
                Own(node.Slot, segment);
                break;
            case LoopPart.Person:
                Person(node.Parent.Id, node.Slot, segment);
                break;
            case LoopPart.Disability when node.Slot == Slot.Disability:
                disabilities.Add((MemberCodec.Disability(segment, texts, []), []));
                break;
            case LoopPart.Disability:
                disabilities[^1].Dates.AddFound(PartCodec.Date(segment, texts));
                break;
            case LoopPart.Categories:
                categories.Take(node.Slot, segment, texts);
                break;
            default:
                if (node.Slot == Slot.Coverage)
                    coverages.Add(new(CoverageCodec.Coverage(segment, texts)));
                else
                    coverages[^1].Take(node, segment, texts);
                break;
        }
    }

    /// <summary>The member; null where the segments that make one are missing, which the checks have told.</summary>
    public MemberRecord? Build()
    {
        if (detail is null || First("2100A") is not { } named)
            return null;
        return new()
        {
            Detail = detail,
            References = [.. references],
            Dates = [.. dates],
            Party = named.Build(),
            Demographics = named.Demographics,
            EmploymentClasses = [.. classes],
            Income = income,
            Amounts = [.. amounts],
            Health = health,
            Languages = [.. languages],
            IncorrectName = First("2100B")?.Name,
            IncorrectDemographics = First("2100B")?.Demographics,
            MailingAddress = First("2100C")?.Address,
            Employers = All("2100D"),
            Schools = All("2100E"),
            CustodialParent = First("2100F")?.Build(),
            ResponsiblePersons = All("2100G"),
            DropOff = First("2100H")?.Build(),
            Disabilities = [.. disabilities.Select(static one => one.Disability with { Dates = one.Dates })],
            Coverages = [.. coverages.Select(static one => one.Build())],
            Categories = categories.Build(),
        };
    }

    private void Own(Slot slot, Segment segment)
    {
        if (slot == Slot.Detail)
            detail ??= MemberCodec.Detail(segment, texts);
        else if (slot == Slot.Reference)
            references.Add(PartCodec.Reference(segment, texts));
        else
            dates.AddFound(PartCodec.Date(segment, texts));
    }

    private void Person(string loop, Slot slot, Segment segment)
    {
        switch (slot)
        {
            case Slot.Name:
                if (!parties.TryGetValue(loop, out var of))
                    parties.Add(loop, of = []);
                of.Add(new(PartCodec.Name(segment, texts)));
                break;
            case Slot.EmploymentClass:
                classes.Add(MemberCodec.EmploymentClass(segment, texts));
                break;
            case Slot.Income:
                income ??= MemberCodec.Income(segment, texts);
                break;
            case Slot.Amount:
                amounts.AddFound(PartCodec.Amount(segment, texts));
                break;
            case Slot.Health:
                health ??= MemberCodec.Health(segment, texts);
                break;
            case Slot.Language:
                languages.Add(MemberCodec.Language(segment, texts));
                break;
            default:
                parties[loop][^1].Take(slot, segment, texts);
                break;
        }
    }

    private PartyBuilder? First(string loop) => parties.TryGetValue(loop, out var of) ? of[0] : null;

    private IReadOnlyList<Party> All(string loop) => parties.TryGetValue(loop, out var of) ? [.. of.Select(static one => one.Build())] : [];
}
