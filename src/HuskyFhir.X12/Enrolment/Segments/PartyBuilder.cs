using HuskyFhir.X12.Enrolment.Model;
using HuskyFhir.X12.Enrolment.Structure;
using HuskyFhir.X12.Reading;

namespace HuskyFhir.X12.Enrolment.Segments;

/// <summary>Gathers the segments after a name. Of a segment that may come once the first counts.</summary>
internal sealed class PartyBuilder(PartyName name)
{
    private List<Contact>? contacts;
    private List<string>? lines;
    private PostalAddress? city;

    public Demographics? Demographics { get; private set; }

    public void Take(Slot slot, Segment segment, TextCache texts)
    {
        switch (slot)
        {
            case Slot.Contact:
                (contacts ??= []).Add(PartCodec.Contact(segment, texts));
                break;
            case Slot.Street:
                lines ??= [];
                for (var at = 1; at <= 2; at++)
                {
                    if (texts.Of(segment, at) is { } line)
                        lines.Add(line);
                }

                break;
            case Slot.City:
                city ??= new(
                    [],
                    texts.Required(segment, 1),
                    texts.Of(segment, 2),
                    texts.Of(segment, 3),
                    texts.Of(segment, 4),
                    texts.Of(segment, 5),
                    texts.Of(segment, 6),
                    texts.Of(segment, 7)
                );
                break;
            case Slot.Demographics:
                Demographics ??= PartCodec.Demographics(segment, texts);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(slot), slot, "No segment of a party.");
        }
    }

    public PostalAddress? Address =>
        lines is null ? city
        : city is null ? new(lines, null)
        : city with { Lines = lines };

    public Party Build() => new(name, contacts is null ? [] : contacts, Address);

    public PartyName Name => name;
}
