using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;

namespace HuskyFhir.Plan.Directives;

/// <summary>
/// A kind of advance directive or medical order that Connecticut knows (CGS chapter 368w), with what it needs to be
/// good. At the bedside they are followed in the order of <see cref="All"/>: an order speaks to treatment now, a
/// representative decides, a declaration guides.
/// </summary>
/// <param name="Code">In the code system of kinds.</param>
/// <param name="Name">As people read it.</param>
/// <param name="Clause">Where the law has it.</param>
/// <param name="Witnesses">How many must have signed.</param>
/// <param name="IsOrder">Whether it is a clinician's order; else it is the member's own declaration, for which the
/// member must be 18.</param>
/// <param name="NeedsAgent">Whether it is void without someone who is appointed.</param>
public sealed record DirectiveKind(
    string Code,
    string Name,
    string Clause,
    int Witnesses,
    bool IsOrder,
    bool NeedsAgent
)
{
    /// <summary>The code system of the kinds.</summary>
    public const string System = Systems.Base + "/CodeSystem/husky-directive-kind";

    /// <summary>Medical orders for life-sustaining treatment.</summary>
    public static DirectiveKind Molst { get; } =
        new("molst", "Medical orders for life-sustaining treatment (MOLST)", "CGS chapter 368w, MOLST", 1, true, false);

    /// <summary>Do not resuscitate.</summary>
    public static DirectiveKind Dnr { get; } =
        new("dnr", "Do not resuscitate (DNR) order", "CGS 19a-580d", 0, true, false);

    /// <summary>Appointment of a health care representative.</summary>
    public static DirectiveKind Representative { get; } =
        new("health-care-representative", "Appointment of a health care representative", "CGS 19a-576", 2, false, true);

    /// <summary>Living will, representative and more on one form.</summary>
    public static DirectiveKind Combined { get; } =
        new("combined", "Combined health care instructions", "CGS 19a-575a", 2, false, false);

    /// <summary>Living will.</summary>
    public static DirectiveKind LivingWill { get; } = new("living-will", "Living will", "CGS 19a-575", 2, false, false);

    /// <summary>Who is to be conservator, should there have to be one.</summary>
    public static DirectiveKind Conservator { get; } =
        new("conservator-designation", "Designation of a conservator", "CGS 19a-575a", 2, false, true);

    /// <summary>Anatomical gift.</summary>
    public static DirectiveKind Gift { get; } =
        new("anatomical-gift", "Anatomical gift", "CGS 19a-575a", 0, false, false);

    /// <summary>The first to be followed comes first.</summary>
    public static IReadOnlyList<DirectiveKind> All { get; } =
    [Molst, Dnr, Representative, Combined, LivingWill, Conservator, Gift];

    /// <summary>The kind of a consent; null where it names none, or several.</summary>
    public static DirectiveKind? Of(Consent consent)
    {
        var codes = consent
            .Category.SelectMany(static category => category.Coding)
            .Where(static coding => coding.System == System)
            .Select(static coding => coding.Code)
            .Distinct()
            .ToList();
        return codes is [var code] ? All.FirstOrDefault(kind => kind.Code == code) : null;
    }
}
