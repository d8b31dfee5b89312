using Hl7.Fhir.Model;
using static HuskyFhir.Validation.Rules.BaseInvariants;

namespace HuskyFhir.Validation.Rules;

/// <summary>bdl-1 to bdl-12.</summary>
internal static class BundleInvariants
{
    public static IEnumerable<(Type, NativeInvariant)> All =>
        [
            .. Rule<Bundle>(
                "bdl-1",
                "Only a searchset or history has a total",
                static one => one.TotalElement is null || Type(one) is "searchset" or "history"
            ),
            .. Rule<Bundle>(
                "bdl-2",
                "Only a searchset's entries have search",
                static one => Type(one) == "searchset" || one.Entry.All(static entry => entry.Search is null)
            ),
            .. Rule<Bundle>(
                "bdl-3",
                "Entries have a request exactly in a batch, transaction or history",
                static one =>
                    one.Entry.All(entry =>
                        entry.Request is not null == Type(one) is "batch" or "transaction" or "history"
                    )
            ),
            .. Rule<Bundle>(
                "bdl-4",
                "Entries have a response exactly in a batch-response, transaction-response or history",
                static one =>
                    one.Entry.All(entry =>
                        entry.Response is not null
                        == Type(one) is "batch-response" or "transaction-response" or "history"
                    )
            ),
            .. Rule<Bundle.EntryComponent>(
                "bdl-5",
                "An entry needs a resource, a request or a response",
                static one => one.Resource is not null || one.Request is not null || one.Response is not null
            ),
            .. Rule<Bundle>(
                "bdl-7",
                "fullUrl is unique in a bundle, beside the version",
                static one => Type(one) == "history" || Unique(one)
            ),
            .. Rule<Bundle.EntryComponent>(
                "bdl-8",
                "fullUrl cannot name a version: remove /_history/",
                static one => one.FullUrl?.Contains("/_history/", StringComparison.Ordinal) is not true
            ),
            .. Rule<Bundle>(
                "bdl-9",
                "A document needs an identifier with system and value",
                static one =>
                    Type(one) != "document" || one.Identifier is { SystemElement: not null, ValueElement: not null }
            ),
            .. Rule<Bundle>(
                "bdl-10",
                "A document needs a timestamp",
                static one => Type(one) != "document" || one.TimestampElement is not null
            ),
            .. Rule<Bundle>(
                "bdl-11",
                "A document begins with a Composition",
                static one => Type(one) != "document" || one.Entry is [{ Resource: Composition }, ..]
            ),
            .. Rule<Bundle>(
                "bdl-12",
                "A message begins with a MessageHeader",
                static one => Type(one) != "message" || one.Entry is [{ Resource: MessageHeader }, ..]
            ),
        ];

    private static string? Type(Bundle bundle) =>
        bundle.TypeElement is { } type ? HuskyFhir.Validation.Primitives.Patterns.Text(type) : null;

    private static bool Unique(Bundle bundle)
    {
        var seen = new HashSet<(string, string?)>();
        return bundle.Entry.All(entry =>
            entry.FullUrl is not { } url || seen.Add((url, entry.Resource?.Meta?.VersionId))
        );
    }
}
