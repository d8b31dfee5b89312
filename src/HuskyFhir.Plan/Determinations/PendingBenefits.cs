using System.Globalization;
using Hl7.Fhir.Model;

namespace HuskyFhir.Plan.Determinations;

/// <summary>
/// That a service goes on, or came back, though a decision took it away: while an appeal or a hearing is open (42 CFR
/// 431.230 and 431.231, 438.420). Kept with the decision in the extension husky-benefits-pending, so that who gives the
/// service knows that it is paid, and until when. Neither the request nor what became of it is told there: providers who
/// see the decision do not see the request.
/// </summary>
internal static class PendingBenefits
{
    /// <summary>Given on without a gap.</summary>
    public const string Continued = "continued";

    /// <summary>Given again.</summary>
    public const string Reinstated = "reinstated";

    /// <summary>Says that they are given; what was said before gives way.</summary>
    public static void Begin(ClaimResponse decision, string kind, DateOnly since)
    {
        decision.RemoveExtension(DecisionTerms.Benefits);
        var told = new Extension { Url = DecisionTerms.Benefits };
        told.AddExtension("kind", new Code(kind));
        told.AddExtension("since", Day(since));
        decision.Extension.Add(told);
    }

    /// <summary>Says until when they were given; nothing where they were not.</summary>
    public static void End(ClaimResponse decision, DateOnly last)
    {
        if (decision.GetExtension(DecisionTerms.Benefits) is not { } told)
            return;
        told.RemoveExtension("until");
        told.AddExtension("until", Day(last));
    }

    private static Date Day(DateOnly day) => new(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
