using System.Text;
using System.Xml.Linq;
using HuskyFhir.Server.Views;
using HuskyFhir.Validation.Narratives;

namespace HuskyFhir.Server.Tests.Views;

/// <summary>A narrative on a page: its words and its order stay, its powers do not.</summary>
public sealed class NarrativeViewTests
{
    private const string Open = "<div xmlns=\"http://www.w3.org/1999/xhtml\">";

    [Theory]
    [InlineData("<p>a<br></br>b</p>", "<p>a<br/>b</p>")]
    [InlineData("<p/><b/>x", "<p></p><b></b>x")]
    [InlineData("<![CDATA[<script>alert(1)</script>]]>x", "&lt;script&gt;alert(1)&lt;/script&gt;x")]
    [InlineData("<a href=\"Patient/1\" name=\"n\" id=\"i\">x</a>", "<a href=\"Patient/1\" rel=\"noreferrer\">x</a>")]
    [InlineData("<a href=\"urn:x\">x</a>", "x")]
    [InlineData("<a name=\"n\"/>x", "x")]
    [InlineData("<p style=\"color: red\" class=\"c\" title=\"t\">x</p>", "<p title=\"t\">x</p>")]
    [InlineData("<img src=\"http://x.example/a.png\" alt=\"map\"/>", "[map]")]
    [InlineData(
        "<img src=\"data:image/png;base64,AAAA\" alt=\"map\"/>",
        "<img src=\"data:image/png;base64,AAAA\" alt=\"map\"/>"
    )]
    [InlineData("<font color=\"red\">x</font><big>y</big><map name=\"m\"><area href=\"#a\"/></map>", "xy")]
    [InlineData(
        "<table><tr><td colspan=\"2\" width=\"9\">x</td></tr></table>",
        "<table><tr><td colspan=\"2\">x</td></tr></table>"
    )]
    public void Narrative_IsWrittenAnew(string given, string shown)
    {
        Assert.Null(NarrativeCheck.Of(Encoding.UTF8.GetBytes($"{Open}{given}</div>")));
        Assert.Equal($"<div class=\"narrative\"><div>{shown}</div></div>", Written($"{Open}{given}</div>"));
    }

    [Fact]
    public void Narrative_OfEveryElementThatIsAllowed_KeepsItsWords()
    {
        string[] elements =
        [
            "p",
            "div",
            "span",
            "h1",
            "h6",
            "blockquote",
            "q",
            "ins",
            "del",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "table",
            "caption",
            "colgroup",
            "thead",
            "tbody",
            "tfoot",
            "tr",
            "th",
            "td",
            "address",
            "pre",
            "abbr",
            "acronym",
            "b",
            "big",
            "cite",
            "code",
            "dfn",
            "em",
            "font",
            "i",
            "kbd",
            "map",
            "s",
            "samp",
            "small",
            "strike",
            "strong",
            "sub",
            "sup",
            "tt",
            "u",
            "var",
            "a",
        ];
        var div =
            Open
            + string.Concat(
                elements.Select(
                    static (name, at) =>
                        $"<{name} title=\"t\" style=\"color:red\" class=\"c\" id=\"i{at}\">w{at} &lt;&amp;</{name}>"
                )
            )
            + "<br/><hr/><col/><img src=\"#a\" alt=\"i\"/><area alt=\"x\"/></div>";
        Assert.Null(NarrativeCheck.Of(Encoding.UTF8.GetBytes(div)));
        var shown = XElement.Parse(Written(div));
        Assert.Equal(string.Concat(elements.Select(static (_, at) => $"w{at} <&")) + "[i]", shown.Value);
        Assert.DoesNotContain(
            shown.Descendants().Attributes(),
            static attribute => attribute.Name.LocalName is "style" or "id"
        );
        Assert.StartsWith("w0 <& · w1 <& w2", NarrativeView.Words(div, 160), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE d [<!ENTITY a \"b\">]><div>&a;</div>")]
    [InlineData("<div><p>x</div>")]
    [InlineData("")]
    public void Narrative_ThatCannotBeRead_IsNotShown(string div)
    {
        Assert.Contains("cannot be shown", Written(div), StringComparison.Ordinal);
        Assert.Equal(string.Empty, NarrativeView.Words(div, 100));
    }

    private static string Written(string div)
    {
        var html = new Markup();
        NarrativeView.Write(html, div);
        return Encoding.UTF8.GetString(html.Utf8().Span);
    }
}
