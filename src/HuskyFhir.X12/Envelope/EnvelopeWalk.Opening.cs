using System.Text;
using HuskyFhir.X12.Reading;

namespace HuskyFhir.X12.Envelope;

/// <summary>The headers: what each must say to be used here.</summary>
internal sealed partial class EnvelopeWalk
{
    private void OpenInterchange(Segment isa)
    {
        if (set is not null)
            LeftOpen(X12Flaw.SetTrailerMissing, isa, "SE");
        if (group is not null)
            LeftOpen(X12Flaw.GroupTrailerMissing, isa, "GE");
        if (interchange is not null)
            LeftOpen(X12Flaw.InterchangeTrailerMissing, isa, "IEA");
        if (!Counted(isa.At))
            return;
        interchange = new(InterchangeHeader.Read(isa));
        var header = interchange.Header;
        if (!isa[12].SequenceEqual("00501"u8))
            Find(X12Flaw.InterchangeVersionUnsupported, isa.At, "ISA12 must be 00501.");
        if (header.ControlNumber.Length != 9 || !header.ControlNumber.All(char.IsAsciiDigit))
            Find(X12Flaw.InterchangeControlNumberInvalid, isa.At, "ISA13 must be nine digits.");
        else if (!interchangeNumbers.Add((header.Sender.Qualifier, header.Sender.Id, header.ControlNumber)))
            Find(X12Flaw.InterchangeControlNumberRepeated, isa.At, "ISA13 was used before in this file.");
        foreach (var (flaw, text) in HeaderChecks.Of(isa))
            Find(flaw, isa.At, text);
    }

    private void OpenGroup(Segment gs)
    {
        if (set is not null)
            LeftOpen(X12Flaw.SetTrailerMissing, gs, "SE");
        if (group is not null)
            LeftOpen(X12Flaw.GroupTrailerMissing, gs, "GE");
        if (!Counted(gs.At) || interchange is null)
            return;
        group = new(GroupHeader.Read(gs));
        var header = group.Header;
        if (header.FunctionalId != expected.FunctionalId || !gs[7].SequenceEqual("X"u8))
            Find(X12Flaw.GroupUnexpected, gs.At, $"GS01 must be {expected.FunctionalId}, and GS07 X.");
        if (!expected.Versions.Contains(header.Version))
            Find(X12Flaw.GroupVersionUnsupported, gs.At, $"GS08 must be {Versions}.");
        if (header.ControlNumber.Length is 0 or > 9 || !header.ControlNumber.All(char.IsAsciiDigit))
            Find(X12Flaw.GroupControlNumberInvalid, gs.At, "GS06 must be one to nine digits.");
        else if (!interchange.GroupNumbers.Add(header.ControlNumber.TrimStart('0')))
            Find(X12Flaw.GroupControlNumberRepeated, gs.At, "GS06 was used before in this interchange.");
    }

    private void OpenSet(Segment st)
    {
        if (set is not null)
            LeftOpen(X12Flaw.SetTrailerMissing, st, "SE");
        if (!Counted(st.At))
            return;
        if (group is null)
        {
            Find(X12Flaw.Misplaced, st.At, "ST stands outside of a group.");
            return;
        }

        set = new(GroupHeader.Short(st, 1), GroupHeader.Short(st, 2), GroupHeader.Short(st, 3), st.At);
        if (!st[1].SequenceEqual(Ascii(expected.SetId)))
            Find(X12Flaw.SetUnexpected, st.At, $"ST01 must be {expected.SetId}.");
        if (!expected.Versions.Contains(st.Text(3)))
            Find(X12Flaw.SetVersionUnsupported, st.At, $"ST03 must be {Versions}.");
        if (st[2].Length is < 4 or > 9 || !set.ControlNumber.All(char.IsAsciiLetterOrDigit))
            Find(X12Flaw.SetControlNumberInvalid, st.At, "ST02 must be four to nine letters or digits.");
        else if (!group.SetNumbers.Add(set.ControlNumber))
            Find(X12Flaw.SetControlNumberRepeated, st.At, "ST02 was used before in this group.");
    }

    private string Versions => string.Join(" or ", expected.Versions);

    /// <summary>Counts an envelope; what is kept of each is what makes a limit needed.</summary>
    private bool Counted(X12Position at)
    {
        if (++envelopes <= limits.Envelopes)
            return true;
        Find(
            X12Flaw.TooManySets,
            at,
            $"The file has more than {limits.Envelopes} interchanges, groups and transaction sets; send it in parts."
        );
        return Going = false;
    }

    private void Find(X12Flaw flaw, X12Position at, string text) => Find(new(flaw, at, text));

    /// <summary>Keeps a finding for the file and for the innermost envelope that its scope speaks of.</summary>
    private void Find(X12Finding finding)
    {
        if (findings.Count >= limits.Findings)
            return; // this many were kept already; the file is refused in any case
        findings.Add(finding);
        switch (FlawTable.Of(finding.Flaw).Scope)
        {
            case FlawScope.Set when set is not null:
                (set.Findings ??= []).Add(finding);
                break;
            case FlawScope.Group when group is not null:
                group.Findings.Add(finding);
                break;
            case FlawScope.File:
                break;
            default:
                (interchange?.Findings ?? interchanges.LastOrDefault()?.Findings as List<X12Finding>)?.Add(finding);
                break;
        }
    }

    private static byte[] Ascii(string text) => Encoding.Latin1.GetBytes(text);
}
