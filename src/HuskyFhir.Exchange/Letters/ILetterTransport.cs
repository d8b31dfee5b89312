using HuskyFhir.Plan.Notices.Outbox;

namespace HuskyFhir.Exchange.Letters;

/// <summary>
/// A way by which letters leave: a printer's folder, SFTP, e-mail. A letter that is handed over a second time, since
/// nobody knows whether it was, has the same name and the same bytes; where the way can tell, nothing is done then.
/// </summary>
public interface ILetterTransport : IAsyncDisposable
{
    /// <summary>For people.</summary>
    string Name { get; }

    /// <summary>How a letter goes by it (v3-ParticipationMode).</summary>
    string Medium { get; }

    /// <summary>Whether it takes letters for such a route.</summary>
    bool Takes(LetterRoute route);

    /// <summary>Hands a letter over, whole or not at all.</summary>
    /// <exception cref="Transports.TransportException">It could not be.</exception>
    Task HandAsync(LetterRoute route, string name, string title, byte[] pdf, CancellationToken cancellation);
}
