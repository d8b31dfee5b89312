using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Server.Views;
using HuskyFhir.Validation;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Tests.Views;

/// <summary>
/// A narrative is XML to its sender and may be HTML to its reader. Whatever is taken means the same to both: a parser
/// of HTML5 finds no script, handler or running link in what is stored, in the XML that is answered, and in the page.
/// </summary>
public sealed class HostileNarrativeTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Xhtml = "http://www.w3.org/1999/xhtml";
    private const string Open = $"<div xmlns=\"{Xhtml}\">";
    private const string Image = "<img src=x onerror=alert(1)>";

    private static readonly string[] Hostile =
    [
        "x>" + Image,
        "-->" + Image,
        "--!>" + Image,
        ">" + Image,
        "<script>alert(1)</script>",
        "</div>" + Image,
        "]]" + Image,
        "\"" + Image,
        "<svg/onload=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<style>*{}</style>",
        "<title>" + Image,
        "<textarea>",
        "<plaintext>",
        "<math><mi>",
        "<!--",
        "plain",
    ];

    private static readonly string[] Pieces =
    [
        "<",
        ">",
        "/>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<!-->",
        "<!--->",
        "--!>",
        Image,
        "<img src=\"a.png\" alt=\"a\"/>",
        "<script>alert(1)</script>",
        "<h:b xmlns:h=\"" + Xhtml + "\">",
        "</h:b>",
        "<b>",
        "</b>",
        "<p/>",
        "<br/>",
        "<br></br>",
        "&lt;script&gt;",
        "&#60;",
        "&#x3c;img src=x onerror=alert(1)&#62;",
        "<?php x?>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\">",
        "</svg>",
        "<table><tr><td>",
        "</td></tr></table>",
        " ",
        "x",
        "\"",
        "'",
        "`",
        "<a href=\"javascript:alert(1)\">",
        "<a href=\"java&#9;script:alert(1)\">x</a>",
        "</a>",
        "<p title=\"&lt;img src=x onerror=alert(1)&gt;\">",
        "</p>",
        Open,
        "</div>",
        "<p xmlns:on=\"u\" on:click=\"alert(1)\">",
        "<p style=\"background:url(javascript:alert(1))\">",
        "&#x2028;",
        "<pre>\n",
        "</pre>",
        "<a xml:base=\"javascript:\" href=\"x\">",
    ];

    public static TheoryData<string, string?> Reported =>
        new()
        {
            { $"{Open}<![CDATA[x>{Image}]]></div>", "x>" + Image },
            { $"{Open}a<!--> {Image} -->b</div>", "ab" },
            { $"{Open}a<!---> {Image} -->b</div>", "ab" },
            { $"<!--> {Image} -->{Open}b</div>", "b" },
            { $"{Open}b</div><!--> {Image} -->", "b" },
            { $"<h:div xmlns:h=\"{Xhtml}\">a<h:b>c</h:b></h:div>", "ac" },
            {
                $"{Open}<x:p xmlns:x=\"{Xhtml}\"><![CDATA[<script>alert(1)</script>]]></x:p></div>",
                "<script>alert(1)</script>"
            },
            { $"{Open}<p/><b/>x</div>", "x" },
            { $"{Open}a<?php {Image} ?>b</div>", null },
            { $"<?xml version=\"1.0\"?>{Open}b</div>", null },
            { $"<!DOCTYPE div [<!ENTITY x \"{"&#60;script&#62;"}\">]>{Open}&x;</div>", null },
            { $"{Open}<svg:svg xmlns:svg=\"http://www.w3.org/2000/svg\"/>x</div>", null },
            { $"<h:div xmlns:h=\"{Xhtml}\"><h:script>alert(1)</h:script></h:div>", null },
            { $"<h:div xmlns:h=\"{Xhtml}\"><h:p onclick=\"alert(1)\">x</h:p></h:div>", null },
            { $"<h:div xmlns:h=\"{Xhtml}\"><h:a href=\"javascript:alert(1)\">x</h:a></h:div>", null },
        };

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Narrative_ThatIsTaken_IsHarmlessInEveryFormOfIt(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var (div, text) in Reported.Select(static row => row.Data))
        {
            var organization = Made.Organization(Made.Word());
            organization["text"] = new JsonObject { ["status"] = "additional", ["div"] = div };
            var answer = await plan.PostAsync(organization);
            if (text is null)
            {
                answer.Expect(HttpStatusCode.UnprocessableEntity);
                continue;
            }

            var at = $"Organization/{answer.Expect(HttpStatusCode.Created).Id}";
            var stored = (await plan.AskAsync(at)).Json.GetProperty("text").GetProperty("div").GetString()!;
            Assert.Equal((div, null), (div, HarmlessHtml.Danger(stored)));
            Assert.Equal(text, HarmlessHtml.Text(stored));
            Assert.Equal(
                (div, null),
                (div, HarmlessHtml.Danger(Div((await plan.AskAsync(at, ("Accept", "application/fhir+xml"))).Text)))
            );
            Assert.Equal(
                (div, null),
                (div, HarmlessHtml.DangerOfPage((await plan.AskAsync(at, ("Accept", "text/html"))).Text))
            );
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Narrative_WithAPrefix_IsTakenInXmlToo(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var xml =
            $"<o:Organization xmlns:o=\"http://hl7.org/fhir\" xmlns:h=\"{Xhtml}\"><o:text><o:status value=\"generated\"/><h:div>Narrative <h:b>too</h:b></h:div></o:text><o:active value=\"true\"/><o:name value=\"{Made.Word()}\"/></o:Organization>";
        var made = (
            await plan.RawAsync(HttpMethod.Post, "Organization", Encoding.UTF8.GetBytes(xml), "application/fhir+xml")
        ).Expect(HttpStatusCode.Created);
        Assert.Equal(
            $"{Open}Narrative <b>too</b></div>",
            (await plan.AskAsync($"Organization/{made.Id}")).Json.GetProperty("text").GetProperty("div").GetString()
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Narrative_InsideOfOtherResources_AndByPatch_IsHarmlessToo(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var hostile = new JsonObject { ["status"] = "additional", ["div"] = $"{Open}<![CDATA[x>{Image}]]></div>" };
        var holder = Made.Organization(Made.Word());
        holder["contained"] = new JsonArray(
            new JsonObject
            {
                ["resourceType"] = "Organization",
                ["id"] = "in",
                ["name"] = "In",
                ["text"] = hostile.DeepClone(),
            }
        );
        holder["extension"] = new JsonArray(new JsonObject { ["url"] = "http://t.example/x", ["valueUri"] = "#in" });
        var made = await plan.CreateAsync(holder);
        Assert.Null(HarmlessHtml.Danger((string)made["contained"]![0]!["text"]!["div"]!));

        var patch = $$"""[{"op":"add","path":"/text","value":{{hostile.ToJsonString()}}}]""";
        var patched = (
            await plan.RawAsync(
                HttpMethod.Patch,
                made.At(),
                Encoding.UTF8.GetBytes(patch),
                "application/json-patch+json"
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Null(HarmlessHtml.Danger(patched.Json.GetProperty("text").GetProperty("div").GetString()!));

        var bundled = Made.Organization(Made.Word());
        bundled["text"] = hostile.DeepClone();
        var done = (await plan.TransactAsync(Running.Bundles.Post(bundled))).Expect(HttpStatusCode.OK);
        Assert.Null(
            HarmlessHtml.Danger(
                (await plan.AskAsync(done.Stored(0))).Json.GetProperty("text").GetProperty("div").GetString()!
            )
        );
    }

    [Fact]
    public void Narratives_OfHostilePieces_AreRefusedOrHarmless()
    {
        var taken = 0;
        Gen.Select(One(Pieces).Array[0, 2], One(Pieces).Array[1, 8], One(Pieces).Array[0, 2])
            .Sample(
                (before, inside, after) =>
                    taken += Judge($"{string.Concat(before)}{Open}{string.Concat(inside)}</div>{string.Concat(after)}"),
                iter: 20_000,
                threads: 1
            );
        Assert.NotEqual(0, taken);
    }

    [Fact]
    public void Narratives_ThatAreWellFormedAndHostile_AreRefusedOrHarmless()
    {
        var taken = 0;
        Gen.Select(Gen.Int[0, 6], One(Hostile))
            .Array[1, 6]
            .Sample(
                parts =>
                    taken += Judge(
                        Open + string.Concat(parts.Select(static part => Sound(part.Item1, part.Item2))) + "</div>"
                    ),
                iter: 10_000,
                threads: 1
            );
        Assert.True(taken > 1_000, $"{taken} of 10,000 were taken.");
    }

    private static Gen<string> One(string[] of) => Gen.Int[0, of.Length - 1].Select(at => of[at]);

    /// <summary>Well-formed XML around a hostile text.</summary>
    private static string Sound(int kind, string text) =>
        kind switch
        {
            0 when !text.Contains("--", StringComparison.Ordinal) => $"<!--{text}-->",
            1 => $"<![CDATA[{text}]]>",
            2 => $"<p title=\"{WebUtility.HtmlEncode(text)}\"><![CDATA[{text}]]></p>",
            3 => $"<h:b xmlns:h=\"{Xhtml}\"><![CDATA[{text}]]></h:b>",
            4 => WebUtility.HtmlEncode(text),
            5 => $"<pre/><table><tr><td><![CDATA[{text}]]></td></tr></table>",
            _ => $"<br></br>{WebUtility.HtmlEncode(text)}",
        };

    /// <summary>1 where the narrative was taken, and is harmless then in all of its forms.</summary>
    private static int Judge(string div)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                resourceType = "Organization",
                name = "N",
                text = new { status = "additional", div },
            }
        );
        var (resource, report) = new ResourceParser().Parse(json);
        if (!report.Valid)
            return 0;
        var stored = ((Organization)resource!).Text!.Div!;
        Assert.True(
            HarmlessHtml.Danger(stored) is null,
            $"{HarmlessHtml.Danger(stored)}\nsent   {div}\nstored {stored}"
        );
        var xml = Div(Encoding.UTF8.GetString(FhirXml.Write(resource).Span));
        Assert.True(HarmlessHtml.Danger(xml) is null, $"{HarmlessHtml.Danger(xml)}\nsent   {div}\nin XML {xml}");
        var html = new Markup();
        NarrativeView.Write(html, stored);
        Assert.True(
            HarmlessHtml.Danger(Encoding.UTF8.GetString(html.Utf8().Span)) is null,
            $"{HarmlessHtml.Danger(Encoding.UTF8.GetString(html.Utf8().Span))}\nsent   {div}"
        );
        return 1;
    }

    /// <summary>The div as it stands in XML; somebody may cut it out and put it into a page.</summary>
    private static string Div(string xml)
    {
        var start = xml.IndexOf("<div", StringComparison.Ordinal);
        return xml[start..(xml.LastIndexOf("</div>", StringComparison.Ordinal) + 6)];
    }
}
