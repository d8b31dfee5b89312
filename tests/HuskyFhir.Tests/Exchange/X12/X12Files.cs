using System.Text;
using HuskyFhir.X12.Enrolment;
using HuskyFhir.X12.Envelope;
using HuskyFhir.X12.Reading;

namespace HuskyFhir.Tests.X12;

/// <summary>Files of our own invention, and how tests read them.</summary>
internal static class X12Files
{
    /// <summary>A household of two in one set, one segment a line; all names are invented.</summary>
    public const string Household = """
        ISA*00*          *00*          *ZZ*DSSTEST        *ZZ*HUSKYPLAN      *261101*0930*^*00501*000000041*0*T*:~
        GS*BE*DSSTEST*HUSKYPLAN*20261101*0930*71*X*005010X220A1~
        ST*834*0001*005010X220A1~
        BGN*00*INV-41*20261101*0930****2~
        REF*38*HUSKY-A~
        N1*P5*STATE OF NUTMEG*FI*060000001~
        N1*IN*HUSKY PLAN*FI*060000002~
        INS*Y*18*021*XN*A***AC~
        REF*0F*M100001~
        REF*1L*HUSKYA~
        REF*3H*CASE77~
        DTP*356*D8*20261101~
        NM1*IL*1*TERWILLIKER*OTTOLINE*Q***34*000000017~
        PER*IP**HP*2035550101*EM*OTTOLINE AT EXAMPLE~
        N3*1 INVENTED LANE*APT 2~
        N4*NEW HAVEN*CT*06510~
        DMG*D8*19850612*F*S*:RET:2106-3^H~
        ICM*4*2150.50*160~
        LUI*LD*SPA**7~
        HD*021**HLT*HUSKY A*FAM~
        DTP*348*D8*20261101~
        LX*1~
        NM1*P3*1*PILLBRIGHT*ADA****XX*1000000004*25~
        PLA*2*1P*20261101**14~
        INS*N*19*021*XN*A~
        REF*0F*M100001~
        REF*23*M100002~
        DTP*356*D8*20261101~
        NM1*IL*1*TERWILLIKER*BASIL~
        DMG*D8*20190203*M~
        HD*021**HLT~
        DTP*348*D8*20261101~
        SE*31*0001~
        GE*1*71~
        IEA*1*000000041~
        """;

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text.ReplaceLineEndings("\n"));

    public static async Task<FileProof> ProveAsync(
        byte[] file,
        Expectation? expected = null,
        ReadLimits? limits = null,
        int chunk = 0
    )
    {
        using var stream = new ChunkedStream(file, chunk);
        return await InterchangeValidator.ProveAsync(
            stream,
            expected ?? Expectation.Enrolment,
            limits ?? ReadLimits.Default,
            TestContext.Current.CancellationToken
        );
    }

    public static async Task<List<EnrolmentPart>> ReadAsync(
        byte[] file,
        FileProof proof,
        Strictness strictness = Strictness.Tolerant
    )
    {
        List<EnrolmentPart> parts = [];
        using var stream = new MemoryStream(file);
        await foreach (
            var part in EnrolmentReader.ReadAsync(
                stream,
                proof,
                strictness,
                ReadLimits.Default,
                TestContext.Current.CancellationToken
            )
        )
            parts.Add(part);
        return parts;
    }

    public static async Task<List<MemberRead>> MembersAsync(string text, Strictness strictness = Strictness.Tolerant)
    {
        var file = Bytes(text);
        var proof = await ProveAsync(file);
        Assert.True(proof.Sound, string.Join('\n', proof.Findings));
        return [.. (await ReadAsync(file, proof, strictness)).OfType<MemberRead>()];
    }

    /// <summary>The household with one text put for another; SE01 follows.</summary>
    public static string With(string old, string replacement)
    {
        Assert.Contains(old, Household, StringComparison.Ordinal);
        var changed = Household.Replace(old, replacement, StringComparison.Ordinal);
        var lines = changed
            .Split('\n')
            .Select(static line => line.TrimEnd('\r'))
            .Where(static line => line.Length > 0)
            .ToList();
        var count =
            lines.FindIndex(static line => line.StartsWith("SE*", StringComparison.Ordinal))
            - lines.FindIndex(static line => line.StartsWith("ST*", StringComparison.Ordinal))
            + 1;
        return changed.Replace("SE*31*", $"SE*{count}*", StringComparison.Ordinal);
    }
}
