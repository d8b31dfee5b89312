using System.Security.Cryptography;
using HuskyFhir.Core.Files;
using HuskyFhir.Exchange.Transports;
using HuskyFhir.Plan.Notices.Outbox;

namespace HuskyFhir.Exchange.Letters;

/// <summary>
/// A printer's box, as a folder or by SFTP: each letter a file that has its name only when all of it is there. The name
/// is the letter's own, so that a letter that lies there already is not put there again.
/// </summary>
/// <param name="boxes">The way to the printer.</param>
/// <param name="box">Where letters are put.</param>
/// <param name="spool">A folder for the service alone, from which a file is copied.</param>
public sealed class PrinterTransport(ITransport boxes, string box, string spool) : ILetterTransport
{
    /// <inheritdoc />
    public string Name => "printer";

    /// <inheritdoc />
    public string Medium => "MAILWRIT";

    /// <inheritdoc />
    public bool Takes(LetterRoute route) => route is LetterRoute.Mail;

    /// <inheritdoc />
    public async Task HandAsync(
        LetterRoute route,
        string name,
        string title,
        byte[] pdf,
        CancellationToken cancellation
    )
    {
        PrivateFiles.CreateFolder(spool);
        var path = Path.Combine(spool, name);
        try
        {
            await using (var file = new FileStream(path, PrivateFiles.Options(FileMode.Create, FileAccess.Write)))
                await file.WriteAsync(pdf, cancellation);
            await boxes.PutAsync(
                box,
                name,
                new(path, pdf.LongLength, Convert.ToHexStringLower(SHA256.HashData(pdf))),
                cancellation
            );
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw TransportException.Of(fault, path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => boxes.DisposeAsync();
}
