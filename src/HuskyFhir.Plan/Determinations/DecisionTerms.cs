using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;

namespace HuskyFhir.Plan.Determinations;

/// <summary>The extensions and codes by which claims and decisions say what R4 has no element for.</summary>
internal static class DecisionTerms
{
    /// <summary>What the decision does to the service.</summary>
    public const string Action = Extensions + "husky-action-kind";

    /// <summary>The day on which the notice was mailed.</summary>
    public const string NoticeDate = Extensions + "husky-notice-date";

    /// <summary>The day from which the decision takes effect.</summary>
    public const string ActionDate = Extensions + "husky-action-date";

    /// <summary>Why the law asks for less advance notice, or none.</summary>
    public const string NoticeException = Extensions + "husky-notice-exception";

    /// <summary>The decision that granted what this one takes away.</summary>
    public const string PreviousAuthorization = Extensions + "husky-previous-authorization";

    /// <summary>The decision that this one stands in for.</summary>
    public const string Replaces = Extensions + "husky-replaces";

    /// <summary>That a service goes on, or came back, while an appeal or a hearing is open.</summary>
    public const string Benefits = Extensions + "husky-benefits-pending";

    /// <summary>The rule that an adverse decision rests on (42 CFR 431.210(c)).</summary>
    public const string Rule = Extensions + "husky-decision-rule";

    /// <summary>When the plan received what is decided on.</summary>
    public const string Received = Extensions + "husky-received";

    /// <summary>More time for the decision, with its written reason.</summary>
    public const string Extended = Extensions + "husky-decision-extended";

    /// <summary>By when it is decided, why, and whether it was: set by the service.</summary>
    public const string Clock = Extensions + "husky-decision-clock";

    /// <summary>Da Vinci PAS: what was decided on one item.</summary>
    public const string ReviewAction = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewAction";

    /// <summary>Its code within that.</summary>
    public const string ReviewActionCode =
        "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewActionCode";

    /// <summary>X12's codes of it (A1, A3 …); their texts are licensed, and never sent.</summary>
    public const string ReviewActions = "https://codesystem.x12.org/005010/306";

    /// <summary>Our kinds of actions.</summary>
    public const string ActionKindSystem = Systems.Base + "/CodeSystem/husky-action-kind";

    /// <summary>Categories of adjudications.</summary>
    public const string Adjudication = "http://terminology.hl7.org/CodeSystem/adjudication";

    /// <summary>As the SearchParameters say it.</summary>
    public const string ActionKindExpression = "ClaimResponse.extension.where(url = '" + Action + "').value";

    /// <inheritdoc cref="ActionKindExpression" />
    public const string NoticeDateExpression = "ClaimResponse.extension.where(url = '" + NoticeDate + "').value";

    /// <inheritdoc cref="ActionKindExpression" />
    public const string ReplacesExpression = "ClaimResponse.extension.where(url = '" + Replaces + "').value";

    /// <inheritdoc cref="ActionKindExpression" />
    public const string DueExpression =
        "Claim.extension.where(url = '" + Clock + "').extension.where(url = 'due').value";

    private const string Extensions = Systems.Base + "/StructureDefinition/";

    /// <summary>Whether a request was marked as one that cannot wait.</summary>
    public static bool IsExpedited(Claim claim) =>
        claim.Priority?.Coding.Any(static coding => coding.Code == "stat") == true;

    /// <summary>The day that an extension gives; null where it is not there.</summary>
    public static DateOnly? Day(DomainResource resource, string url) =>
        resource.GetExtensionValue<Date>(url)?.Value is { } text
        && DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day)
            ? day
            : null;

    /// <summary>The first moment of what a dateTime says; null where it says nothing.</summary>
    public static DateTimeOffset? Moment(string? text) =>
        Interval.Of(text) is { } span ? new DateTimeOffset(span.Low, TimeSpan.Zero) : null;

    /// <summary>The day in Connecticut of a dateTime.</summary>
    public static DateOnly? DayOf(string? text) => Moment(text) is { } at ? ProgrammeTime.Day(at) : null;
}
