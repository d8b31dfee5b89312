using System.Collections.Frozen;

namespace HuskyFhir.Exchange.Formats.Edi.Texts;

/// <summary>
/// Lines of an address in the two of N3, with 55 characters each (data element 166). What does not fit is put into one
/// line with its neighbor, and shortened by the abbreviations of USPS Publication 28, appendixes C1 and C2; nothing is
/// cut.
/// </summary>
internal static class PostalLines
{
    private const int Longest = 55;

    private static readonly FrozenDictionary<string, string> Short = """
        ALLEY=ALY AVENUE=AVE BOULEVARD=BLVD CAUSEWAY=CSWY CENTER=CTR CIRCLE=CIR COMMON=CMN COURT=CT COURTS=CTS CRESCENT=CRES CROSSING=XING
        DRIVE=DR ESTATE=EST ESTATES=ESTS EXPRESSWAY=EXPY EXTENSION=EXT FREEWAY=FWY GARDEN=GDN GARDENS=GDNS HEIGHTS=HTS HIGHWAY=HWY HILL=HL
        HILLS=HLS HOLLOW=HOLW ISLAND=IS JUNCTION=JCT LAKE=LK LAKES=LKS LANDING=LNDG LANE=LN MANOR=MNR MEADOW=MDW MEADOWS=MDWS MOUNT=MT
        MOUNTAIN=MTN PARKWAY=PKWY PLACE=PL PLAZA=PLZ POINT=PT RIDGE=RDG ROAD=RD SPRING=SPG SPRINGS=SPGS SQUARE=SQ STATION=STA STREET=ST
        SUMMIT=SMT TERRACE=TER TRAIL=TRL TURNPIKE=TPKE VALLEY=VLY VIEW=VW VILLAGE=VLG APARTMENT=APT BASEMENT=BSMT BUILDING=BLDG
        DEPARTMENT=DEPT FLOOR=FL FRONT=FRNT HANGAR=HNGR LOBBY=LBBY LOWER=LOWR OFFICE=OFC PENTHOUSE=PH ROOM=RM SPACE=SPC SUITE=STE
        TRAILER=TRLR UPPER=UPPR NORTH=N SOUTH=S EAST=E WEST=W NORTHEAST=NE NORTHWEST=NW SOUTHEAST=SE SOUTHWEST=SW
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(static pair =>
        pair.Split('=')
    ).ToFrozenDictionary(static pair => pair[0], static pair => pair[1], StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// At most two lines; null where the address does not fit. <c>IsShorter</c> tells that words were abbreviated.
    /// </summary>
    public static (IReadOnlyList<string> Lines, bool IsShorter)? Fit(IReadOnlyList<string> lines)
    {
        if (Two(lines) is { } whole)
            return (whole, false);
        return Two([.. lines.Select(Abbreviate)]) is { } shorter ? (shorter, true) : null;
    }

    /// <summary>Each word that the post office abbreviates, abbreviated.</summary>
    public static string Abbreviate(string line) =>
        string.Join(
            ' ',
            line.Replace("post office box", "PO BOX", StringComparison.OrdinalIgnoreCase)
                .Replace("P.O. Box", "PO BOX", StringComparison.OrdinalIgnoreCase)
                .Replace("care of", "C/O", StringComparison.OrdinalIgnoreCase)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(static word => Short.GetValueOrDefault(word.TrimEnd(',', '.')) ?? word)
        );

    private static IReadOnlyList<string>? Two(IReadOnlyList<string> lines)
    {
        if (lines.Count <= 2 && lines.All(static line => line.Length <= Longest))
            return lines;
        for (var first = lines.Count - 1; first >= 1; first--)
            if (
                string.Join(' ', lines.Take(first)) is { Length: <= Longest } upper
                && string.Join(' ', lines.Skip(first)) is { Length: <= Longest } lower
            )
                return [upper, lower];
        return Wrap(string.Join(' ', lines));
    }

    /// <summary>Broken between two words.</summary>
    private static IReadOnlyList<string>? Wrap(string text)
    {
        if (text.Length <= Longest)
            return [text];
        var at = text.LastIndexOf(' ', Longest);
        return at > 0 && text.Length - at - 1 <= Longest ? [text[..at], text[(at + 1)..]] : null;
    }
}
