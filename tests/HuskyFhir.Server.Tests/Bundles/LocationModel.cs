using System.Net;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Bundles;

/// <summary>
/// What the store should hold: places with an identifier that no two share, each perhaps part of another that must be
/// there.
/// </summary>
internal sealed class LocationModel
{
    private readonly List<string> deleted = ["01900000-0000-7000-8000-000000000009"];
    private Dictionary<string, Place> places = new(StringComparer.Ordinal);

    private sealed record Place(int Key, string Text, string? PartOf);

    /// <summary>Entries for what chance chose, as things stand.</summary>
    public IReadOnlyList<LocationAsk> Asks(IReadOnlyList<TransactionPropertyTests.Step> steps)
    {
        var live = places.Keys.Order(StringComparer.Ordinal).ToList();
        var urns = steps.Select(static _ => Running.Bundles.Urn()).ToArray();
        return
        [
            .. steps.Select(
                (step, at) =>
                {
                    var id =
                        live.Count > 0 && step.Slot % 25 != 0
                            ? live[step.Slot % live.Count]
                            : deleted[step.Slot % deleted.Count];
                    var partOf = step.Target switch
                    {
                        < 15 => null,
                        < 19 => urns[step.Target % urns.Length],
                        < 28 when live.Count > 0 => $"Location/{live[step.Slot % live.Count]}",
                        28 => $"Location/{deleted[step.Slot % deleted.Count]}",
                        _ => null,
                    };
                    var method =
                        step.Kind < 45 ? "POST"
                        : step.Kind < 75 ? "PUT"
                        : "DELETE";
                    return new LocationAsk(
                        method,
                        method == "POST" ? null : id,
                        urns[at],
                        step.Key,
                        step.Text,
                        method == "DELETE" ? null : partOf,
                        step.Kind % 50 == 49
                    );
                }
            ),
        ];
    }

    /// <summary>
    /// What there would be after all of them; null where one of them must fail. Ids of new places are their URNs.
    /// </summary>
    public IReadOnlyCollection<string>? After(IReadOnlyList<LocationAsk> asks) => Apply(asks)?.Keys;

    /// <summary>Takes over what was stored.</summary>
    public void Keep(IReadOnlyList<LocationAsk> asks, Reply reply)
    {
        var after = Apply(asks)!;
        deleted.AddRange(places.Keys.Where(id => !after.ContainsKey(id)));
        var names = asks.Select(
                (ask, at) => (ask.Urn, Id: ask.Method == "POST" ? reply.Stored(at).Split('/')[1] : null)
            )
            .Where(static each => each.Id is not null)
            .ToDictionary(static each => each.Urn, static each => each.Id!);
        string Real(string id) => names.GetValueOrDefault(id, id);
        places = after.ToDictionary(
            each => Real(each.Key),
            each => each.Value with { PartOf = each.Value.PartOf is { } whole ? Real(whole) : null }
        );
        Assert.Equal(
            asks.Select(static ask =>
                ask.Method switch
                {
                    "POST" => HttpStatusCode.Created,
                    "PUT" => HttpStatusCode.OK,
                    _ => HttpStatusCode.NoContent,
                }
            ),
            reply.Statuses()
        );
    }

    public string Show() =>
        string.Join(
            '\n',
            places
                .Select(static each =>
                    $"{each.Key} key-{each.Value.Key} {each.Value.Text} {(each.Value.PartOf is { } whole ? "Location/" + whole : "-")}"
                )
                .Order(StringComparer.Ordinal)
        );

    private Dictionary<string, Place>? Apply(IReadOnlyList<LocationAsk> asks)
    {
        var after = new Dictionary<string, Place>(places, StringComparer.Ordinal);
        // A reference to an entry that updates another place leads to that place; none of ours is ever named so, since
        // only creates have a fullUrl.
        foreach (var ask in asks)
        {
            if (ask.Method == "DELETE")
                after.Remove(ask.Id!);
            else if (ask.Broken || (ask.Id is { } id && !places.ContainsKey(id)))
                return null;
            else
                after[ask.Id ?? ask.Urn] = new(
                    ask.Key,
                    ask.Text,
                    ask.PartOf?.Replace("Location/", string.Empty, StringComparison.Ordinal)
                );
        }

        var once = asks.Where(static ask => ask.Id is not null)
            .GroupBy(static ask => ask.Id)
            .All(static same => same.Count() == 1);
        var keys = after.Values.GroupBy(static place => place.Key).All(static same => same.Count() == 1);
        return once && keys && after.Values.All(place => place.PartOf is null || after.ContainsKey(place.PartOf))
            ? after
            : null;
    }
}
