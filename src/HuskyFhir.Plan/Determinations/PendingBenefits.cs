using System.Globalization;
using Hl7.Fhir.Model;

namespace HuskyFhir.Plan.Determinations;

/// <summary>
/// That a service goes on, or came back, though a decision took it away: while an appeal or a hearing is open (42 CFR
/// 431.230 and 431.231, 438.420). Kept with the decision in the extension husky-benefits-pending, so that who gives the
/// service knows that it is paid; the request is not named there, since it is between the member and the plan.
/// </summary>
internal static class PendingBenefits
{
    /// <summary>Given on without a gap.</summary>
    public const string Continued = "continued";

    /// <summary>Given again.</summary>
    public const string Reinstated = "reinstated";

    /// <summary>Says that they are given; what was said before gives way.</summary>
    public static void Begin(ClaimResponse decision, string kind, DateOnly since, string reason)
    {
        decision.RemoveExtension(DecisionTerms.Benefits);
        var told = new Extension { Url = DecisionTerms.Benefits };
        told.AddExtension("kind", new Code(kind));
        told.AddExtension("since", Day(since));
        told.AddExtension("reason", new FhirString(reason));
        decision.Extension.Add(told);
    }

    /// <summary>Says until when they were given; nothing where they were not.</summary>
    public static void End(ClaimResponse decision, DateOnly last, string reason)
    {
        if (decision.GetExtension(DecisionTerms.Benefits) is not { } told)
            return;
        told.RemoveExtension("until");
        told.AddExtension("until", Day(last));
        told.SetExtension("reason", new FhirString(reason));
    }

    private static Date Day(DateOnly day) => new(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
