using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Notices.Letters;

namespace HuskyFhir.Plan.Determinations;

/// <summary>What a letter may say of a decision on an authorization or a payment, in the words of a language.</summary>
/// <param name="Response">The decision.</param>
/// <param name="Asked">What was decided on; null where it is not here.</param>
/// <param name="Programme">The member's.</param>
/// <param name="Book">The legal times.</param>
internal sealed record DecisionLetterFacts(
    ClaimResponse Response,
    Claim? Asked,
    HuskyProgramme Programme,
    DeadlineRules Book
)
{
    /// <summary>The day on which the action would have begun, where it was put off; null otherwise.</summary>
    public DateOnly? PutOffFrom { get; init; }

    /// <summary>Its facts.</summary>
    public IEnumerable<(string Name, string? Value)> In(LetterLanguage language)
    {
        var decision = DecisionReader.Read(Response);
        return
        [
            ("number", Number(Response)),
            ("decision.number", Number(Response)),
            ("action", decision.Action is { } kind ? language.Word($"action.{kind.Code()}") : null),
            ("action.date", decision.ActionDate is { } day ? language.Day(day) : null),
            ("action.old", PutOffFrom is { } old ? language.Day(old) : null),
            ("reason", Reasons(language)),
            ("rule", RuleOf(Response)),
            ("decision.text", Response.Disposition),
            ("service", Service(Response, Asked)),
            .. SharedLetterFacts.Doors(Book, Programme),
        ];
    }

    /// <summary>
    /// The rule that a decision rests on, as it names it (42 CFR 431.210(c)); null where it does not.
    /// </summary>
    public static string? RuleOf(ClaimResponse? response) =>
        response?.GetExtensionValue<FhirString>(DecisionTerms.Rule)?.Value;

    /// <summary>The care that it is about, as who asked called it; texts of codes are licensed, and not ours.</summary>
    public static string? Service(ClaimResponse? response, Claim? claim)
    {
        if (claim is null)
            return null;
        var decided = response?.Item.Select(static item => item.ItemSequence).ToHashSet();
        var names = claim
            .Item.Where(item => decided is not { Count: > 0 } || decided.Contains(item.Sequence))
            .Select(static item => item.ProductOrService?.Text)
            .Where(static text => !string.IsNullOrWhiteSpace(text))
            .Distinct();
        return string.Join(", ", names) is { Length: > 0 } all ? all : null;
    }

    private static string? Number(ClaimResponse response) =>
        response.Identifier.Find(static each => each.System == Systems.DecisionNumber)?.Value ?? response.PreAuthRef;

    private string? Reasons(LetterLanguage language) =>
        string.Join(
            '\n',
            DecisionItems
                .Reasons(Response)
                .Select(reason => SharedLetterFacts.Reason(language, reason))
                .OfType<string>()
                .Distinct()
        )
            is { Length: > 0 } all
            ? all
            : null;
}
