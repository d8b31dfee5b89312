using System.Text.RegularExpressions;

namespace HuskyFhir.Exchange.Transports;

/// <summary>Where an SFTP server is, who we are there, and by which key we know it.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">22 usually.</param>
/// <param name="User">Our user there.</param>
/// <param name="KeyFile">Our private key, in a file that only this service reads (OpenSSH or PEM).</param>
/// <param name="KeyPassphrase">Of the key; null for none.</param>
/// <param name="HostKey">The server's key as <c>ssh-keygen -lf</c> prints it: <c>SHA256:</c> and 43 characters. No
/// other is taken.</param>
/// <param name="Root">The folder there in which the boxes are; empty for the one that a login leads to.</param>
public sealed partial record SftpAccess(
    string Host,
    int Port,
    string User,
    string KeyFile,
    string? KeyPassphrase,
    string HostKey,
    string Root
)
{
    /// <summary>How long to wait for an answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a text is a key's fingerprint in that form.</summary>
    public static bool IsHostKey(string text) => Fingerprint().IsMatch(text);

    [GeneratedRegex("^SHA256:[A-Za-z0-9+/]{43}$")]
    private static partial Regex Fingerprint();
}
