using System.Text;
using HuskyFhir.Exchange.Formats;
using HuskyFhir.Exchange.Formats.Edi;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Tests.X12;

namespace HuskyFhir.Tests.Formats;

/// <summary>
/// What a member told, as the segments of an 834: all of it, or a remark that says what is missing, or the member set
/// aside.
/// </summary>
public sealed class WrittenPartsTests
{
    private static readonly Guid Member = new("0199a000-0000-7000-8001-000000000001");

    [Theory]
    [InlineData("""{"use":"official","family":"Nguyễn","given":["Thị","Ngọc"]}""", "NM1*74*1*Nguyen*Thi*Ngoc")]
    [InlineData("""{"use":"official","family":"Țepeș","given":["Ștefan"]}""", "NM1*74*1*Tepes*Stefan")]
    [InlineData("""{"use":"official","family":"Nguye\u0302\u0303n","given":["Thi\u0323"]}""", "NM1*74*1*Nguyen*Thi")]
    [InlineData(
        """{"use":"official","family":"Øster","given":["Žofie"],"suffix":["Jr.","MD"]}""",
        "NM1*74*1*Oster*Zofie***Jr. MD"
    )]
    [InlineData("""{"use":"official","family":"Иванова","given":["Юлия"]}""", "NM1*74*1*Ivanova*Yuliya")]
    public async Task Name_IsWrittenInLatinLetters(string name, string segment)
    {
        var (file, written) = await WriteAsync(Patient($"\"name\":[{name}]"), ChangeKind.Name);

        Assert.Empty(written.SetAside);
        Assert.Empty(written.Remarks);
        Assert.Contains(segment + "~", file, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\uE000sten")]
    [InlineData("Ste\\uFFFDn")]
    public async Task Name_ThatCannotBeWritten_SetsTheMemberAside(string family)
    {
        var (_, written) = await WriteAsync(
            Patient(
                $$"""
                "name":[{"use":"official","family":"{{family}}","given":["Ada"]}]
                """
            ),
            ChangeKind.Name
        );

        Assert.True(written.IsEmpty);
        Assert.Contains("NM103 LetterUnwritable", Assert.Single(written.SetAside).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"system":"phone","use":"home","value":"860-555-0144 ext. 12"}""",
        "PER*IP**HP*8605550144*EX*12",
        null
    )]
    [InlineData(
        """{"system":"phone","use":"home","value":"860-555-0144 or 860-555-0145"}""",
        "PER*IP**HP*8605550144*AP*8605550145",
        null
    )]
    [InlineData(
        """{"system":"phone","use":"home","value":"860-555-0144","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/contactpoint-extension","valueString":"7"}]}""",
        "PER*IP**HP*8605550144*EX*7",
        null
    )]
    [InlineData(
        """{"system":"phone","use":"mobile","value":"+44 20 7946 0958"},{"system":"email","value":"a@example.org"}""",
        "PER*IP**CP*+442079460958*EM*a@example.org",
        null
    )]
    [InlineData(
        """{"system":"phone","use":"home","value":"none"},{"system":"phone","use":"mobile","value":"860-555-0144"}""",
        "PER*IP**CP*8605550144",
        "is no number"
    )]
    [InlineData(
        """{"system":"phone","use":"home","value":"860-555-0144 x1"},{"system":"phone","use":"mobile","value":"860-555-0145 x2"}""",
        "PER*IP**HP*8605550144*EX*1",
        "a number was left out"
    )]
    public async Task Telephones_AreWrittenOrRemarked(string telecom, string segment, string? remark)
    {
        var (file, written) = await WriteAsync(Patient($"\"telecom\":[{telecom}]"), ChangeKind.Phone);

        Assert.Contains(segment + "~", file, StringComparison.Ordinal);
        Assert.Equal(remark is null ? 0 : 1, written.Remarks.Count);
        Assert.Contains(
            remark ?? string.Empty,
            written.Remarks.SingleOrDefault()?.Reason ?? string.Empty,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("""{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"pt-BR"}]}}""", "LUI*LE*pt**7")]
    [InlineData(
        """{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"ase"}]}}""",
        "LUI*LE*ase*American Sign Language*7"
    )]
    [InlineData(
        """{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"sgn-US"}]}}""",
        "LUI*LE*ase*American Sign Language*7"
    )]
    [InlineData("""{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"hmn"}]}}""", "LUI*LE*hmn*Hmong*7")]
    [InlineData("""{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"yue"}]}}""", "LUI*LE*yue*Cantonese*7")]
    [InlineData("""{"language":{"text":"Quechua of Cusco"}}""", "LUI***Quechua of Cusco*7")]
    [InlineData("""{"language":{"text":"Spanish"}}""", "LUI*LE*es**7")]
    [InlineData(
        """{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"en"}]}},{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"so"}]},"preferred":true}""",
        "LUI*LE*so**7~LUI*LE*en**7"
    )]
    public async Task Languages_AreWrittenByCodeOrInWords(string communication, string segments)
    {
        var (file, written) = await WriteAsync(Patient($"\"communication\":[{communication}]"), ChangeKind.Language);

        Assert.Empty(written.Remarks);
        Assert.Contains(segments + "~", file, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"use":"home","line":["1 Main Street","Apt 4","c/o Pat Tester"],"city":"Hartford","state":"CT","postalCode":"06103"}""",
        "N3*1 Main Street Apt 4*c/o Pat Tester~N4*Hartford*CT*06103",
        "put together"
    )]
    [InlineData(
        """{"use":"home","line":["1 Main Street"],"city":"Hartford","district":"Hartford","state":"Connecticut","postalCode":"06103-1234","country":"USA"}""",
        "N3*1 Main Street~N4*Hartford*CT*061031234**CY*Hartford",
        null
    )]
    [InlineData(
        """{"use":"home","line":["1 Rue Haute"],"city":"Montréal","state":"Quebec","postalCode":"H2Y 1C6","country":"CAN"}""",
        "N4*Montreal*QC*H2Y 1C6*CA",
        null
    )]
    [InlineData(
        """{"use":"home","line":["12345 North Old Saybrook Boulevard Apartment 1234 Building 77"],"city":"Hartford","state":"CT","postalCode":"06103"}""",
        "N3*12345 North Old Saybrook Boulevard Apartment 1234*Building 77~",
        "put together"
    )]
    [InlineData(
        """{"use":"home","line":["12345 North Saybrook Boulevard Apartment 1234 Building 77 Floor 3","Care of the Northeast Community Department Office Suite 9"],"city":"Hartford","state":"CT","postalCode":"06103"}""",
        "N3*12345 N Saybrook BLVD APT 1234 BLDG 77 FL 3*C/O the NE Community DEPT OFC STE 9~",
        "USPS"
    )]
    public async Task Address_FitsTheGuide(string address, string segments, string? remark)
    {
        var (file, written) = await WriteAsync(Patient($"\"address\":[{address}]"), ChangeKind.Address);

        Assert.Empty(written.SetAside);
        Assert.Contains(segments, file, StringComparison.Ordinal);
        Assert.Contains(
            remark ?? string.Empty,
            written.Remarks.SingleOrDefault()?.Reason ?? (remark is null ? string.Empty : "none"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("""{"use":"home","text":"behind the old mill"}""", "neither lines nor a city")]
    [InlineData("""{"use":"home","line":["1 Main Street"],"city":"Hartford","state":"Nutmeg"}""", "N402")]
    [InlineData("""{"use":"home","line":["1 Main Street"],"city":"Hartford","country":"Atlantis"}""", "N404")]
    [InlineData("""{"use":"home","line":["1 Main Street"],"city":"Llanfairpwllgwyngyllgogerychwyrndrobwll"}""", "N401")]
    [InlineData(
        """{"use":"home","line":["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"],"city":"Hartford"}""",
        "N3"
    )]
    [InlineData(
        """{"use":"home","line":["1 Main Street"],"city":"Hartford","state":"CT"},{"type":"postal","city":"Hartford"}""",
        "2100C"
    )]
    public async Task Address_ThatCannotBeWritten_SetsTheMemberAside_WhereItIsTold(string address, string told)
    {
        var (_, aside) = await WriteAsync(Patient($"\"address\":[{address}]"), ChangeKind.Address);
        var (_, beside) = await WriteAsync(Patient($"\"address\":[{address}]"), ChangeKind.Phone);

        Assert.Contains(told, Assert.Single(aside.SetAside).Reason, StringComparison.Ordinal);
        Assert.Contains(told, Assert.Single(beside.Remarks).Reason, StringComparison.Ordinal);
        Assert.Empty(beside.SetAside);
    }

    [Fact]
    public async Task Change_IsWrittenWithItsReporterAndSource()
    {
        var income = new ReportableChange(
            new("0199a000-0000-7000-8009-000000000002"),
            Member,
            ChangeKind.Income,
            null,
            """{"amount":2100,"frequency":"monthly","source":"wages"}""",
            new(2026, 11, 20),
            "Organization/0199a000-0000-7000-8009-000000000009",
            "client-1",
            Known,
            null,
            null,
            "Observation",
            new("0199a000-0000-7000-8009-000000000003"),
            1,
            "client"
        );

        var (file, written) = await WriteAsync(Patient("\"active\":true"), [income]);

        Assert.Empty(written.SetAside);
        Assert.Contains("LX*1~N1*75*CHANGE~REF*ZZ*income~DTP*007*D8*20261120~", file, StringComparison.Ordinal);
        Assert.Contains(
            "LX*2~N1*75*REPORTER ORGANIZATION~REF*ZZ*0199a000-0000-7000-8009-000000000009~",
            file,
            StringComparison.Ordinal
        );
        Assert.Contains("LX*3~N1*75*INCOME SOURCE~REF*ZZ*wages~LE*2700~", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Household_Whole_GoesAlongWhereThePartnerWantsIt()
    {
        var child = Stored(
            "RelatedPerson",
            """{"resourceType":"RelatedPerson","relationship":[{"coding":[{"code":"CHILD"}]}],"name":[{"family":"Tester","given":["Kim"]}],"birthDate":"2019-02-03","gender":"male"}"""
        );
        var guardian = Stored(
            "RelatedPerson",
            """{"resourceType":"RelatedPerson","relationship":[{"coding":[{"code":"GUARD"}]}],"name":[{"family":"Other"}]}"""
        );
        var gone = Stored(
            "RelatedPerson",
            """{"resourceType":"RelatedPerson","active":false,"relationship":[{"coding":[{"code":"CHILD"}]}],"name":[{"family":"Gone"}]}"""
        );
        var picture = new MemberSnapshot(
            Member,
            Stored("Patient", Patient("\"active\":true")),
            [],
            [child, guardian, gone],
            [],
            null
        );

        var (whole, _) = await WriteAsync(
            picture,
            [Change(ChangeKind.Phone)],
            ToldMembers.Heading with
            {
                WholeHouseholds = true,
            }
        );
        var (changed, _) = await WriteAsync(picture, [Change(ChangeKind.Phone)], ToldMembers.Heading);

        Assert.Contains(
            "INS*N*19*030*XN*A~REF*0F*CT90000001~NM1*IL*1*Tester*Kim~DMG*D8*20190203*M~",
            whole,
            StringComparison.Ordinal
        );
        Assert.Equal((2, 1), (whole.Split("INS*").Length - 1, changed.Split("INS*").Length - 1));
    }

    private static readonly DateTimeOffset Known = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);

    private static string Patient(string parts)
    {
        var name = parts.Contains("\"name\"", StringComparison.Ordinal)
            ? string.Empty
            : "\"name\":[{\"use\":\"official\",\"family\":\"Tester\",\"given\":[\"Pat\"]}],";
        return "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\""
            + HuskyFhir.Core.Terms.Systems.ClientId
            + "\",\"value\":\"CT90000001\"}],"
            + name
            + parts
            + "}";
    }

    private static ReportableChange Change(ChangeKind kind) =>
        new(
            new("0199a000-0000-7000-8009-000000000001"),
            Member,
            kind,
            "[]",
            "[{}]",
            new(2026, 11, 20),
            null,
            "client-1",
            Known,
            null,
            null,
            "Patient",
            Member,
            2,
            "client"
        );

    private static StoredResource Stored(string type, string json) =>
        new(type, Guid.NewGuid(), 1, Known.UtcTicks, Member, false, Encoding.UTF8.GetBytes(json));

    private static Task<(string File, WrittenFile Written)> WriteAsync(string patient, ChangeKind kind) =>
        WriteAsync(patient, [Change(kind)]);

    private static Task<(string File, WrittenFile Written)> WriteAsync(string patient, ReportableChange[] changes) =>
        WriteAsync(new(Member, Stored("Patient", patient), [], [], [], null), changes, ToldMembers.Heading);

    private static async Task<(string File, WrittenFile Written)> WriteAsync(
        MemberSnapshot picture,
        ReportableChange[] changes,
        FileHeading heading
    )
    {
        using var target = new MemoryStream();
        var members = ToldMembers.StreamAsync([(picture, MemberChanges.Of(Member, changes))]);
        var written = await new X12Format().WriteAsync(target, heading, members, TestContext.Current.CancellationToken);
        var file = Encoding.ASCII.GetString(target.ToArray());
        Assert.True(written.IsEmpty || new StructureCheck(StructureFacts.Text).FirstFault(file) is null, file);
        return (file, written);
    }
}
