using HuskyFhir.X12.Enrolment.Model;
using HuskyFhir.X12.Enrolment.Structure;
using HuskyFhir.X12.Reading;

namespace HuskyFhir.X12.Enrolment.Segments;

/// <summary>Gathers loop 2300 with the loops in it.</summary>
internal sealed class CoverageBuilder(CoverageRecord coverage)
{
    private readonly List<QualifiedDate> dates = [];
    private readonly List<Amount> amounts = [];
    private readonly List<Reference> references = [];
    private readonly List<IdentificationCard> cards = [];
    private readonly List<ProviderRecord> providers = [];
    private readonly List<OtherBenefits> others = [];
    private readonly List<Party> otherParties = [];
    private List<Reference> otherReferences = [];
    private List<QualifiedDate> otherDates = [];
    private OtherBenefits? other;
    private PartyBuilder? party;
    private ProviderChange? change;
    private string? providerNumber;

    public void Take(SegmentNode node, Segment segment, TextCache texts)
    {
        switch (node.Parent!.Id)
        {
            case "2300":
                Own(node.Slot, segment, texts);
                break;
            case "2310":
                Provider(node.Slot, segment, texts);
                break;
            default:
                Other(node, segment, texts);
                break;
        }
    }

    public CoverageRecord Build()
    {
        CloseProvider();
        CloseOther();
        return coverage with
        {
            Dates = dates,
            Amounts = amounts,
            References = references,
            Cards = cards,
            Providers = providers,
            OtherBenefits = others,
        };
    }

    private void Own(Slot slot, Segment segment, TextCache texts)
    {
        if (slot == Slot.Date)
            dates.AddFound(PartCodec.Date(segment, texts));
        else if (slot == Slot.Amount)
            amounts.AddFound(PartCodec.Amount(segment, texts));
        else if (slot == Slot.Reference)
            references.Add(PartCodec.Reference(segment, texts));
        else if (slot == Slot.Card)
            cards.Add(CoverageCodec.Card(segment, texts));
    }

    private void Provider(Slot slot, Segment segment, TextCache texts)
    {
        if (slot == Slot.Number)
        {
            CloseProvider();
            providerNumber = texts.Required(segment, 1);
        }
        else if (slot == Slot.Name)
            party ??= new(PartCodec.Name(segment, texts));
        else if (slot == Slot.ProviderChange)
            change ??= CoverageCodec.Change(segment, texts);
        else
            party?.Take(slot, segment, texts);
    }

    private void Other(SegmentNode node, Segment segment, TextCache texts)
    {
        if (node.Slot == Slot.Benefits)
        {
            CloseProvider();
            CloseOther();
            other = CoverageCodec.Benefits(segment, texts);
        }
        else if (node.Slot == Slot.Reference)
            otherReferences.Add(PartCodec.Reference(segment, texts));
        else if (node.Slot == Slot.Date)
            otherDates.AddFound(PartCodec.Date(segment, texts));
        else if (node.Slot == Slot.Name)
        {
            CloseOtherParty();
            party = new(PartCodec.Name(segment, texts));
        }
        else
            party?.Take(node.Slot, segment, texts);
    }

    /// <summary>A provider without a name is told as missing, and is none.</summary>
    private void CloseProvider()
    {
        if (providerNumber is { } number && party is { } named)
            providers.Add(new(number, named.Build(), change));
        if (providerNumber is not null)
            party = null;
        (providerNumber, change) = (null, null);
    }

    private void CloseOther()
    {
        if (other is not { } benefits)
            return;
        CloseOtherParty();
        others.Add(benefits with { References = otherReferences, Dates = otherDates, Parties = [.. otherParties] });
        otherParties.Clear();
        (other, otherReferences, otherDates) = (null, [], []);
    }

    private void CloseOtherParty()
    {
        if (party is { } named)
            otherParties.Add(named.Build());
        party = null;
    }
}
