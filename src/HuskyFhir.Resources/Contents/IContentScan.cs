namespace HuskyFhir.Resources.Contents;

/// <summary>
/// Looks for malware in what is about to be stored: a process of its own, where one is named in the settings.
/// </summary>
public interface IContentScan
{
    /// <summary>What was found, as the scanner calls it; null for nothing.</summary>
    /// <exception cref="IOException">The scanner does not answer: nothing may be stored unseen.</exception>
    Task<string?> ScanAsync(Stream bytes, CancellationToken cancellation);
}
