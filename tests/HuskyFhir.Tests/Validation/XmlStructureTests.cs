using System.Globalization;
using System.Xml;
using HuskyFhir.Core.Answers;
using HuskyFhir.Validation.Reports;
using HuskyFhir.Validation.Structure;

namespace HuskyFhir.Tests.Validation;

/// <summary>
/// XML beside the shapes of R4: what a builder would drop or misread is refused, and mistakes without end are cut
/// short.
/// </summary>
public sealed class XmlStructureTests
{
    private const int Many = 5_000;

    [Theory]
    [InlineData("<name value=\"n\"/><alias value=\"a\"/><alias value=\"b\"/>")]
    [InlineData(
        "<id value=\"a\"/><text><status value=\"generated\"/><div xmlns=\"http://www.w3.org/1999/xhtml\">a<b>b</b></div></text><name value=\"n\"/>"
    )]
    [InlineData(
        "<extension url=\"http://a.example\"><valueString value=\"x\"/></extension><name id=\"i\"><extension url=\"http://a.example\"><valueString value=\"x\"/></extension></name>"
    )]
    [InlineData(
        "<contained><Patient><id value=\"p\"/><name><family value=\"A\"/></name></Patient></contained><name value=\"n\"/>"
    )]
    [InlineData(
        "<contact><name><family value=\"A\"/></name></contact><contact id=\"c\"><name><family value=\"B\"/></name></contact>"
    )]
    public void Resource_ThatIsSound_HasNothingToRefuse(string inner) => Assert.Empty(Check(inner));

    [Theory]
    [InlineData("<name value=\"n\" use=\"a\"/>", "Organization.name", "xml-structure")]
    [InlineData(
        "<contact url=\"a\"><name><family value=\"A\"/></name></contact>",
        "Organization.contact[0]",
        "xml-structure"
    )]
    [InlineData("<alias value=\"a\"/><alias/>", "Organization.alias[1]", "empty-element")]
    [InlineData("<contact><name/></contact>", "Organization.contact[0].name", "empty-element")]
    [InlineData("<contained/>", "Organization.contained[0]", "xml-structure")]
    [InlineData(
        "<contained><Patient x=\"1\"><id value=\"p\"/></Patient></contained>",
        "Organization.contained[0]",
        "xml-structure"
    )]
    public void Content_ThatABuilderWouldDrop_IsRefusedWhereItStands(string inner, string path, string detail)
    {
        var issue = Assert.Single(Check(inner));
        Assert.Equal((path, detail), (issue.Expression, issue.Detail));
        Assert.Equal(1, issue.Line);
    }

    public static TheoryData<string, string> Floods =>
        new()
        {
            { "unknown elements", "<bad{0} value=\"a\"/>" },
            { "one unknown element", "<bad value=\"a\"/>" },
            { "text", "<alias value=\"a\"/>x" },
            { "elements out of order", "<alias value=\"a\"/><name value=\"b\"/>" },
            { "elements once too often", "<name value=\"a\"/>" },
            { "another namespace", "<q:a xmlns:q=\"u{0}\"/>" },
            { "attributes", "<alias value=\"a\" b=\"c\"/>" },
            { "nothing", "<alias/>" },
            { "contained nothing", "<contained/>" },
            { "unknown resources", "<contained><Dog/></contained>" },
            { "divs", "<text><div xmlns=\"http://www.w3.org/1999/xhtml\">x</div></text>" },
        };

    [Theory]
    [MemberData(nameof(Floods))]
    public void Mistakes_WithoutEnd_AreToldUpToALimit_AndTheRestIsNotRead(string what, string one)
    {
        Assert.NotEmpty(what);
        using var text = new Counted(
            Whole(
                string.Concat(
                    Enumerable.Range(0, Many).Select(at => string.Format(CultureInfo.InvariantCulture, one, at))
                )
            )
        );
        using var reader = XmlReader.Create(text);
        var issues = XmlStructure.Check(reader, 64, TestContext.Current.CancellationToken);
        Assert.Equal(201, issues.Count);
        Assert.Equal(Details.MoreIssues, issues[^1].Detail);
        Assert.True(text.Taken < text.Length, $"{text.Taken} of {text.Length} characters were read.");
    }

    [Fact]
    public void Mistakes_Few_AreLeftToTheParsersThatTellThemBetter() =>
        Assert.Empty(Check(string.Concat(Enumerable.Repeat("<bad value=\"a\"/>", 200))));

    [Theory]
    [InlineData("<Organization><name value=\"n\"/></Organization>", "xml-structure")]
    [InlineData("<Dog xmlns=\"http://hl7.org/fhir\"><name value=\"n\"/></Dog>", "unknown-resource-type")]
    [InlineData("<html xmlns=\"http://www.w3.org/1999/xhtml\"><p>n</p></html>", "xml-structure")]
    public void Root_ThatIsNoResource_IsRefusedUnread(string xml, string detail) =>
        Assert.Equal(detail, Assert.Single(Of(xml)).Detail);

    [Fact]
    public void Walk_OfACallerWhoWentAway_Ends()
    {
        using var reader = XmlReader.Create(
            new StringReader(Whole(string.Concat(Enumerable.Repeat("<alias value=\"a\"/>", Many))))
        );
        Assert.Throws<OperationCanceledException>(() =>
            XmlStructure.Check(reader, 64, new CancellationToken(canceled: true))
        );
    }

    private static IReadOnlyList<Issue> Check(string inner) => Of(Whole(inner));

    private static IReadOnlyList<Issue> Of(string xml)
    {
        using var reader = XmlReader.Create(new StringReader(xml));
        return XmlStructure.Check(reader, 64, TestContext.Current.CancellationToken);
    }

    private static string Whole(string inner) => $"<Organization xmlns=\"http://hl7.org/fhir\">{inner}</Organization>";

    private sealed class Counted(string text) : StringReader(text)
    {
        public int Length { get; } = text.Length;

        public int Taken { get; private set; }

        public override int Read(char[] buffer, int index, int count)
        {
            var read = base.Read(buffer, index, count);
            Taken += read;
            return read;
        }
    }
}
