using System.Buffers;
using System.Net;
using System.Text.Json;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>The whole answer to a search, all its pages.</summary>
/// <param name="Status">Of the first page that was no page.</param>
/// <param name="Matches">Addresses, in order.</param>
/// <param name="Included">Addresses.</param>
/// <param name="Total">As told by the first page; null where none was told.</param>
internal sealed record Found(
    HttpStatusCode Status,
    IReadOnlyList<string> Matches,
    IReadOnlyList<string> Included,
    int? Total
);

/// <summary>
/// One caller's questions. Whatever an answer shows is held against what reading by id shows the caller.
/// </summary>
internal sealed class Probe
{
    /// <summary>A question about the directory opens no record.</summary>
    private const string Nobody = "nobody";

    private readonly HttpClient http;
    private readonly SearchPlan planner;
    private readonly IReadOnlyList<string> hidden;
    private readonly SearchValues<string> words;
    private readonly int seed;
    private readonly Tally tally;

    /// <param name="server">The service.</param>
    /// <param name="http">As the caller.</param>
    /// <param name="caller">Who.</param>
    /// <param name="facts">What is stored.</param>
    /// <param name="truth">What reading by id shows the caller.</param>
    /// <param name="markers">Words that stand in one resource alone, and in which; those of no resource are the
    /// plan's.</param>
    /// <param name="seed">Of the store.</param>
    /// <param name="tally">Where findings go.</param>
    public Probe(
        HuskyServer server,
        HttpClient http,
        Onlooker caller,
        StoreFacts facts,
        Truth truth,
        IEnumerable<string> markers,
        int seed,
        Tally tally
    )
    {
        (this.http, Caller, Facts, Truth, this.seed, this.tally) = (http, caller, facts, truth, seed, tally);
        planner = server.Services.GetRequiredService<SearchPlan>();
        var shown = truth.Everything;
        hidden =
        [
            .. facts
                .All.Where(held => !truth.Reads(held.Address))
                .Select(static held => held.Id)
                .Concat(markers)
                .Distinct()
                .Where(word => !shown.Contains(word, StringComparison.OrdinalIgnoreCase)),
        ];
        words = SearchValues.Create([.. hidden], StringComparison.OrdinalIgnoreCase);
    }

    public Onlooker Caller { get; }

    public StoreFacts Facts { get; }

    public Truth Truth { get; }

    /// <summary>The member whose emergency it is, as the question names one; null in the usual course.</summary>
    public string? Emergency { get; private set; }

    /// <summary>What the caller reads without the emergency.</summary>
    public Truth? Ordinary { get; init; }

    public SearchWay Way { get; set; }

    /// <summary>In an emergency one member's record is opened at a time: that of the question which follows.</summary>
    public void Open(string? member) => Emergency = Caller.IsEmergency ? member ?? Nobody : null;

    /// <summary>Whether the resource may stand in an answer to this caller.</summary>
    public bool May(string address) =>
        Truth.Reads(address)
        && (
            Emergency is null
            || Facts.Find(address) is not { Member: { } member }
            || member == Emergency
            || Ordinary!.Reads(address)
        );

    public void Told(string asked, string told) =>
        tally.Findings.Add(new(seed, Caller.Name, Way.ToString(), asked, told));

    public void Cover(string condition) => tally.Covered.Add((condition, Caller.Name, Way.ToString()));

    /// <summary>Asks, and holds all that is shown against the truth.</summary>
    /// <param name="address">What is asked, as reports name it.</param>
    /// <param name="call">How it is asked, where not by a look at the address.</param>
    /// <param name="first">Of a further page, the question of the first: its links repeat it.</param>
    public async Task<Reply> AskAsync(string address, Func<Task<Reply>>? call = null, string? first = null)
    {
        planner.Way = Way;
        tally.Asked++;
        Reply reply;
        try
        {
            reply = await (call?.Invoke() ?? http.AskAsync(address));
        }
        finally
        {
            planner.Way = SearchWay.Cheapest;
        }

        if (!Matched(address))
            Words(first ?? address, reply);
        if ((int)reply.Status >= 500)
            Told(address, $"answers {(int)reply.Status}");
        else if (reply.ContentType?.Contains("json", StringComparison.Ordinal) == true && reply.Body.Length > 0)
            await ShownAsync(first ?? address, reply.Json);
        return reply;
    }

    /// <summary>The bare call, for <see cref="AskAsync"/> to make: a look, or a body that is posted.</summary>
    public Task<Reply> CallAsync(string address, System.Text.Json.Nodes.JsonObject? body) =>
        body is null ? http.AskAsync(address) : http.PostAsAsync(address, body);

    /// <summary>A search to its last page.</summary>
    public async Task<Found> FindAsync(string query, bool post = false)
    {
        var (matches, included) = (new List<string>(), new List<string>());
        int? total = null;
        for (string? next = query; next is not null; )
        {
            var (at, first) = (next, next == query);
            var reply = await AskAsync(at, first && post ? () => FormAsync(at) : null, query);
            if (reply.Status != HttpStatusCode.OK)
                return new(reply.Status, matches, included, null);
            if (first)
                total = reply.Total;
            foreach (var entry in reply.Entries)
                if (
                    AddressOf(entry.GetProperty("resource")) is { } address
                    && !address.StartsWith("OperationOutcome", StringComparison.Ordinal)
                )
                    (entry.GetProperty("search").GetProperty("mode").GetString() == "match" ? matches : included).Add(
                        address
                    );
            next = reply.Link("next");
        }

        return new(HttpStatusCode.OK, matches, included, total);
    }

    /// <summary>A resource of the store, by its address; null for anything else.</summary>
    public static string? AddressOf(JsonElement resource) =>
        resource.ValueKind == JsonValueKind.Object
        && resource.TryGetProperty("resourceType", out var type)
        && resource.TryGetProperty("id", out var id)
            ? $"{type.GetString()}/{id.GetString()}"
            : null;

    private Task<Reply> FormAsync(string query)
    {
        var (path, rest) = query.Split('?', 2) is [var before, var after] ? (before, after) : (query, string.Empty);
        return http.FormAsync(
            $"{path}/_search",
            [
                .. rest.Split('&')
                    .Select(static pair =>
                        (Uri.UnescapeDataString(pair.Split('=', 2)[0]), Uri.UnescapeDataString(pair.Split('=', 2)[1]))
                    ),
            ]
        );
    }

    /// <summary>No answer holds a word of what is hidden, nor an id that the question did not name.</summary>
    private void Words(string asked, Reply reply)
    {
        var text = reply.Text.AsSpan();
        for (var at = text.IndexOfAny(words); at >= 0; at = text.IndexOfAny(words))
        {
            text = text[at..];
            foreach (var word in hidden)
                if (
                    text.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                    && !Uri.UnescapeDataString(asked).Contains(word, StringComparison.OrdinalIgnoreCase)
                )
                    Told(asked, $"tells {Describe(word)}");
            text = text[1..];
        }
    }

    /// <summary>
    /// Who describes a member by name, birth date and number is told who it is (HRex member-match): that much is no
    /// secret from them.
    /// </summary>
    private bool Matched(string asked) =>
        !Caller.Scope.Contains("Patient.rs?", StringComparison.Ordinal)
        && asked.StartsWith("Patient/$member-match", StringComparison.Ordinal);

    private string Describe(string word) =>
        Facts.All.FirstOrDefault(held => held.Id == word) is { } held
            ? $"the id of {held.Address}"
            : $"the hidden word {word}";

    private async Task ShownAsync(string asked, JsonElement answer)
    {
        if (answer.ValueKind == JsonValueKind.Array)
            foreach (var each in answer.EnumerateArray())
                await ShownAsync(asked, each);
        if (answer.ValueKind != JsonValueKind.Object)
            return;
        foreach (
            var (name, value) in answer.EnumerateObject().Select(static property => (property.Name, property.Value))
        )
            if (name == "resource" && AddressOf(value) is { } address && Facts.Find(address) is not null)
                await HoldAsync(asked, address, value);
            else if (name is "entry" or "resource" or "parameter" or "part" or "outcome" or "response")
                await ShownAsync(asked, value);
    }

    private async Task HoldAsync(string asked, string address, JsonElement shown)
    {
        tally.Compared++;
        if (!May(address))
            Told(asked, $"shows {address}, which reading it does not");
        else if (
            !IsCut(asked, shown)
            && !Truth.Shows(address, shown)
            && !await Truth.ShowsVersionAsync(
                address,
                shown.GetProperty("meta").GetProperty("versionId").GetString()!,
                shown
            )
        )
            Told(asked, $"shows {address} with other content than reading it does");
    }

    /// <summary>Whether elements were left out as asked.</summary>
    private static bool IsCut(string asked, JsonElement resource) =>
        (
            asked.Contains("_elements=", StringComparison.Ordinal)
            || !resource.GetProperty("resourceType").ValueEquals("Binary")
        )
        && resource.TryGetProperty("meta", out var meta)
        && meta.TryGetProperty("tag", out var tags)
        && tags.EnumerateArray()
            .Any(static tag => tag.TryGetProperty("code", out var code) && code.GetString() == "SUBSETTED");
}
