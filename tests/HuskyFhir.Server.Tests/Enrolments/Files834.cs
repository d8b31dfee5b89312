using System.Globalization;
using System.Text;

namespace HuskyFhir.Server.Tests.Enrolments;

/// <summary>Enrolment files of our own invention, with counts that are right.</summary>
internal static class Files834
{
    private static int last = Random.Shared.Next(1, 900_000_000);

    /// <summary>A control number that no other file of the run has.</summary>
    public static int Number() => Interlocked.Increment(ref last);

    /// <summary>A file of one set; each member is its segments, a line each.</summary>
    public static byte[] Of(string action, params string[] members) => Numbered(Number(), action, members);

    public static byte[] Numbered(int number, string action, params string[] members)
    {
        string[] segments =
        [
            $"BGN*00*INV-{number}*20261101*0930****{action}",
            "N1*P5*STATE OF NUTMEG*FI*060000001",
            "N1*IN*HUSKY PLAN*FI*060000002",
            .. members.SelectMany(static member =>
                member.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            ),
        ];
        string[] all =
        [
            $"ISA*00*          *00*          *ZZ*DSSTEST        *ZZ*HUSKYPLAN      *261101*0930*^*00501*{number:D9}*1*P*:",
            $"GS*BE*DSSTEST*HUSKYPLAN*20261101*0930*{number}*X*005010X220A1",
            "ST*834*0001*005010X220A1",
            .. segments,
            $"SE*{(segments.Length + 2).ToString(CultureInfo.InvariantCulture)}*0001",
            $"GE*1*{number}",
            $"IEA*1*{number:D9}",
        ];
        return Encoding.Latin1.GetBytes(string.Concat(all.Select(static segment => segment + "~\n")));
    }

    /// <summary>A subscriber with one coverage.</summary>
    /// <param name="id">Medicaid number.</param>
    /// <param name="family">Last name.</param>
    /// <param name="maintenance">INS03 and HD01.</param>
    /// <param name="details">Further segments between the birth date and the coverage.</param>
    /// <param name="coverage">HD and what belongs to it; null for the usual one.</param>
    public static string Subscriber(
        string id,
        string family,
        string maintenance = "021",
        string details = "",
        string? coverage = null
    ) =>
        $"""
            INS*Y*18*{maintenance}*XN*A***AC
            REF*0F*{id}
            REF*3H*CASE{id}
            NM1*IL*1*{family}*OTTOLINE*Q
            PER*IP**HP*2035550101
            N3*1 INVENTED LANE*APT 2
            N4*NEW HAVEN*CT*06510
            DMG*D8*19850612*F*S*:RET:2106-3
            {details}
            {coverage ?? $"HD*{maintenance}**HLT*HUSKY A\nDTP*348*D8*20261101"}
            """;

    /// <summary>A child of the subscriber before it.</summary>
    public static string Child(string subscriber, string id, string family) =>
        $"""
            INS*N*19*021*XN*A
            REF*0F*{subscriber}
            REF*23*{id}
            NM1*IL*1*{family}*BASIL
            DMG*D8*20190203*M
            HD*021**HLT*HUSKY A
            DTP*348*D8*20261101
            """;
}
