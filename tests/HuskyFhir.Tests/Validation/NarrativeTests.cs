using System.Xml;
using CsCheck;
using HuskyFhir.Validation.Narratives;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Tests.Validation;

public sealed class NarrativeTests
{
    private const string Open = "<div xmlns=\"http://www.w3.org/1999/xhtml\">";

    private static readonly string[] Pieces =
    [
        "<",
        ">",
        "/",
        "\"",
        "'",
        "&",
        "=",
        ";",
        " ",
        "-",
        "p",
        "</p>",
        "<p>",
        "]]>",
        "<!",
        "",
    ];

    [Theory]
    [InlineData(Open + "<p>x</div>", Details.NarrativeMalformed)]
    [InlineData("<div>x</div>", Details.NarrativeMalformed)]
    [InlineData("<p xmlns=\"http://www.w3.org/1999/xhtml\">x</p>", Details.NarrativeMalformed)]
    [InlineData(Open + "  </div>", Details.NarrativeMalformed)]
    [InlineData(Open + "a&nbsp;b</div>", Details.NarrativeMalformed)]
    [InlineData("<!DOCTYPE d [<!ENTITY a \"b\">]>" + Open + "&a;</div>", Details.NarrativeMalformed)]
    [InlineData(Open + "<script>alert(1)</script></div>", Details.NarrativeForbidden)]
    [InlineData(Open + "<SCRIPT>alert(1)</SCRIPT></div>", Details.NarrativeForbidden)]
    [InlineData(Open + "<svg xmlns=\"http://www.w3.org/2000/svg\"/>x</div>", Details.NarrativeForbidden)]
    [InlineData(Open + "<p onclick=\"x()\">x</p></div>", Details.NarrativeForbidden)]
    [InlineData(Open + "<a href=\"javascript:x()\">x</a></div>", Details.NarrativeForbidden)]
    [InlineData(Open + "<a href=\" java\tscript:x()\">x</a></div>", Details.NarrativeForbidden)]
    [InlineData(Open + "<a href=\"data:text/html,x\">x</a></div>", Details.NarrativeForbidden)]
    [InlineData(Open + "<img src=\"vbscript:x\"/></div>", Details.NarrativeForbidden)]
    [InlineData(Open + "<p style=\"background:url(http://x.org)\">x</p></div>", Details.NarrativeForbidden)]
    [InlineData(Open + "<form>x</form></div>", Details.NarrativeForbidden)]
    [InlineData(Open + "<a href=\"java&#115;cript:x()\">x</a></div>", Details.NarrativeForbidden)]
    [InlineData(Open + "<p class=\"a\" class=\"b\">x</p></div>", Details.NarrativeMalformed)]
    [InlineData(Open + "<p class=a>x</p></div>", Details.NarrativeMalformed)]
    [InlineData(Open + "a & b</div>", Details.NarrativeMalformed)]
    [InlineData(Open + "a &#1; b</div>", Details.NarrativeMalformed)]
    [InlineData(Open + "x</div><div/>", Details.NarrativeMalformed)]
    [InlineData(Open + "x</div> y", Details.NarrativeMalformed)]
    [InlineData("y " + Open + "x</div>", Details.NarrativeMalformed)]
    [InlineData(Open + "<!-- a -- b -->x</div>", Details.NarrativeMalformed)]
    [InlineData(Open + "x", Details.NarrativeMalformed)]
    public void Narrative_Unsafe_IsRefused(string div, string detail) =>
        Assert.Equal(detail, NarrativeCheck.Of(Bodies.Utf8(div))?.Detail);

    [Theory]
    [InlineData(Open + "x</div>")]
    [InlineData(Open + "<!-- a note --><table class=\"grid\"><tr><td colspan=\"2\">x</td></tr></table></div>")]
    [InlineData(
        Open
            + "<a href=\"https://example.org/a:b\" name=\"n\">x</a> <a href=\"#part\">y</a> <a href=\"Patient/1\">z</a></div>"
    )]
    [InlineData(Open + "<img src=\"data:image/png;base64,AAAA\" alt=\"a\"/></div>")]
    [InlineData(
        "<div xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"en\" lang=\"en\"><p style=\"color: red\">a&#160;b</p></div>"
    )]
    public void Narrative_Plain_IsAccepted(string div) => Assert.Null(NarrativeCheck.Of(Bodies.Utf8(div)));

    [Fact]
    public void Narrative_AnyMutation_IsNeverAcceptedWhereAnXmlReaderRefuses()
    {
        const string whole =
            Open
            + "<!-- n --><p class=\"a b\" title='t'>x &amp; y &#160;<br/><img src=\"#a\" alt=\"i\"/></p><![CDATA[z]]><table><tr><td colspan=\"2\">1</td></tr></table></div>";
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, Pieces.Length - 1], Gen.Int[0, 3])
            .Array[1, 3]
            .Sample(
                changes =>
                {
                    var div = changes.Aggregate(
                        whole,
                        static (text, change) =>
                            text[..Math.Min(change.Item1, text.Length)]
                            + Pieces[change.Item2]
                            + text[Math.Min(change.Item1 + change.Item3, text.Length)..]
                    );
                    if (NarrativeCheck.Of(Bodies.Utf8(div)) is null)
                        Assert.True(WellFormed(div), div);
                },
                iter: 20_000
            );
    }

    private static bool WellFormed(string div)
    {
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(div),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit }
            );
            while (reader.Read()) { }

            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }
}
