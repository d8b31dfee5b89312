using HuskyFhir.X12.Enrolment.Model;
using HuskyFhir.X12.Enrolment.Structure;
using HuskyFhir.X12.Reading;

namespace HuskyFhir.X12.Enrolment.Segments;

/// <summary>Gathers one member from its segments, in whatever order they come.</summary>
internal sealed class MemberBuilder(TextCache texts)
{
    /// <summary>By the last letter of the loops 2100A to 2100H.</summary>
    private readonly List<PartyBuilder>?[] parties = new List<PartyBuilder>?[8];
    private readonly List<(Disability Disability, List<QualifiedDate> Dates)> disabilities = [];
    private readonly List<CoverageBuilder> coverages = [];
    private CategoriesBuilder? categories;
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
                Person(node.Parent.Id[^1] - 'A', node.Slot, segment);
                break;
            case LoopPart.Disability when node.Slot == Slot.Disability:
                disabilities.Add((MemberCodec.Disability(segment, texts, []), []));
                break;
            case LoopPart.Disability:
                disabilities[^1].Dates.AddFound(PartCodec.Date(segment, texts));
                break;
            case LoopPart.Categories:
                (categories ??= new()).Take(node.Slot, segment, texts);
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
        if (detail is null || First('A') is not { } named)
            return null;
        return new()
        {
            Detail = detail,
            References = references,
            Dates = dates,
            Party = named.Build(),
            Demographics = named.Demographics,
            EmploymentClasses = classes,
            Income = income,
            Amounts = amounts,
            Health = health,
            Languages = languages,
            IncorrectName = First('B')?.Name,
            IncorrectDemographics = First('B')?.Demographics,
            MailingAddress = First('C')?.Address,
            Employers = All('D'),
            Schools = All('E'),
            CustodialParent = First('F')?.Build(),
            ResponsiblePersons = All('G'),
            DropOff = First('H')?.Build(),
            Disabilities = [.. disabilities.Select(static one => one.Disability with { Dates = one.Dates })],
            Coverages = [.. coverages.Select(static one => one.Build())],
            Categories = categories?.Build() ?? [],
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

    private void Person(int loop, Slot slot, Segment segment)
    {
        switch (slot)
        {
            case Slot.Name:
                (parties[loop] ??= []).Add(new(PartCodec.Name(segment, texts)));
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
                parties[loop]![^1].Take(slot, segment, texts);
                break;
        }
    }

    private PartyBuilder? First(char loop) => parties[loop - 'A']?[0];

    private IReadOnlyList<Party> All(char loop) =>
        parties[loop - 'A'] is { } of ? [.. of.Select(static one => one.Build())] : [];
}
