using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Resources.Types.Narratives;

namespace HuskyFhir.Plan.Notices.Letters;

/// <summary>Whom a letter is about and to whom it goes.</summary>
/// <param name="Member">The member; null where the record is not there.</param>
/// <param name="To">A member, who speaks for one, or an organization; null where it is not known here.</param>
internal sealed record LetterPeople(Patient? Member, Resource? To)
{
    /// <summary>
    /// How a person wants letters to look (Patient, RelatedPerson): an accommodation under 45 CFR 92.202 and 28 CFR
    /// 35.160. R4 has no element for it.
    /// </summary>
    public const string FormatUrl = Systems.Base + "/StructureDefinition/husky-letter-format";

    private const string LargePrintCode = "large-print";

    /// <summary>Whether the letter goes to somebody else than the member.</summary>
    public bool IsToOther => To is not Patient;

    /// <summary>Whether the recipient asked for large print.</summary>
    public bool WantsLargePrint => (To as DomainResource)?.GetExtensionValue<Code>(FormatUrl)?.Value == LargePrintCode;

    /// <summary>
    /// The recipient's languages, the preferred one first; those of a directory's entry are not known.
    /// </summary>
    public IEnumerable<string> Languages =>
        (
            To switch
            {
                Patient member => member.Communication.Select(static each =>
                    (Preferred: each.Preferred == true, each.Language)
                ),
                RelatedPerson other => other.Communication.Select(static each =>
                    (Preferred: each.Preferred == true, each.Language)
                ),
                _ => [],
            }
        )
            .OrderByDescending(static each => each.Preferred)
            .SelectMany(static each => each.Language?.Coding ?? [])
            .Select(static coding => coding.Code)
            .OfType<string>();

    /// <summary>The facts that follow from who they are.</summary>
    public IEnumerable<(string Name, string? Value)> Facts =>
        [
            ("member.name", Words.Of(Member?.Name ?? [])),
            (
                "to.name",
                To switch
                {
                    Patient member => Words.Of(member.Name),
                    RelatedPerson other => Words.Of(other.Name),
                    Organization organization => organization.Name,
                    _ => null,
                }
            ),
            ("to.other", IsToOther ? "yes" : null),
        ];
}
