using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Server.Http;
using Microsoft.Extensions.Options;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Interactions.Bundles;

/// <summary>
/// batch (R4 section 3.1.0.11.1): each entry succeeds or fails by itself, on the road of a request by itself.
/// </summary>
internal sealed class BatchRun(BundleEntryDispatcher road, PublicBase publicBase, IOptions<HttpSettings> settings)
{
    /// <summary>
    /// Fills the answers of some entries, in order; also how a transaction looks at what it has written.
    /// </summary>
    public async Task RunAsync(HttpContext context, IEnumerable<BundleEntry> entries, EntryAnswer[] answers)
    {
        var bytes = 0L;
        foreach (var entry in entries)
        {
            context.RequestAborted.ThrowIfCancellationRequested(); // nobody waits for the rest
            // Each look may be a large page; together they must fit into memory.
            answers[entry.At] =
                bytes > settings.Value.MaxBundleAnswerBytes && IsLook(entry)
                    ? Refused(EntryFaults.AtRequest(entry.At, null, TooMuch()))
                    : await RunAsync(context, entry);
            bytes += answers[entry.At].Body.Length;
        }
    }

    /// <summary>Whether an entry changes nothing.</summary>
    public static bool IsLook(BundleEntry entry) =>
        entry.Request?.Method is Bundle.HTTPVerb.GET or Bundle.HTTPVerb.HEAD;

    private Fault TooMuch() =>
        new(
            FaultKind.TooLarge,
            OperationOutcome.IssueType.TooCostly,
            $"The answers before this one have {settings.Value.MaxBundleAnswerBytes} bytes already; look at this in a request by itself.",
            null,
            "bundle-too-large"
        );

    private async Task<EntryAnswer> RunAsync(HttpContext context, BundleEntry entry)
    {
        if (!Addressed(entry, publicBase.Url).Try(out var address, out var fault))
            return Refused(fault);
        var request = entry.Request!;
        var method = request.Method!.Value.ToString();
        // R4 leaves it to the server what a write in a Bundle answers; without a preference it is the status alone.
        var wanted = Negotiation.Preference(context.Request, "return") ?? "minimal";
        var handling = Negotiation.Preference(context.Request, "handling");
        (string, string?)[] headers =
        [
            ("If-Match", request.IfMatch),
            ("If-None-Match", request.IfNoneMatch),
            ("If-None-Exist", request.IfNoneExist),
            ("If-Modified-Since", EntryTerms.ModifiedSince(request)),
            ("Prefer", handling is null ? $"return={wanted}" : $"return={wanted}, handling={handling}"),
        ];
        var (body, type) =
            request.Method == Bundle.HTTPVerb.PATCH
                ? EntryPatch.Body(entry.Resource)
                : (entry.Resource, "application/fhir+json");
        var reply = await road.CallAsync(context, method, address, headers, body, type);
        if (!IsLook(entry) && reply.Status < 300)
            StoredMark.Put(context);
        return reply.IsForBundles
            ? EntryAnswer.Of(reply)
            : Refused(EntryFaults.AtRequest(entry.At, "url", NoResource()));
    }

    private static Fault NoResource() =>
        new(
            FaultKind.NotAcceptable,
            OperationOutcome.IssueType.NotSupported,
            "What is at this address is no resource and cannot stand in a Bundle; ask for it by a request of its own.",
            null,
            "format"
        );

    /// <summary>Where an entry leads, when it asks for anything.</summary>
    public static Result<EntryAddress> Addressed(BundleEntry entry, string baseUrl)
    {
        if (entry.Request is not { Method: { } method } request)
            return EntryFaults.AtRequest(
                entry.At,
                null,
                new(
                    FaultKind.Malformed,
                    OperationOutcome.IssueType.Required,
                    "An entry says by request.method and request.url what it asks.",
                    null,
                    "entry-request"
                )
            );
        if (!EntryAddress.Read(request.Url, baseUrl).Try(out var address, out var fault))
            return EntryFaults.AtRequest(entry.At, "url", fault);
        if (EntryTerms.Check(address) is { } unsayable)
            return EntryFaults.AtRequest(entry.At, "url", unsayable);
        if (method is Bundle.HTTPVerb.POST or Bundle.HTTPVerb.PUT or Bundle.HTTPVerb.PATCH && entry.Resource is null)
            return EntryFaults.At(
                entry.At,
                null,
                new(
                    FaultKind.Malformed,
                    OperationOutcome.IssueType.Required,
                    $"{method} needs a resource.",
                    null,
                    "entry-resource"
                )
            );
        return address;
    }

    private static EntryAnswer Refused(Fault fault) =>
        new(
            OperationOutcomeWriter.Status(fault.Kind),
            null,
            null,
            null,
            FhirJson.Write(OperationOutcomeWriter.Of(fault.Issues))
        );
}
