using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Server.Interactions.Operations;
using HuskyFhir.Server.Tests.Capability;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>
/// Each declared operation, and Bundles of looks: they show no more than reading does, and <c>$everything</c> no less.
/// </summary>
internal sealed class OperationProbe(HttpClient plan, Probe planned)
{
    public async Task EverythingAsync(Probe probe, Held patient, string also)
    {
        var asked = $"{patient.Address}/$everything?_count=500{also}";
        probe.Cover("$everything" + also.Split('=')[0]);
        var whole = await planned.FindAsync(asked);
        var found = await probe.FindAsync(asked);
        if (found.Status != HttpStatusCode.OK)
        {
            if (
                probe.May(patient.Address)
                && !(
                    found.Status == HttpStatusCode.Forbidden
                    && (probe.Emergency is not null || probe.Truth.Denied.Count > 0)
                )
            )
                probe.Told(asked, $"is {(int)found.Status}, and the member is read");
            return;
        }

        if (!probe.May(patient.Address))
            probe.Told(asked, "is told, and the member is not");
        // The directory follows from what is shown, and of that the caller may see less.
        SearchProbe.Same(probe, asked, "shows", found.Matches, [.. whole.Matches.Where(probe.May)]);
        if (
            probe.Emergency is null
            && whole
                .Included.Where(probe.May)
                .Except(found.Included)
                .FirstOrDefault(address => IsReferred(probe, found.Matches, address))
                is { } less
        )
            probe.Told(asked, $"shows no {less}, to which something shown refers");
    }

    /// <summary>Each declared operation of the resource's type, as the plan would call it.</summary>
    public async Task DeclaredAsync(Probe probe, Held held)
    {
        var reply = await plan.AskAsync(held.Address, ("Accept", "application/fhir+json"));
        var resource = JsonNode.Parse(reply.Body)!.AsObject();
        foreach (
            var operation in OperationList.All.Where(operation =>
                operation.Types.Count == 0 || operation.Types.Contains(held.Type)
            )
        )
        foreach (var call in DeclaredOperations.Of(held.Type, operation.Name.TrimStart('$'), resource))
        {
            // What the caller itself sends is no secret from it.
            if (call.Body is not null && operation.Name == "$validate")
                continue;
            probe.Cover($"{operation.Name} {held.Type}");
            var asked = call.Body is null ? call.Address : $"{call.Address} {call.Body.ToJsonString()}";
            var answer = await probe.AskAsync(asked, () => probe.CallAsync(call.Address, call.Body));
            if (
                call.Address.StartsWith(held.Address, StringComparison.Ordinal)
                && answer.Status == HttpStatusCode.OK
                && !probe.May(held.Address)
            )
                probe.Told(asked, "is answered, and the resource is not read");
        }
    }

    /// <summary>Reading by itself is what the truth was taken from.</summary>
    public static async Task ReadAsync(Probe probe, Held held)
    {
        var reply = await probe.AskAsync(held.Address + "?_format=json");
        if (
            reply.Status == HttpStatusCode.OK
                ? !probe.Truth.Shows(held.Address, reply.Json)
                : probe.Truth.Reads(held.Address)
        )
            probe.Told(held.Address, $"is {(int)reply.Status} by itself, and otherwise in a batch");
    }

    /// <summary>Looks within a batch: each entry is answered as by itself.</summary>
    public static async Task BatchAsync(Probe probe, IReadOnlyList<Held> asked)
    {
        probe.Cover("batch");
        var bundle = Running.Bundles.Of(
            "batch",
            asked.Select(static held => Running.Bundles.Entry("GET", held.Address))
        );
        var reply = await probe.AskAsync($"batch {bundle.ToJsonString()}", () => probe.CallAsync("", bundle));
        if (reply.Status != HttpStatusCode.OK)
        {
            probe.Told("batch of looks", $"is {(int)reply.Status}");
            return;
        }

        foreach (var (held, status) in asked.Zip(reply.Statuses()))
            if (status == HttpStatusCode.OK != probe.May(held.Address))
                probe.Told($"batch with GET {held.Address}", $"answers {(int)status}");
    }

    /// <summary>An answer about something hidden is the answer about nothing.</summary>
    public static async Task NothingAsync(Probe probe, Held held)
    {
        if (probe.Truth.Reads(held.Address))
            return;
        var no = Guid.NewGuid().ToString("D");
        foreach (var form in new[] { "", "/_history", "/_history/1", "/$meta", "?_summary=true", "?_format=xml" })
        {
            var (hidden, nothing) = (
                await probe.AskAsync(held.Address + form),
                await probe.AskAsync($"{held.Type}/{no}{form}")
            );
            if (
                hidden.Status != nothing.Status
                || hidden.Text.Replace(held.Id, no, StringComparison.Ordinal) != nothing.Text
            )
                probe.Told(
                    held.Address + form,
                    $"is answered otherwise than an id that is nobody's: {(int)hidden.Status}, {(int)nothing.Status}"
                );
        }
    }

    /// <summary>Whether anything that is shown refers to it.</summary>
    private static bool IsReferred(Probe probe, IReadOnlyList<string> shown, string address) =>
        PlanCatalog.Types.Types.Any(type =>
            type.Parameters.Where(static parameter => parameter.Kind == Core.Search.SearchKind.Reference)
                .Any(parameter =>
                    probe.Facts.Links(type, parameter).Any(link => link.Target == address && shown.Contains(link.Owner))
                )
        );
}
