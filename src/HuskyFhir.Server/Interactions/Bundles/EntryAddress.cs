using System.Text.RegularExpressions;
using HuskyFhir.Core.Answers;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Bundles;

/// <summary>
/// Where an entry's <c>request.url</c> leads: always below this service's base. Another server's address, a way out of
/// the base or an encoded path is a 400 and never a call.
/// </summary>
/// <param name="Path">Without a slash at either end, such as <c>Patient/123</c>.</param>
/// <param name="Query">With its question mark; empty without one.</param>
internal sealed partial record EntryAddress(string Path, string Query)
{
    private const int MostCharacters = 16 * 1024;

    /// <summary>The parts of the path.</summary>
    public string[] Parts { get; } = Path.Split('/');

    public static Result<EntryAddress> Read(string? url, string baseUrl)
    {
        if (string.IsNullOrEmpty(url))
            return Wrong(
                "Give the address below the base, such as Patient/123; a Bundle cannot hold another Bundle to be worked through."
            );
        if (url.StartsWith(baseUrl + "/", StringComparison.Ordinal))
            url = url[(baseUrl.Length + 1)..];
        var mark = url.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = mark < 0 ? (url, string.Empty) : (url[..mark], url[mark..]);
        if (!PathOf().IsMatch(path) || path.Split('/').Any(static part => part is "." or ".."))
            return Wrong(
                "An entry's address is relative to this service's base, without encodings in its path, such as Patient/123 or Patient?identifier=value."
            );
        return query.Length > MostCharacters || query.Any(static letter => letter == '#' || char.IsControl(letter))
            ? Wrong(
                $"The query of an entry's address has {MostCharacters} characters at most, and neither control characters nor a fragment."
            )
            : new EntryAddress(path, query);
    }

    private static Fault Wrong(string text) => new(FaultKind.Malformed, IssueType.Value, text, null, "entry-url");

    [GeneratedRegex(@"\A[A-Za-z0-9$_.-]{1,64}(/[A-Za-z0-9$_.-]{1,64}){0,5}\z")]
    private static partial Regex PathOf();
}
