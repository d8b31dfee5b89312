using System.Collections.Frozen;

namespace HuskyFhir.Exchange.Formats.Edi.Texts;

/// <summary>
/// States (USPS Publication 28, appendix B), Canadian provinces, and countries (ISO 3166-1), by their codes and by
/// their names.
/// </summary>
internal static class Regions
{
    private const string Codes = """
        AFGAF ALAAX ALBAL DZADZ ASMAS ANDAD AGOAO AIAAI ATAAQ ATGAG ARGAR ARMAM ABWAW AUSAU AUTAT AZEAZ BHSBS BHRBH
        BGDBD BRBBB BLRBY BELBE BLZBZ BENBJ BMUBM BTNBT BOLBO BESBQ BIHBA BWABW BVTBV BRABR IOTIO BRNBN BGRBG BFABF
        BDIBI CPVCV KHMKH CMRCM CANCA CYMKY CAFCF TCDTD CHLCL CHNCN CXRCX CCKCC COLCO COMKM COGCG CODCD COKCK CRICR
        CIVCI HRVHR CUBCU CUWCW CYPCY CZECZ DNKDK DJIDJ DMADM DOMDO ECUEC EGYEG SLVSV GNQGQ ERIER ESTEE SWZSZ ETHET
        FLKFK FROFO FJIFJ FINFI FRAFR GUFGF PYFPF ATFTF GABGA GMBGM GEOGE DEUDE GHAGH GIBGI GRCGR GRLGL GRDGD GLPGP
        GUMGU GTMGT GGYGG GINGN GNBGW GUYGY HTIHT HMDHM VATVA HNDHN HKGHK HUNHU ISLIS INDIN IDNID IRNIR IRQIQ IRLIE
        IMNIM ISRIL ITAIT JAMJM JPNJP JEYJE JORJO KAZKZ KENKE KIRKI PRKKP KORKR KWTKW KGZKG LAOLA LVALV LBNLB LSOLS
        LBRLR LBYLY LIELI LTULT LUXLU MACMO MDGMG MWIMW MYSMY MDVMV MLIML MLTMT MHLMH MTQMQ MRTMR MUSMU MYTYT MEXMX
        FSMFM MDAMD MCOMC MNGMN MNEME MSRMS MARMA MOZMZ MMRMM NAMNA NRUNR NPLNP NLDNL NCLNC NZLNZ NICNI NERNE NGANG
        NIUNU NFKNF MKDMK MNPMP NORNO OMNOM PAKPK PLWPW PSEPS PANPA PNGPG PRYPY PERPE PHLPH PCNPN POLPL PRTPT PRIPR
        QATQA REURE ROURO RUSRU RWARW BLMBL SHNSH KNAKN LCALC MAFMF SPMPM VCTVC WSMWS SMRSM STPST SAUSA SENSN SRBRS
        SYCSC SLESL SGPSG SXMSX SVKSK SVNSI SLBSB SOMSO ZAFZA SGSGS SSDSS ESPES LKALK SDNSD SURSR SJMSJ SWESE CHECH
        SYRSY TWNTW TJKTJ TZATZ THATH TLSTL TGOTG TKLTK TONTO TTOTT TUNTN TURTR TKMTM TCATC TUVTV UGAUG UKRUA AREAE
        GBRGB USAUS UMIUM URYUY UZBUZ VUTVU VENVE VNMVN VGBVG VIRVI WLFWF ESHEH YEMYE ZMBZM ZWEZW
        """;

    private static readonly FrozenDictionary<string, string> Countries = Codes
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(static pair => new[] { (pair[..3], pair[3..]), (pair[3..], pair[3..]) })
        .Concat([
            ("UNITED STATES", "US"),
            ("UNITED STATES OF AMERICA", "US"),
            ("AMERICA", "US"),
            ("PUERTO RICO", "PR"),
            ("CANADA", "CA"),
            ("MEXICO", "MX"),
            ("JAMAICA", "JM"),
            ("DOMINICAN REPUBLIC", "DO"),
            ("HAITI", "HT"),
            ("UNITED KINGDOM", "GB"),
            ("GREAT BRITAIN", "GB"),
            ("BRAZIL", "BR"),
            ("PORTUGAL", "PT"),
            ("POLAND", "PL"),
            ("INDIA", "IN"),
            ("ECUADOR", "EC"),
            ("COLOMBIA", "CO"),
            ("PERU", "PE"),
            ("GUATEMALA", "GT"),
            ("CHINA", "CN"),
            ("VIETNAM", "VN"),
            ("GERMANY", "DE"),
            ("ITALY", "IT"),
        ])
        .ToFrozenDictionary(static pair => pair.Item1, static pair => pair.Item2, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> States = """
        AL=Alabama;AK=Alaska;AZ=Arizona;AR=Arkansas;CA=California;CO=Colorado;CT=Connecticut;DE=Delaware;DC=District of Columbia;FL=Florida;
        GA=Georgia;HI=Hawaii;ID=Idaho;IL=Illinois;IN=Indiana;IA=Iowa;KS=Kansas;KY=Kentucky;LA=Louisiana;ME=Maine;MD=Maryland;
        MA=Massachusetts;MI=Michigan;MN=Minnesota;MS=Mississippi;MO=Missouri;MT=Montana;NE=Nebraska;NV=Nevada;NH=New Hampshire;NJ=New Jersey;
        NM=New Mexico;NY=New York;NC=North Carolina;ND=North Dakota;OH=Ohio;OK=Oklahoma;OR=Oregon;PA=Pennsylvania;RI=Rhode Island;
        SC=South Carolina;SD=South Dakota;TN=Tennessee;TX=Texas;UT=Utah;VT=Vermont;VA=Virginia;WA=Washington;WV=West Virginia;WI=Wisconsin;
        WY=Wyoming;PR=Puerto Rico;VI=Virgin Islands;GU=Guam;AS=American Samoa;MP=Northern Mariana Islands;AA=Armed Forces Americas;
        AE=Armed Forces Europe;AP=Armed Forces Pacific;AB=Alberta;BC=British Columbia;MB=Manitoba;NB=New Brunswick;
        NL=Newfoundland and Labrador;NS=Nova Scotia;NT=Northwest Territories;NU=Nunavut;ON=Ontario;PE=Prince Edward Island;QC=Quebec;
        SK=Saskatchewan;YT=Yukon
        """.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(
        static pair => pair.Split('=')
    ).ToFrozenDictionary(static pair => Plain(pair[1]), static pair => pair[0], StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The two letters of a country by its code of two or three letters, or by its name; null where it is none that is
    /// known.
    /// </summary>
    public static string? Country(string text) =>
        Countries.GetValueOrDefault(text.Trim().Replace(".", string.Empty, StringComparison.Ordinal));

    /// <summary>The two letters of a state or province by its code or name; null where it is none.</summary>
    public static string? State(string text)
    {
        var plain = Plain(text);
        return plain.Length == 2 && plain.All(char.IsAsciiLetter)
            ? plain.ToUpperInvariant()
            : States.GetValueOrDefault(plain == "CONN" ? "CONNECTICUT" : plain);
    }

    private static string Plain(string text) => string.Concat(text.Where(char.IsAsciiLetter)).ToUpperInvariant();
}
