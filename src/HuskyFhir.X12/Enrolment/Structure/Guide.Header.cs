namespace HuskyFhir.X12.Enrolment.Structure;

/// <summary>The header; <see cref="StructureReader"/> has the grammar.</summary>
internal static partial class Guide
{
    /// <summary>ST and SE belong to the envelope.</summary>
    private const string HeaderTable = """
        #zones 01,02,03,04,05,06,07,08,09,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,AD,AS,AT,CD,CS,CT,ED,ES,ET,GM,HD,HS,HT,LT,MD,MS,MT,ND,NS,NT,PD,PS,PT,TD,TS,TT,UT
        @HEADER - R 1
        BGN R 1 R353:00,15,22 R127 R373 R337 S623:#zones S127 N640 R306:2,4,RX N786
        REF S 1 R128:38 R127 N352 NC
        DTP S * R374:007,090,091,303,382,388 R1250:D8 R1251
        QTY S 3 R673:DT,ET,TO R380 NC N61
        @1000A HEADER R 1
        N1 R 1 R98:P5 S93 R66:24,94,FI R67 N706 N98
        @1000B HEADER R 1
        N1 R 1 R98:IN S93 R66:94,FI,XV R67 N706 N98
        @1000C HEADER S 2
        N1 R 1 R98:BO,TV R93 R66:94,FI,XV R67 N706 N98
        @1100C 1000C S 1
        ACT R 1 R508 N93 N66 N67 N569 S508 N352 N107 N1216
        """;
}
