using HuskyFhir.Core.Access;
using HuskyFhir.Resources.Stored;

namespace HuskyFhir.Server.Http;

/// <summary>
/// The notice that goes with each disclosure of a substance use disorder record that a consent permits (42 CFR
/// 2.32(a)(2)).
/// </summary>
internal static class Part2Notice
{
    /// <summary>The header that carries it, with one resource or many.</summary>
    public const string Header = "X-Part2-Notice";

    /// <summary>The abbreviated statement, in the words of the rule.</summary>
    public const string Text = "42 CFR part 2 prohibits unauthorized use or disclosure of these records.";

    /// <summary>Sets the header where it is due, and says whether it was.</summary>
    public static bool Set(HttpContext context, Caller caller, params IReadOnlyList<StoredResource> shown)
    {
        if (
            caller.Kind == CallerKind.Plan
            || !shown.Any(static each => each.Restricted.HasFlag(Restriction.SubstanceUse))
        )
            return false;
        context.Response.Headers[Header] = Text;
        return true;
    }
}
