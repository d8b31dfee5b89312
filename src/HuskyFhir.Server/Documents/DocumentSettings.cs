using System.ComponentModel.DataAnnotations;

namespace HuskyFhir.Server.Documents;

/// <summary>Section <c>Documents</c>: the bytes of documents.</summary>
public sealed class DocumentSettings
{
    /// <summary>
    /// Largest file that is sent by itself, in bytes, 1,024 to 1,073,741,824; 32 MiB by default. More is 413. What
    /// comes within JSON has the limit of every body.
    /// </summary>
    [Range(1024, 1073741824)]
    public long MaxBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>
    /// Where a file waits while it is checked; the system's folder for temporary files by default. Files there are the
    /// service's alone to read, and go with the request.
    /// </summary>
    public string Folder { get; set; } = Path.GetTempPath();

    /// <summary>
    /// A ClamAV daemon as <c>host:port</c> that looks at every file before it is stored. None by default: files are not
    /// scanned, and a start says so.
    /// </summary>
    [RegularExpression(
        @"^[A-Za-z0-9.\-]+:[0-9]{1,5}$",
        ErrorMessage = "Documents:Scanner is written host:port, such as clamav.example.org:3310."
    )]
    public string? Scanner { get; set; }

    /// <summary>Seconds that the scanner may take for one file, 1 to 600; 30 by default.</summary>
    [Range(1, 600)]
    public int ScannerSeconds { get; set; } = 30;
}
