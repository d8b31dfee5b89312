using System.Text.Json;
using HuskyFhir.Exchange.Formats.Edi.Texts;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Formats.Edi;

/// <summary>
/// Where a member lives, and where mail goes if it goes elsewhere. What has no room is told in the report.
/// </summary>
internal static class Addresses
{
    private const int LongestCity = 30; // data element 19

    public static PostalAddress? Home(List<JsonElement> addresses, MappingReport report)
    {
        var homes = addresses
            .Where(static each => each.Text("type") != "postal")
            .OrderBy(static each => each.Text("use") == "home" ? 0 : 1)
            .ToList();
        if (homes.Count > 1)
            report.Remark("2100A N3: an address besides the home was left out");
        return homes.Count == 0 ? null : Write(homes[0], "2100A", report);
    }

    /// <summary>Both N3 and N4 are needed: without lines or a city no mail arrives.</summary>
    public static PostalAddress? Mailing(List<JsonElement> addresses, MappingReport report)
    {
        var mailing = addresses.Where(static each => each.Text("type") == "postal").ToList();
        if (mailing.Count > 1)
            report.Remark("2100C N3: a second mailing address was left out");
        if (mailing.Count == 0 || Write(mailing[0], "2100C", report) is not { } written)
            return null;
        if (written is { Lines.Count: > 0, City: not null })
            return written with { LocationQualifier = null, Location = null };
        report.Fail(ChangeKind.Address, "2100C: the mailing address has no line or no city; complete it");
        return null;
    }

    private static PostalAddress? Write(JsonElement address, string loop, MappingReport report)
    {
        List<string> lines =
        [
            .. address
                .Items("line")
                .Select(static line => line.GetString()?.Trim())
                .Where(static line => !string.IsNullOrEmpty(line))
                .OfType<string>(),
        ];
        var city = address.Text("city");
        if (city is null && lines.Count == 0)
        {
            report.Fail(
                ChangeKind.Address,
                $"{loop}: the address has neither lines nor a city; enter line, city, state and postal code"
            );
            return null;
        }

        if (PostalLines.Fit(lines) is not var (fitted, isShorter))
            return Refused(
                $"{loop} N3: the address has more than two lines of 55 characters, even shortened by the rules of the post office; shorten it"
            );
        if (city is { Length: > LongestCity })
            return Refused($"{loop} N401: the city has more than {LongestCity} characters; shorten it");
        if (isShorter)
            report.Remark($"{loop} N3: words were shortened by USPS Publication 28");
        else if (fitted.Count != lines.Count)
            report.Remark($"{loop} N3: lines were put together");
        var country = address.Text("country") is { } told ? Regions.Country(told) : "US";
        if (country is null)
            return Refused($"{loop} N404: the country is none of ISO 3166-1; write its code");
        var (state, subdivision) = State(address.Text("state"), country, loop, report);
        var county = address.Text("district");
        var place = new PostalAddress(
            fitted,
            city,
            state,
            Postal(address.Text("postalCode")),
            country == "US" ? null : country,
            Subdivision: subdivision
        );
        return county is { Length: > 0 and <= 30 } && city is not null
            ? place with
            {
                LocationQualifier = "CY",
                Location = county,
            }
            : place;

        PostalAddress? Refused(string why)
        {
            report.Fail(ChangeKind.Address, why);
            return null;
        }
    }

    /// <summary>N402 in the United States and Canada, N407 elsewhere.</summary>
    private static (string? State, string? Subdivision) State(
        string? state,
        string country,
        string loop,
        MappingReport report
    )
    {
        if (string.IsNullOrWhiteSpace(state))
            return (null, null);
        if (country is "US" or "CA" or "PR" && Regions.State(state) is { } code)
            return (code, null);
        if (country is not ("US" or "CA") && state.Trim() is { Length: <= 3 } short3)
            return (null, short3.ToUpperInvariant());
        if (country is "US" or "CA")
            report.Fail(
                ChangeKind.Address,
                $"{loop} N402: the state is none of the post office's; write its two letters"
            );
        else
            report.Remark($"{loop} N407: the part of the country was left out");
        return (null, null);
    }

    /// <summary>Without the hyphen of a ZIP+4.</summary>
    private static string? Postal(string? code) => code?.Replace("-", string.Empty, StringComparison.Ordinal).Trim();
}
