using HuskyFhir.Core.Search;

namespace HuskyFhir.Tests.Core;

/// <summary>Single search values by kind (R4 section 3.1.1.4).</summary>
public sealed class ValueReaderTests
{
    private const string Id = "01900000-0000-7000-8000-000000000001";

    private static readonly ValueReader Reader = new("http://here.example/fhir");

    [Theory]
    [InlineData("code", null, "code")]
    [InlineData("s|code", "s", "code")]
    [InlineData("|code", "", "code")]
    [InlineData("s|", "s", null)]
    [InlineData("a\\|b", null, "a|b")]
    [InlineData("s\\|t|c\\,d", "s|t", "c,d")]
    public void Token_InEachForm_IsRead(string text, string? system, string? code) =>
        Assert.Equal(new TokenValue(system, code), Read(SearchKind.Token, text));

    [Theory]
    [InlineData(SearchKind.Token, "|")]
    [InlineData(SearchKind.Token, "a|b|c")]
    [InlineData(SearchKind.Token, "a\0")]
    [InlineData(SearchKind.String, "\0")]
    [InlineData(SearchKind.Date, "")]
    [InlineData(SearchKind.Date, "ge")]
    [InlineData(SearchKind.Date, "zz2020")]
    [InlineData(SearchKind.Date, "ge 2020")]
    [InlineData(SearchKind.Date, "GE2020")]
    [InlineData(SearchKind.Quantity, "")]
    [InlineData(SearchKind.Quantity, "1|2")]
    [InlineData(SearchKind.Quantity, "1e999")]
    [InlineData(SearchKind.Quantity, "0e99999999999")]
    [InlineData(SearchKind.Quantity, "0e-99999999999")]
    [InlineData(SearchKind.Quantity, " 1")]
    [InlineData(SearchKind.Quantity, "1,000")]
    [InlineData(SearchKind.Reference, "")]
    [InlineData(SearchKind.Reference, "/")]
    [InlineData(SearchKind.Reference, "Patient/")]
    [InlineData(SearchKind.Reference, "Group/1")]
    [InlineData(SearchKind.Reference, "Patient/1/_history/2")]
    public void Value_ThatCannotBeRead_NamesTheParameter(SearchKind kind, string text)
    {
        var answer = Reader.Read(Parameter(kind), null, text);
        Assert.Equal("p", Assert.Single(answer.Fault!.Issues).Expression);
    }

    [Theory]
    [InlineData("2020", Prefix.Eq)]
    [InlineData("eq2020", Prefix.Eq)]
    [InlineData("ne2020", Prefix.Ne)]
    [InlineData("gt2020", Prefix.Gt)]
    [InlineData("lt2020", Prefix.Lt)]
    [InlineData("ge2020", Prefix.Ge)]
    [InlineData("le2020", Prefix.Le)]
    [InlineData("sa2020", Prefix.Sa)]
    [InlineData("eb2020", Prefix.Eb)]
    [InlineData("ap2020", Prefix.Ap)]
    public void Date_WithPrefix_IsRead(string text, Prefix prefix) =>
        Assert.Equal(prefix, Assert.IsType<DateValue>(Read(SearchKind.Date, text)).Prefix);

    [Theory]
    [InlineData("5.40", 5.395, 5.405)]
    [InlineData("5.4", 5.35, 5.45)]
    [InlineData("100", 99.5, 100.5)]
    [InlineData("1e2", 50, 150)]
    [InlineData("1.00e2", 99.5, 100.5)]
    [InlineData("-5", -5.5, -4.5)]
    [InlineData("0", -0.5, 0.5)]
    public void Quantity_ByItsDigits_SpansWhatRoundsToIt(string text, double low, double high)
    {
        var value = Assert.IsType<QuantityValue>(Read(SearchKind.Quantity, text));
        Assert.Equal(low, value.Low, 9);
        Assert.Equal(high, value.High, 9);
    }

    [Theory]
    [InlineData(Id, null, null, Id, null)]
    [InlineData("Patient/" + Id, null, "Patient", Id, null)]
    [InlineData(Id, "Patient", "Patient", Id, null)]
    [InlineData("http://here.example/fhir/Patient/" + Id, null, "Patient", Id, null)]
    [InlineData("http://there.example/fhir/Patient/" + Id, null, null, null, "http://there.example/fhir/Patient/" + Id)]
    [InlineData("http://here.example/fhirx/Patient/1", null, null, null, "http://here.example/fhirx/Patient/1")]
    [InlineData("urn:oid:1.2", null, null, null, "urn:oid:1.2")]
    [InlineData("Patient/abc", null, "Patient", null, null)]
    public void Reference_InEachForm_IsRead(string text, string? modifier, string? type, string? id, string? url) =>
        Assert.Equal(
            new ReferenceValue(type, id is null ? null : Guid.Parse(id), url)
            {
                Name = url is null ? text[(text.LastIndexOf('/') + 1)..] : null,
            },
            Reader.Read(Parameter(SearchKind.Reference), modifier, text).Value
        );

    private static SearchValue Read(SearchKind kind, string text) => Reader.Read(Parameter(kind), null, text).Value;

    private static ParameterInfo Parameter(SearchKind kind) =>
        new("p", kind, "X.p", "P.", kind == SearchKind.Reference ? ["Patient"] : []);
}
