using System.Net;
using System.Text;
using HuskyFhir.Server.Tests.Running;
using Microsoft.AspNetCore.WebUtilities;

namespace HuskyFhir.Server.Tests.Searching;

/// <summary>Page links hide what was searched for, are bound to their client, and grow stale.</summary>
public sealed class PageLinkTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Alone => true;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Link_HidesTheSearch(string database)
    {
        using var ehr = (await ServerAsync(database)).As("ehr-riverbend");
        var link = (await ehr.AskAsync("Patient?family=m&birthdate=gt1900&_sort=family&_count=1")).Link("next")!;
        var token = QueryHelpers.ParseQuery(new Uri(link).Query)["_page"].ToString();
        Assert.Equal($"?_page={token}", new Uri(link).Query);
        foreach (
            var text in new[]
            {
                token,
                Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(token)),
                Encoding.Unicode.GetString(WebEncoders.Base64UrlDecode(token)),
            }
        )
        foreach (var shown in new[] { "family", "birthdate", "1900", "munoz", "Patient" })
            Assert.DoesNotContain(shown, text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Link_OfAnotherClientOrType_Is400(string database)
    {
        var server = await ServerAsync(database);
        using var ehr = server.As("ehr-riverbend");
        var query = new Uri((await ehr.AskAsync("Patient?_count=1")).Link("next")!).Query;
        foreach (var client in new[] { "ehr-harbor", "dss", "plan-admin" })
        {
            using var other = server.As(client);
            (await other.AskAsync($"Patient{query}")).Refused(HttpStatusCode.BadRequest, "page-foreign");
        }

        (await ehr.AskAsync($"Coverage{query}")).Refused(HttpStatusCode.BadRequest, "page-foreign");
        using var nobody = server.Anonymous();
        (await nobody.AskAsync($"Patient{query}")).Refused(HttpStatusCode.Unauthorized, "token");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Link_AlteredInAnyByte_IsRefused(string database)
    {
        using var ehr = (await ServerAsync(database)).As("ehr-riverbend");
        var token = QueryHelpers
            .ParseQuery(new Uri((await ehr.AskAsync("Patient?_count=1")).Link("next")!).Query)["_page"]
            .ToString();
        var bytes = WebEncoders.Base64UrlDecode(token);
        for (var at = 0; at < bytes.Length; at += 3)
        {
            var altered = bytes.ToArray();
            altered[at] ^= 1;
            // The first 16 bytes name the key; one that is not known any more is what a stale link has.
            (await ehr.AskAsync($"Patient?_page={WebEncoders.Base64UrlEncode(altered)}")).Expect(
                at < 16 ? HttpStatusCode.Gone : HttpStatusCode.BadRequest
            );
        }

        foreach (var cut in new[] { token[..20], token[..^4], token + "AAAA", token.ToUpperInvariant(), "=" + token })
            Assert.Contains(
                (await ehr.AskAsync($"Patient?_page={Uri.EscapeDataString(cut)}")).Status,
                new[] { HttpStatusCode.BadRequest, HttpStatusCode.Gone }
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Link_AfterItsTime_Is410(string database)
    {
        var server = await ServerAsync(database);
        using var ehr = server.As("ehr-riverbend");
        var link = (await ehr.AskAsync("Patient?_count=1")).Link("next")!;
        server.Clock.Advance(TimeSpan.FromMinutes(59));
        (await ehr.AskAsync(link)).Expect(HttpStatusCode.OK);
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("expired", (await ehr.AskAsync(link)).Refused(HttpStatusCode.Gone, "page-stale").Code);
    }
}
