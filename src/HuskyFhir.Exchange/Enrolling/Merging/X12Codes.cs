using System.Collections.Frozen;
using HuskyFhir.Exchange.Formats.Edi.Texts;

namespace HuskyFhir.Exchange.Enrolling.Merging;

/// <summary>
/// Codes of X12 as those of FHIR. A code that is not here is not taken over, and what is stored stays.
/// </summary>
internal static class X12Codes
{
    private static readonly FrozenDictionary<string, string> ThreeLetters = Pairs(
            """
            ENG=en SPA=es POR=pt POL=pl ITA=it HAT=ht FRE=fr FRA=fr GUJ=gu HIN=hi PAN=pa URD=ur CHI=zh ZHO=zh
            VIE=vi TGL=tl ARA=ar RUS=ru UKR=uk KOR=ko ALB=sq SQI=sq BEN=bn GER=de DEU=de GRE=el ELL=el JPN=ja
            KHM=km LAO=lo NEP=ne PER=fa FAS=fa PUS=ps SOM=so SWA=sw TEL=te TAM=ta THA=th TUR=tr YID=yi BUR=my
            MYA=my TIR=ti AMH=am
            """
        )
        .ToFrozenDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);

    /// <summary>By INS02: what the dependent is to the subscriber, and the subscriber to the dependent.</summary>
    private static readonly FrozenDictionary<string, (string ToSubscriber, string OfSubscriber)> Relations = Pairs(
            """
            01=SPS=SPS 53=DOMPART=DOMPART 19=CHILD=PRN 17=STPCHLD=STPPRN 09=CHLDADOPT=ADOPTP 10=CHLDFOST=PRNFOST
            15=FAMMEMB=GUARD 26=GUARD=FAMMEMB 03=PRN=CHILD 04=GRPRN=GRNDCHILD 05=GRNDCHILD=GRPRN 14=SIB=SIB
            07=NIENEPH=EXT 06=EXT=NIENEPH 08=COUSN=COUSN 11=INLAW=INLAW 12=INLAW=INLAW 13=INLAW=INLAW
            16=STPPRN=STPCHLD 23=FAMMEMB=FAMMEMB 24=GRNDCHILD=GRPRN 38=FAMMEMB=FAMMEMB G8=FAMMEMB=FAMMEMB
            """
        )
        .ToFrozenDictionary(
            static triple => triple[0],
            static triple => (triple[1], triple[2]),
            StringComparer.Ordinal
        );

    /// <summary>LUI02 as BCP 47; null where it is not known.</summary>
    public static string? Language(string? qualifier, string? code) =>
        code switch
        {
            { Length: 3 } when ThreeLetters.TryGetValue(code.ToUpperInvariant(), out var known) => known,
            { Length: 3 }
                when code.All(char.IsAsciiLetter)
                    && (qualifier is "LE" || LanguageNames.Knows(code.ToLowerInvariant())) => code.ToLowerInvariant(),
            { Length: 2 } when qualifier is "LE" => code.ToLowerInvariant(),
            _ => null,
        };

    /// <summary>DMG04 as v3-MaritalStatus.</summary>
    public static (string Code, string Display)? MaritalStatus(string? code) =>
        code switch
        {
            "I" => ("S", "Never Married"),
            "M" => ("M", "Married"),
            "D" => ("D", "Divorced"),
            "S" or "X" => ("L", "Legally Separated"),
            "W" => ("W", "Widowed"),
            "B" => ("T", "Domestic partner"),
            "U" => ("U", "unmarried"),
            _ => null,
        };

    /// <summary>DMG05 as categories of US Core: of race, or of ethnicity.</summary>
    public static IEnumerable<string> Categories(string? code) =>
        code switch
        {
            "A" or "D" => ["2028-9"],
            "B" => ["2054-5"],
            "N" => ["2054-5", "2186-5"],
            "C" => ["2106-3"],
            "O" => ["2106-3", "2186-5"],
            "G" or "I" => ["1002-5"],
            "J" or "P" => ["2076-8"],
            "H" => ["2135-2"],
            _ => [],
        };

    /// <summary>ICM01 as husky-income-frequency.</summary>
    public static string? Frequency(string code) =>
        code switch
        {
            "1" => "weekly",
            "2" => "biweekly",
            "3" => "semimonthly",
            "4" => "monthly",
            "7" => "annual",
            "H" => "hourly",
            "Q" => "quarterly",
            _ => null,
        };

    /// <summary>
    /// INS02 as v3-RoleCode: what the dependent is to the subscriber, and the subscriber to the dependent; null for
    /// none, such as a former spouse.
    /// </summary>
    public static (string ToSubscriber, string OfSubscriber)? Relation(string code) =>
        Relations.TryGetValue(code, out var found) ? found : null;

    /// <summary>NM101 of loops 2100F and 2100G as v3-RoleCode.</summary>
    public static string Responsible(string entity) =>
        entity switch
        {
            "S1" or "S3" => "PRN",
            "X4" => "SPS",
            "GD" => "GUARD",
            "J6" => "POWATT",
            "EI" => "EXEC",
            _ => "RESPRSN",
        };

    private static IEnumerable<string[]> Pairs(string table) =>
        table.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(static entry => entry.Split('='));
}
