using System.Globalization;
using System.Text;

namespace HuskyFhir.Server.Tests.Fuzzing;

/// <summary>A request to be sent.</summary>
/// <param name="Kind">What it is made of, for the count.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Address">After the base, or from the root with a slash.</param>
/// <param name="Body">Null without one.</param>
/// <param name="ContentType">Of the body.</param>
/// <param name="Headers">Others.</param>
internal sealed record FuzzRequest(
    string Kind,
    string Method,
    string Address,
    byte[]? Body = null,
    string? ContentType = null,
    params IReadOnlyList<(string Name, string Value)> Headers
)
{
    /// <summary>Enough to send it again.</summary>
    public string Told(int seed) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed} {Kind}: {Method} {Address}\n  {string.Join("\n  ", Headers.Select(static pair => $"{pair.Name}: {pair.Value}"))}\n  {ContentType}\n  {(Body is null ? string.Empty : Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 6000))))}"
        );
}
