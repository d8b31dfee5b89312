using HuskyFhir.Plan.PartnerRuns;

namespace HuskyFhir.Server.Partners.Notices;

/// <summary>A way to an operator.</summary>
internal interface INoticeSender
{
    /// <summary>For the log.</summary>
    string Name { get; }

    /// <summary>Sends a notice.</summary>
    /// <exception cref="NoticeException">It could not be sent; the sentence says why.</exception>
    Task SendAsync(OperatorNotice notice, CancellationToken cancellation);
}

/// <summary>A notice could not be sent.</summary>
/// <param name="message">Why, without the notice itself.</param>
/// <param name="cause">What was thrown.</param>
internal sealed class NoticeException(string message, Exception? cause = null) : Exception(message, cause);
