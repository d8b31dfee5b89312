using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Tests.Validation;

public sealed class ResourceParserTests
{
    private readonly ResourceParser parser = new();

    public static TheoryData<string, string, string?> Refused { get; } =
        new()
        {
            // Bodies that are not JSON.
            { "", Details.BodyEmpty, null },
            { " \n ", Details.BodyEmpty, null },
            { "\uFEFF{\"resourceType\":\"Patient\",\"active\":true}", Details.ByteOrderMark, null },
            { "{\"resourceType\":\"Patient\",\"active\":true,}", Details.JsonSyntax, "Patient" },
            { "{\"resourceType\":\"Patient\",\"active\":tr", Details.JsonTruncated, "Patient.active" },
            { "{\"resourceType\":\"Patient\",\"active\":true", Details.JsonTruncated, "Patient" },
            { "{\"resourceType\":\"Patient\",\"id\":\"a", Details.JsonTruncated, null },
            { "{\"resourceType\":\"Patient\",/* why */\"active\":true}", Details.JsonSyntax, null },
            { "{\"resourceType\":\"Observation\",\"valueQuantity\":{\"value\":NaN}}", Details.JsonSyntax, null },
            { "{\"resourceType\":\"Patient\",\"active\":true} {\"a\":1}", Details.JsonTrailing, null },
            { "{\"resourceType\":\"Patient\",\"active\":true} x", Details.JsonTrailing, null },
            { "[{\"resourceType\":\"Patient\",\"active\":true}]", Details.NotAResource, null },
            { "\"Patient\"", Details.NotAResource, null },
            // Which type.
            { "{\"active\":true}", Details.NotAResource, null },
            { "{\"resourceType\":1}", Details.WrongJsonType, "resourceType" },
            { "{\"resourceType\":\"patient\",\"active\":true}", Details.UnknownType, "resourceType" },
            { "{\"resourceType\":\"HumanName\",\"family\":\"a\"}", Details.UnknownType, "resourceType" },
            { "{\"resourceType\":\"DomainResource\",\"id\":\"a\"}", Details.UnknownType, "resourceType" },
            {
                "{\"resourceType\":\"Patient\",\"resourceType\":\"Patient\",\"active\":true}",
                Details.DuplicateProperty,
                null
            },
            {
                "{\"resourceType\":\"Patient\",\"contained\":[{\"resourceType\":\"Nope\",\"id\":\"a\"}]}",
                Details.UnknownType,
                "Patient.contained[0].resourceType"
            },
            // Names and kinds.
            {
                "{\"resourceType\":\"Patient\",\"name\":[{\"familly\":\"x\"}]}",
                Details.UnknownElement,
                "Patient.name[0].familly"
            },
            { "{\"resourceType\":\"Patient\",\"Active\":true}", Details.UnknownElement, "Patient.Active" },
            {
                "{\"resourceType\":\"Patient\",\"fhir_comments\":[\"x\"],\"active\":true}",
                Details.UnknownElement,
                "Patient.fhir_comments"
            },
            {
                "{\"resourceType\":\"Patient\",\"deceasedString\":\"x\"}",
                Details.UnknownElement,
                "Patient.deceasedString"
            },
            { "{\"resourceType\":\"Patient\",\"deceased\":true}", Details.UnknownElement, "Patient.deceased" },
            { "{\"resourceType\":\"Patient\",\"_name\":[{\"id\":\"a\"}]}", Details.UnknownElement, "Patient._name" },
            {
                "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"a\",\"family\":\"b\"}]}",
                Details.DuplicateProperty,
                "Patient.name[0].family"
            },
            { "{\"resourceType\":\"Patient\",\"active\":[true]}", Details.WrongJsonType, "Patient.active" },
            { "{\"resourceType\":\"Patient\",\"name\":{\"family\":\"x\"}}", Details.WrongJsonType, "Patient.name" },
            { "{\"resourceType\":\"Patient\",\"name\":[\"x\"]}", Details.WrongJsonType, "Patient.name[0]" },
            {
                "{\"resourceType\":\"Patient\",\"name\":[[{\"family\":\"x\"}]]}",
                Details.WrongJsonType,
                "Patient.name[0]"
            },
            { "{\"resourceType\":\"Patient\",\"active\":\"true\"}", Details.WrongJsonType, "Patient.active" },
            { "{\"resourceType\":\"Patient\",\"birthDate\":1970}", Details.WrongJsonType, "Patient.birthDate" },
            {
                "{\"resourceType\":\"Patient\",\"birthDate\":{\"value\":\"1970\"}}",
                Details.WrongJsonType,
                "Patient.birthDate"
            },
            { "{\"resourceType\":\"Patient\",\"_birthDate\":\"1970\"}", Details.WrongJsonType, "Patient.birthDate" },
            // Empties and twins.
            { "{\"resourceType\":\"Patient\"}", Details.EmptyElement, "Patient" },
            { "{\"resourceType\":\"Patient\",\"maritalStatus\":{}}", Details.EmptyElement, "Patient.maritalStatus" },
            { "{\"resourceType\":\"Patient\",\"name\":[{}]}", Details.EmptyElement, "Patient.name[0]" },
            { "{\"resourceType\":\"Patient\",\"name\":[]}", Details.EmptyElement, "Patient.name" },
            { "{\"resourceType\":\"Patient\",\"name\":[null]}", Details.EmptyElement, "Patient.name[0]" },
            { "{\"resourceType\":\"Patient\",\"active\":null}", Details.EmptyElement, "Patient.active" },
            { "{\"resourceType\":\"Patient\",\"name\":[{\"id\":\"a\"}]}", Details.EmptyElement, "Patient.name[0]" },
            {
                "{\"resourceType\":\"Patient\",\"name\":[{\"given\":[null]}]}",
                Details.EmptyElement,
                "Patient.name[0].given"
            },
            {
                "{\"resourceType\":\"Patient\",\"name\":[{\"given\":[\"a\",null]}]}",
                Details.ArrayMismatch,
                "Patient.name[0].given[1]"
            },
            {
                "{\"resourceType\":\"Patient\",\"name\":[{\"given\":[\"a\"],\"_given\":[null,{\"id\":\"b\"}]}]}",
                Details.ArrayMismatch,
                "Patient.name[0].given"
            },
            {
                "{\"resourceType\":\"Patient\",\"name\":[{\"given\":[\"a\",null],\"_given\":[{\"id\":\"b\"},null]}]}",
                Details.ArrayMismatch,
                "Patient.name[0].given[1]"
            },
            {
                "{\"resourceType\":\"Patient\",\"deceasedBoolean\":true,\"_deceasedDateTime\":{\"id\":\"b\"}}",
                Details.ChoiceConflict,
                "Patient.deceased"
            },
            {
                "{\"resourceType\":\"Patient\",\"deceasedBoolean\":true,\"deceasedDateTime\":\"2020\"}",
                Details.ChoiceConflict,
                "Patient.deceased"
            },
            // Mandatory elements and codes.
            { "{\"resourceType\":\"Observation\",\"status\":\"final\"}", Details.MissingElement, "Observation.code" },
            {
                "{\"resourceType\":\"Patient\",\"link\":[{\"type\":\"refer\"}]}",
                Details.MissingElement,
                "Patient.link[0].other"
            },
            { "{\"resourceType\":\"Patient\",\"gender\":\"mail\"}", Details.CodeNotInValueSet, "Patient.gender" },
            {
                "{\"resourceType\":\"Provenance\",\"target\":[{\"reference\":\"Patient/1\"}],\"recorded\":\"2020-01-01T00:00:00Z\",\"agent\":[{\"who\":{\"display\":\"a\"}}],\"signature\":[{\"when\":\"2020-01-01T00:00:00Z\",\"who\":{\"display\":\"a\"}}]}",
                Details.MissingElement,
                "Provenance.signature[0].type"
            },
            // Literals.
            {
                "{\"resourceType\":\"Patient\",\"birthDate\":\"1970-02-30\"}",
                Details.BadPrimitive,
                "Patient.birthDate"
            },
            {
                "{\"resourceType\":\"Patient\",\"birthDate\":\"1970-01-01T00:00:00Z\"}",
                Details.BadPrimitive,
                "Patient.birthDate"
            },
            {
                "{\"resourceType\":\"Patient\",\"deceasedDateTime\":\"2020-01-01T10:00:00\"}",
                Details.BadPrimitive,
                "Patient.deceased"
            },
            {
                "{\"resourceType\":\"Patient\",\"deceasedDateTime\":\"2020-01-01T10:00Z\"}",
                Details.BadPrimitive,
                "Patient.deceased"
            },
            {
                "{\"resourceType\":\"Patient\",\"deceasedDateTime\":\"2020-01-01T24:00:00Z\"}",
                Details.BadPrimitive,
                "Patient.deceased"
            },
            {
                "{\"resourceType\":\"Patient\",\"meta\":{\"lastUpdated\":\"2020-01-01T10:00:00\"}}",
                Details.BadPrimitive,
                "Patient.meta.lastUpdated"
            },
            { "{\"resourceType\":\"Patient\",\"id\":\"a_b\"}", Details.BadPrimitive, "Patient.id" },
            {
                "{\"resourceType\":\"Patient\",\"multipleBirthInteger\":1.0}",
                Details.BadPrimitive,
                "Patient.multipleBirth"
            },
            {
                "{\"resourceType\":\"Patient\",\"multipleBirthInteger\":3000000000}",
                Details.BadPrimitive,
                "Patient.multipleBirth"
            },
            {
                "{\"resourceType\":\"Patient\",\"telecom\":[{\"system\":\"phone\",\"rank\":0}]}",
                Details.BadPrimitive,
                "Patient.telecom[0].rank"
            },
            {
                "{\"resourceType\":\"Patient\",\"extension\":[{\"url\":\"http://x.org\",\"valueOid\":\"urn:oid:9.1\"}]}",
                Details.BadPrimitive,
                "Patient.extension[0].value"
            },
            {
                "{\"resourceType\":\"Patient\",\"extension\":[{\"url\":\"http://x.org\",\"valueTime\":\"25:00:00\"}]}",
                Details.BadPrimitive,
                "Patient.extension[0].value"
            },
            {
                "{\"resourceType\":\"Patient\",\"extension\":[{\"url\":\"http://x.org\",\"valueCode\":\"a  b\"}]}",
                Details.BadPrimitive,
                "Patient.extension[0].value"
            },
            {
                "{\"resourceType\":\"Patient\",\"extension\":[{\"url\":\"http://x.org\",\"valueUuid\":\"urn:uuid:C757873D-EC9A-4326-A141-556F43239520\"}]}",
                Details.BadPrimitive,
                "Patient.extension[0].value"
            },
            {
                "{\"resourceType\":\"Patient\",\"extension\":[{\"url\":\"http://x.org\",\"valueDecimal\":0.1234567890123456789012345678901}]}",
                Details.DecimalPrecision,
                "Patient.extension[0].value"
            },
            {
                "{\"resourceType\":\"Patient\",\"extension\":[{\"url\":\"http://x.org\",\"valueDecimal\":1e-40}]}",
                Details.DecimalPrecision,
                "Patient.extension[0].value"
            },
            {
                "{\"resourceType\":\"Binary\",\"contentType\":\"text/plain\",\"data\":\"@@@\"}",
                Details.BadPrimitive,
                "Binary.data"
            },
            {
                "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"\"}]}",
                Details.BlankString,
                "Patient.name[0].family"
            },
            {
                "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\" \\t \"}]}",
                Details.BlankString,
                "Patient.name[0].family"
            },
            {
                "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"a\\u0001b\"}]}",
                Details.ControlCharacter,
                "Patient.name[0].family"
            },
            {
                "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"\\ud800\"}]}",
                Details.ControlCharacter,
                "Patient.name[0].family"
            },
            {
                "{\"resourceType\":\"Patient\",\"active\":true,\"\\u0061ctive\":false}",
                Details.DuplicateProperty,
                "Patient.active"
            },
            { "{\"resourceType\":\"Patient\",\"\\ud800\":1}", Details.UnknownElement, null },
            // Contained resources.
            {
                "{\"resourceType\":\"Patient\",\"contained\":[{\"resourceType\":\"Group\",\"id\":\"a\",\"type\":\"person\",\"actual\":true,\"contained\":[{\"resourceType\":\"Patient\",\"id\":\"b\"}]}]}",
                Details.ContainedNested,
                "Patient.contained[0].contained[0]"
            },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Parse_BadBody_NamesDetailAndPath(string body, string detail, string? expression)
    {
        var issues = parser.Parse(Bodies.Utf8(body)).Report.Issues;

        var issue = Assert.Single(issues, issue => issue.Detail == detail);
        if (expression is not null)
            Assert.Equal(expression, issue.Expression);
        Assert.True(issue.Refuses);
        Assert.DoesNotContain("Hl7", issue.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"resourceType\":\"Patient\",\"active\":true}")]
    [InlineData("{\"resourceType\":\"Patient\",\"id\":\"only-an-id\"}")]
    [InlineData(Bodies.Member)]
    [InlineData("{\"active\":true,\"resourceType\":\"Patient\"}\n")]
    [InlineData("{\"resourceType\":\"Pat\\u0069ent\",\"\\u0061ctive\":true,\"g\\u0065nder\":\"f\\u0065male\"}")]
    [InlineData(
        "{\"resourceType\":\"Patient\",\"name\":[{\"given\":[\"a\",null],\"_given\":[null,{\"extension\":[{\"url\":\"http://x.org\",\"valueString\":\"b\"}]}]}]}"
    )]
    [InlineData(
        "{\"resourceType\":\"Patient\",\"_gender\":{\"extension\":[{\"url\":\"http://x.org\",\"valueCode\":\"unknown\"}]}}"
    )]
    [InlineData("{\"resourceType\":\"Patient\",\"extension\":[{\"url\":\"http://x.org\",\"valueDecimal\":-1.50E+2}]}")]
    [InlineData(
        "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"active\":true}}]}"
    )]
    public void Parse_GoodBody_TellsNothing(string body)
    {
        var parsed = parser.Parse(Bodies.Utf8(body));

        Assert.Empty(parsed.Report.Issues);
        Assert.NotNull(parsed.Resource);
        Assert.Null(parsed.Report.ToFault());
    }

    [Fact]
    public void Parse_ManyMistakes_TellsAllWithTheirPlaces()
    {
        var body =
            "{\n \"resourceType\": \"Patient\",\n \"gender\": \"mail\",\n \"birthdate\": \"1970\",\n \"link\": [{\"type\": \"refer\"}]\n}";

        var issues = parser.Parse(Bodies.Utf8(body)).Report.Issues;

        Assert.Equal(
            [(Details.CodeNotInValueSet, 3L), (Details.UnknownElement, 4L), (Details.MissingElement, 5L)],
            issues.Select(issue => (issue.Detail!, issue.Line!.Value))
        );
        Assert.Contains("'birthDate'", issues[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_NestingBeyondTheLimit_IsRefusedAtEachDepth()
    {
        var deep =
            "{\"resourceType\":\"Patient\",\"extension\":["
            + string.Concat(Enumerable.Repeat("{\"url\":\"http://x.org\",\"extension\":[", 2000));

        Assert.Equal(Details.JsonDepth, Assert.Single(parser.Parse(Bodies.Utf8(deep)).Report.Issues).Detail);
    }

    [Fact]
    public void Parse_MoreIssuesThanTheLimit_SaysSo()
    {
        var body =
            "{\"resourceType\":\"Patient\","
            + string.Join(",", Enumerable.Range(0, 30).Select(i => $"\"x{i}\":1"))
            + "}";

        var issues = new ResourceParser(new ParserLimits { MaxIssues = 5 }).Parse(Bodies.Utf8(body)).Report.Issues;

        Assert.Equal(6, issues.Count);
        Assert.Equal(Details.MoreIssues, issues[^1].Detail);
    }

    [Fact]
    public void Parse_InvalidUtf8_IsRefused() =>
        Assert.Equal(
            Details.NotUtf8,
            Assert
                .Single(parser.Parse(new byte[] { (byte)'{', (byte)'"', 0xC3, (byte)'"', (byte)'}' }).Report.Issues)
                .Detail
        );

    [Fact]
    public void ToFault_StructureOrRule_DecidesTheKind()
    {
        Assert.Equal(
            FaultKind.Malformed,
            parser
                .Parse(Bodies.Utf8("{\"resourceType\":\"Patient\",\"nope\":1,\"gender\":\"mail\"}"))
                .Report.ToFault()!
                .Kind
        );
        Assert.Equal(
            FaultKind.Unprocessable,
            parser.Parse(Bodies.Utf8("{\"resourceType\":\"Patient\",\"gender\":\"mail\"}")).Report.ToFault()!.Kind
        );
        Assert.Equal(
            FaultKind.Unprocessable,
            parser.Parse(Bodies.Utf8("{\"resourceType\":\"Observation\",\"status\":\"final\"}")).Report.ToFault()!.Kind
        );
        Assert.Null(
            new ValidationReport([Issue.Warning(OperationOutcome.IssueType.Value, "only a warning")]).ToFault()
        );
    }
}
