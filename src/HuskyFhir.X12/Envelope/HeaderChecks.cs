using HuskyFhir.X12.Reading;

namespace HuskyFhir.X12.Envelope;

/// <summary>The elements of an ISA by themselves (X12.5), each with a code of its own in TA105.</summary>
internal static class HeaderChecks
{
    private static readonly string[] Qualifiers = ["01", "14", "20", "27", "28", "29", "30", "33", "ZZ"];

    /// <summary>What is wrong with them.</summary>
    public static IReadOnlyList<(X12Flaw Flaw, string Text)> Of(Segment isa)
    {
        List<(X12Flaw, string)> found = [];
        void Check(bool holds, X12Flaw flaw, string text)
        {
            if (!holds)
                found.Add((flaw, text));
        }

        Check(isa.Text(1) is "00" or "03", X12Flaw.AuthorizationInvalid, "ISA01 must be 00 or 03.");
        Check(isa.Text(3) is "00" or "01", X12Flaw.SecurityInvalid, "ISA03 must be 00 or 01.");
        Check(
            Qualifiers.Contains(isa.Text(5)),
            X12Flaw.SenderQualifierInvalid,
            "ISA05 must be a qualifier of the guide, such as ZZ."
        );
        Check(!isa[6].TrimStart((byte)' ').IsEmpty, X12Flaw.SenderInvalid, "ISA06 must name the sender.");
        Check(
            Qualifiers.Contains(isa.Text(7)),
            X12Flaw.ReceiverQualifierInvalid,
            "ISA07 must be a qualifier of the guide, such as ZZ."
        );
        Check(!isa[8].TrimStart((byte)' ').IsEmpty, X12Flaw.ReceiverInvalid, "ISA08 must name the receiver.");
        Check(X12Values.ShortDate(isa[9]) is not null, X12Flaw.InterchangeDateInvalid, "ISA09 must be a date, YYMMDD.");
        Check(X12Values.Time(isa[10]) is not null, X12Flaw.InterchangeTimeInvalid, "ISA10 must be a time, HHMM.");
        Check(isa[14] is [(byte)'0' or (byte)'1'], X12Flaw.AcknowledgmentRequestInvalid, "ISA14 must be 0 or 1.");
        Check(isa[15] is [(byte)'P' or (byte)'T'], X12Flaw.UsageInvalid, "ISA15 must be P or T.");
        return found;
    }
}
