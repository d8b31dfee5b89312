using Hl7.Fhir.Model;

namespace HuskyFhir.Core.Answers;

/// <summary>Why a request was refused. One file of the server maps each kind to its HTTP status.</summary>
public enum FaultKind
{
    /// <summary>400: the request cannot be read.</summary>
    Malformed,

    /// <summary>401: no valid token.</summary>
    Unauthenticated,

    /// <summary>403: the caller may never do this.</summary>
    Forbidden,

    /// <summary>404: nothing there, or nothing that the caller may know of.</summary>
    NotFound,

    /// <summary>405: the interaction is not offered for this type.</summary>
    NotAllowed,

    /// <summary>406: no such representation.</summary>
    NotAcceptable,

    /// <summary>409: the state of the store forbids it, such as a business key in use.</summary>
    Conflict,

    /// <summary>410: deleted, or a page link that is stale.</summary>
    Gone,

    /// <summary>412: a condition in the headers does not hold.</summary>
    PreconditionFailed,

    /// <summary>413: larger than the configured limit.</summary>
    TooLarge,

    /// <summary>414: the address is longer than the configured limit.</summary>
    UrlTooLong,

    /// <summary>415: a media type that the service does not read.</summary>
    UnsupportedMedia,

    /// <summary>422: well-formed, but against a profile or a rule.</summary>
    Unprocessable,

    /// <summary>431: the headers are larger than the configured limit.</summary>
    HeadersTooLarge,

    /// <summary>429: too many requests.</summary>
    TooMany,

    /// <summary>503: the store does not answer; nothing was done.</summary>
    Unavailable,
}

/// <summary>A refusal as a value: what a caller can cause is never an exception.</summary>
/// <param name="Kind">Decides the HTTP status.</param>
/// <param name="Issues">At least one issue; all that were found, not the first.</param>
public sealed record Fault(FaultKind Kind, IReadOnlyList<Issue> Issues)
{
    /// <summary>A fault of one issue.</summary>
    public Fault(
        FaultKind kind,
        OperationOutcome.IssueType code,
        string text,
        string? expression = null,
        string? detail = null
    )
        : this(kind, [Issue.Error(code, text, expression, detail)]) { }

    /// <summary>The first refusing issue's text, for a log line or a report; remarks may stand before it.</summary>
    public string Summary => First.Expression is { } at ? $"{at}: {First.Text}" : First.Text;

    private Issue First => Issues.FirstOrDefault(static issue => issue.Refuses) ?? Issues[0];
}
