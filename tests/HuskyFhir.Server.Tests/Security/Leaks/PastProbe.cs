using System.Net;
using System.Text.Json;

namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>
/// Earlier versions: a history shows those that reading each version shows, whole or from an instant on.
/// </summary>
internal sealed class PastProbe(Probe plan, Random random)
{
    public async Task OfInstanceAsync(Probe probe, Held held)
    {
        var asked = $"{held.Address}/_history";
        probe.Cover($"history-instance {held.Type}");
        var reply = await probe.AskAsync($"{asked}?_count=500");
        var readable = new List<string>();
        for (var version = 1; version <= held.Versions; version++)
            if (
                await probe.Truth.VersionAsync(
                    held.Address,
                    version.ToString(System.Globalization.CultureInfo.InvariantCulture)
                )
                is not null
            )
                readable.Add($"{held.Address}/{version}");
        if (reply.Status != HttpStatusCode.OK)
        {
            if (
                readable.Count > 0
                || (reply.Status != HttpStatusCode.NotFound && !probe.Truth.Denied.Contains(held.Type))
            )
                probe.Told(asked, $"is {(int)reply.Status}, and {readable.Count} versions are read");
            return;
        }

        SearchProbe.Same(probe, asked, "tells of", Versions(reply.Entries), readable);
        if (!probe.Truth.Reads(held.Address))
            probe.Told(asked, "is told, and the resource is not");
    }

    /// <summary>
    /// A history of a type or of everything; from an instant on where <paramref name="since"/> says so.
    /// </summary>
    public async Task OfManyAsync(Probe probe, string path, bool since)
    {
        var whole = await plan.AskAsync($"{path}_history?_count=1000");
        if (whole.Status != HttpStatusCode.OK || whole.Entries.Count == 0)
            return;
        var asked = $"{path}_history?_count=1000";
        var all = whole.Entries;
        if (since)
        {
            var instant = Updated(all[random.Next(all.Count)]);
            asked +=
                $"&_since={Uri.EscapeDataString(instant.ToString("O", System.Globalization.CultureInfo.InvariantCulture))}";
            all = [.. all.Where(entry => Updated(entry) >= instant)];
        }

        probe.Cover($"history {path}");
        var reply = await probe.AskAsync(asked);
        if (reply.Status != HttpStatusCode.OK)
        {
            if (
                reply.Status != HttpStatusCode.Forbidden
                || (probe.Emergency is null && path.Length > 0 && !probe.Truth.Denied.Contains(path.TrimEnd('/')))
            )
                probe.Told(asked, $"is {(int)reply.Status}, and the plan is answered");
            return;
        }

        var expected = new List<string>();
        foreach (var version in Versions(all))
            if (
                version.Split('/') is [var type, var id, var number]
                && await probe.Truth.VersionAsync($"{type}/{id}", number) is not null
            )
                expected.Add(version);
        SearchProbe.Same(probe, asked, "tells of", Versions(reply.Entries), expected);
        if (reply.Total is { } total && total != expected.Count)
            probe.Told(asked, $"counts {total} and not {expected.Count}");
    }

    private static DateTimeOffset Updated(JsonElement entry) =>
        entry.GetProperty("response").GetProperty("lastModified").GetDateTimeOffset();

    private static List<string> Versions(IReadOnlyList<JsonElement> entries) =>
        [
            .. entries
                .Where(static entry => entry.TryGetProperty("resource", out _))
                .Select(static entry => entry.GetProperty("resource"))
                .Where(static resource => Probe.AddressOf(resource) is not null)
                .Select(static resource =>
                    $"{Probe.AddressOf(resource)}/{resource.GetProperty("meta").GetProperty("versionId").GetString()}"
                ),
        ];
}
