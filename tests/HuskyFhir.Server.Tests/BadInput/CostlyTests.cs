using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Commands;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.BadInput;

/// <summary>
/// What costs a careless service its memory or its time: refused, by a process whose heap is bounded. One that gathered
/// first and refused afterwards would end here, and so would one that worked for ever.
/// </summary>
public sealed class CostlyTests : InFolder
{
    private const int HeapBytes = 400 * 1024 * 1024;

    [Fact]
    public async Task CostlyRequests_AreRefused_WithinABoundedHeap()
    {
        var (server, url) = await HuskyProcess.ServeAsync(
            Folder,
            [
                ("Store__Provider", "Sqlite"),
                ("ConnectionStrings__Husky", $"Data Source={Path.Combine(Folder, "husky.db")}"),
                ("Validation__RequireOwnProfiles", "false"),
                ("Http__RequestsPerMinute", "0"),
                ("DOTNET_GCHeapHardLimit", $"0x{HeapBytes:X}"),
            ]
        );
        await using var running = server;
        using var plan = new HttpClient { BaseAddress = new(url + "/"), Timeout = TimeSpan.FromSeconds(60) };
        plan.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            (await RunAsync("token", "--client", "plan-admin")).Out.Trim()
        );
        plan.DefaultRequestHeaders.ExpectContinue = true;
        var member = (await plan.PostAsync(Made.Patient("Costly"))).Expect(HttpStatusCode.Created).Id;
        var before = (await plan.AskAsync("Patient?_count=0")).Expect(HttpStatusCode.OK).Total;
        foreach (var (told, method, address, type, body) in Costly(member))
            Outcomes.Check(
                await plan.RawAsync(new(method), address, body is null ? null : Encoding.UTF8.GetBytes(body), type),
                told
            );

        // It still works, and nothing of all that was kept.
        Assert.Equal(before, (await plan.AskAsync("Patient?_count=0")).Expect(HttpStatusCode.OK).Total);
        Assert.Equal(
            "1",
            (await plan.AskAsync($"Patient/{member}"))
                .Expect(HttpStatusCode.OK)
                .Json.GetProperty("meta")
                .GetProperty("versionId")
                .GetString()
        );
    }

    /// <summary>Two or three megabytes of one mistake, which a parser must not pay for one by one.</summary>
    private static IEnumerable<(
        string Told,
        string Method,
        string Address,
        string? ContentType,
        string? Body
    )> CostlyBodies()
    {
        const int times = 200_000;
        const string json = "application/fhir+json",
            xml = "application/fhir+xml";
        string Many(Func<int, string> one, string between = "") =>
            string.Join(between, Enumerable.Range(0, times).Select(one));
        string Xml(string inner, string attributes = "") =>
            $"<Organization xmlns=\"http://hl7.org/fhir\"{attributes}>{inner}<name value=\"n\"/></Organization>";
        string Json(string members) => $$"""{"resourceType":"Organization",{{members}}}""";
        foreach (var address in new[] { "Organization", "Organization/$validate" })
        {
            yield return (
                "unknown attributes",
                "POST",
                address,
                xml,
                Xml(string.Empty, " " + Many(static at => $"a{at}=\"x\"", " "))
            );
            yield return (
                "an unknown attribute each",
                "POST",
                address,
                xml,
                Xml(Many(static _ => "<alias value=\"a\" b=\"c\"/>"))
            );
            yield return ("unknown elements", "POST", address, xml, Xml(Many(static at => $"<bad{at} value=\"a\"/>")));
            yield return (
                "elements in the wrong order",
                "POST",
                address,
                xml,
                Xml(Many(static _ => "<alias value=\"a\"/><active value=\"true\"/>"))
            );
            yield return (
                "text between elements",
                "POST",
                address,
                xml,
                Xml(Many(static _ => "<alias value=\"a\"/>x"))
            );
            yield return ("empty elements", "POST", address, xml, Xml(Many(static _ => "<alias/>")));
            yield return ("namespaces", "POST", address, xml, Xml(Many(static at => $"<q:a xmlns:q=\"u{at}\"/>")));
            yield return (
                "a DTD",
                "POST",
                address,
                xml,
                $"<!DOCTYPE o [{Many(static at => $"<!ENTITY e{at} \"x\">")}]>{Xml("&e1;")}"
            );
        }

        yield return ("duplicate keys", "POST", "Organization", json, Json(Many(static _ => "\"name\":\"n\"", ",")));
        yield return ("unknown members", "POST", "Organization", json, Json(Many(static at => $"\"bad{at}\":1", ",")));
        yield return (
            "unknown members, each alike",
            "POST",
            "Organization",
            json,
            Json($"\"contact\":[{Many(static _ => "{\"nam\":1}", ",")}]")
        );
        yield return (
            "nulls",
            "POST",
            "Organization",
            json,
            Json($"\"alias\":[{Many(static _ => "null", ",")},\"a\"]")
        );
        yield return (
            "contained resources that nobody refers to",
            "POST",
            "Organization",
            json,
            Json(
                $"\"contained\":[{Many(static at => $$"""{"resourceType":"Patient","id":"p{{at}}","active":true}""", ",")}]"
            )
        );
        yield return (
            "references to nothing",
            "POST",
            "Organization",
            json,
            Json($"\"endpoint\":[{Many(static _ => """{"reference":"#x"}""", ",")}]")
        );
        yield return (
            "extensions",
            "POST",
            "Organization",
            json,
            Json($"\"extension\":[{Many(static _ => """{"url":"x"}""", ",")}]")
        );
        yield return (
            "tags in a narrative",
            "POST",
            "Organization",
            json,
            Json(
                "\"text\":{\"status\":\"generated\",\"div\":\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">"
                    + Many(static _ => "<b>")
                    + "</div>\"}"
            )
        );
        yield return (
            "comments in a narrative that is never closed",
            "POST",
            "Organization",
            json,
            Json(
                "\"text\":{\"status\":\"generated\",\"div\":\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">"
                    + Many(static _ => "<!--x--><b/>")
                    + "\"}"
            )
        );
        yield return (
            "parameters",
            "POST",
            "Patient/$match",
            json,
            $$"""{"resourceType":"Parameters","parameter":[{{Many(static _ => """{"nam":"x"}""", ",")}}]}"""
        );
        yield return (
            "entries of unknown members",
            "POST",
            "",
            json,
            $$"""{"resourceType":"Bundle","type":"transaction","entry":[{{string.Join(',', Enumerable.Repeat($$"""{"request":{"method":"POST","url":"Organization"},"resource":{{Json(string.Join(',', Enumerable.Range(0, 2_000).Select(static at => $"\"bad{at}\":1")))}}}""", 100))}}]}"""
        );
    }

    private static IEnumerable<(string Told, string Method, string Address, string? ContentType, string? Body)> Costly(
        string member
    )
    {
        const string json = "application/fhir+json",
            form = "application/x-www-form-urlencoded",
            patch = "application/json-patch+json";
        string Many(string one, int times, string between = ",") => string.Join(between, Enumerable.Repeat(one, times));
        string Deep(string open, string close, int levels) =>
            string.Concat(Enumerable.Repeat(open, levels)) + string.Concat(Enumerable.Repeat(close, levels));
        string FhirPath(string expression) =>
            new JsonObject
            {
                ["resourceType"] = "Parameters",
                ["parameter"] = new JsonArray(
                    new JsonObject
                    {
                        ["name"] = "operation",
                        ["part"] = new JsonArray(
                            new JsonObject { ["name"] = "type", ["valueCode"] = "delete" },
                            new JsonObject { ["name"] = "path", ["valueString"] = expression }
                        ),
                    }
                ),
            }.ToJsonString();

        yield return ("5,000 values", "POST", "Patient/_search", form, "name=" + Many("a", 5000));
        yield return ("5,000 parameters", "POST", "Patient/_search", form, Many("name=a", 5000, "&"));
        yield return ("5,000 includes", "POST", "Patient/_search", form, Many("_include=*", 5000, "&"));
        yield return ("5,000 sort keys", "POST", "Patient/_search", form, "_sort=" + Many("name", 5000));
        yield return ("a chain of 20 links", "GET", $"Patient?{Many("link:Patient", 20, ".")}.name=a", null, null);
        yield return (
            "a _has of 20 links",
            "GET",
            $"Patient?{string.Concat(Enumerable.Repeat("_has:Patient:link:", 20))}name=a",
            null,
            null
        );
        yield return (
            "a chain of 2,000 links in a form",
            "POST",
            "Patient/_search",
            form,
            $"{Many("link:Patient", 2000, ".")}.name=a"
        );
        foreach (var type in new[] { "batch", "transaction" })
        {
            yield return (
                $"a {type} of a million empty entries",
                "POST",
                "",
                json,
                $$"""{"resourceType":"Bundle","type":"{{type}}","entry":[{{Many("{}", 1_000_000)}}]}"""
            );
            yield return (
                $"a {type} of 60,000 entries",
                "POST",
                "",
                json,
                $$$"""{"resourceType":"Bundle","type":"{{{type}}}","entry":[{{{Many("""{"request":{"method":"GET","url":"Patient?name=a"}}""", 60_000)}}}]}"""
            );
        }

        yield return (
            "a million entries and more bytes than are read",
            "POST",
            "",
            json,
            $$$"""{"resourceType":"Bundle","type":"batch","entry":[{{{Many("""{"request":{"method":"GET","url":"Patient"}}""", 1_000_000)}}}]}"""
        );
        yield return (
            "10,000 levels of arrays",
            "POST",
            "Patient",
            json,
            $$"""{"resourceType":"Patient","name":{{Deep("[", "]", 10_000)}}}"""
        );
        yield return (
            "10,000 levels of objects",
            "POST",
            "Patient",
            json,
            $$"""{"resourceType":"Patient","contact":{{Deep("{\"a\":", "}", 10_000).Replace(":}", ":1}", StringComparison.Ordinal)}}}"""
        );
        yield return (
            "10,000 levels of extensions",
            "POST",
            "Patient",
            json,
            $$"""{"resourceType":"Patient","extension":[{{string.Concat(Enumerable.Repeat("{\"url\":\"http://a.example\",\"extension\":[", 10_000))}}{{string.Concat(Enumerable.Repeat("]}", 10_000))}}]}"""
        );
        yield return (
            "10,000 levels that are never closed",
            "POST",
            "Patient",
            json,
            string.Concat(Enumerable.Repeat("{\"a\":[", 10_000))
        );
        yield return (
            "10,000 levels in a patch",
            "PATCH",
            $"Patient/{member}",
            patch,
            $$"""[{"op":"add","path":"/name","value":{{Deep("[", "]", 10_000)}}}]"""
        );
        yield return (
            "10,000 steps of a JSON Pointer",
            "PATCH",
            $"Patient/{member}",
            patch,
            $$"""[{"op":"remove","path":"{{string.Concat(Enumerable.Repeat("/a", 10_000))}}"}]"""
        );
        yield return (
            "100,000 operations",
            "PATCH",
            $"Patient/{member}",
            patch,
            $"[{Many("""{"op":"test","path":"/active","value":true}""", 100_000)}]"
        );
        yield return (
            "copies that double",
            "PATCH",
            $"Patient/{member}",
            patch,
            $$"""[{"op":"add","path":"/extension","value":[{"url":"http://a.example","valueString":"{{new string('x', 1000)}}"}]},{{Many("""{"op":"copy","from":"/extension","path":"/extension/0/extension"}""", 150)}}]"""
        );
        yield return (
            "10,000 brackets of FHIRPath",
            "PATCH",
            $"Patient/{member}",
            json,
            FhirPath(Deep("(", ")", 10_000))
        );
        yield return (
            "10,000 steps of FHIRPath",
            "PATCH",
            $"Patient/{member}",
            json,
            FhirPath("Patient" + string.Concat(Enumerable.Repeat(".name", 10_000)))
        );
        yield return (
            "a FHIRPath that multiplies",
            "PATCH",
            $"Patient/{member}",
            json,
            FhirPath("Patient" + string.Concat(Enumerable.Repeat(".descendants()", 40)) + ".first()")
        );
        yield return (
            "a digit string of a million",
            "POST",
            "Observation",
            json,
            $$$"""{"resourceType":"Observation","status":"final","code":{"text":"a"},"subject":{"reference":"Patient/{{{member}}}"},"valueQuantity":{"value":{{{new string('9', 1_000_000)}}}}}"""
        );
        foreach (var each in CostlyBodies())
            yield return each;
        yield return (
            "a million-letter header of a condition",
            "PUT",
            $"Patient?identifier={new string('a', 5000)}",
            json,
            """{"resourceType":"Patient"}"""
        );
    }
}
