using System.Text;
using HuskyFhir.Server.Http.Representations;

namespace HuskyFhir.Server.Tests.Http.Representations;

/// <summary>The look over a body's tags before a reader of XML gets it.</summary>
public sealed class XmlTagsTests
{
    [Theory]
    [InlineData("<a b='>' c=\"<\">x</a>", "None")]
    [InlineData("<!-- <!DOCTYPE x> --><a/>", "None")]
    [InlineData("<?x <!DOCTYPE?><a><![CDATA[<!DOCTYPE]]></a>", "None")]
    [InlineData("<a/><!DOCTYPE x>", "None")]
    [InlineData("<a b='", "None")]
    [InlineData("<!--", "None")]
    [InlineData("<", "None")]
    [InlineData("", "None")]
    [InlineData(" <!DOCTYPE x><a/>", "DocumentType")]
    [InlineData("<!--x--><?y?><!doctype x><a/>", "DocumentType")]
    [InlineData("<a><b c='1' d='2' e='3' f='4'/></a>", "Crowded")]
    public void Tags_AreJudgedByWhatTheyAre(string text, string flaw) =>
        Assert.Equal(flaw, XmlTags.Scan(text, mostAttributes: 3).Flaw.ToString());

    [Fact]
    public void Body_OfACallerWhoWentAway_IsNotReadOn() =>
        Assert.Throws<OperationCanceledException>(() =>
            XmlBody.Read(
                Encoding.UTF8.GetBytes(
                    "<Organization xmlns=\"http://hl7.org/fhir\"><name value=\"n\"/></Organization>"
                ),
                64,
                new CancellationToken(canceled: true)
            )
        );
}
