using System.Net;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Attacks;

/// <summary>Every way by which one record could be seen.</summary>
internal static class HiddenLooks
{
    /// <summary>
    /// The record, by each way, is as one that never was: also as a count, in a Bundle, and as what is included.
    /// </summary>
    /// <param name="http">Who looks.</param>
    /// <param name="address">The record.</param>
    /// <param name="member">Whose it is, as <c>Patient/id</c>.</param>
    public static async Task NothingAsync(HttpClient http, string address, string member)
    {
        var (type, id) = (address.Split('/')[0], address.Split('/')[1]);
        foreach (var look in new[] { address, $"{address}/_history", $"{address}/_history/1", $"{address}/$meta" })
            (await http.AskAsync(look)).Refused(HttpStatusCode.NotFound, "unknown-id");
        (await http.AskAsync($"{address}?_format=xml")).Expect(HttpStatusCode.NotFound);
        foreach (
            var search in new[]
            {
                $"{type}?_id={id}",
                $"{type}?_id={id}&_summary=count",
                $"{type}?_id={id}&_total=accurate&_sort=-_lastUpdated",
                $"{member}/{type}?_id={id}",
            }
        )
            Assert.Equal((search, 0), (search, (await http.AskAsync(search)).Expect(HttpStatusCode.OK).Total));
        foreach (
            var wide in new[]
            {
                $"{type}?patient={member}&_count=200",
                $"{type}?patient={member}&_sort=_lastUpdated&_count=200",
                $"{member}/{type}?_count=200",
                $"{type}/_history?_count=200",
                $"{member}/$everything?_count=200",
                $"{member}/$everything?_type={type}&_count=200",
                $"{member}/*?_count=200",
                $"Patient?_id={member[8..]}&_revinclude={type}:patient",
                $"Patient?_id={member[8..]}&_revinclude={type}:patient&_revinclude:iterate=Provenance:target&_include:iterate=*",
                $"DocumentReference/$docref?patient={member}&_count=200",
            }
        )
            Assert.DoesNotContain(
                id,
                (await http.AskAsync(wide))
                    .Expect(HttpStatusCode.OK)
                    .Text.Replace($"_id={id}", string.Empty, StringComparison.Ordinal),
                StringComparison.Ordinal
            );
        Assert.Equal(
            0,
            (await http.AskAsync($"Patient?_id={member[8..]}&_has:{type}:patient:_id={id}"))
                .Expect(HttpStatusCode.OK)
                .Total
        );
        var batch = (
            await http.BatchAsync(
                Running.Bundles.Entry("GET", address),
                Running.Bundles.Entry("GET", $"{type}?_id={id}")
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.OK], batch.Statuses());
        Assert.Equal(0, batch.Entries[1].GetProperty("resource").GetProperty("total").GetInt32());
    }
}
