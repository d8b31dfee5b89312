using System.Collections.Frozen;

namespace HuskyFhir.Exchange.Formats.Tables;

/// <summary>
/// What the field of a table can be: parts of the file, of a member, of a person of the household, and of a change.
/// </summary>
public static class TableSources
{
    /// <summary>Of the header and the trailer. Dates are <c>CCYY-MM-DD</c> before a picture is laid on them.</summary>
    public static IReadOnlySet<string> OfFile { get; } =
        Set(
            """
            file.number file.date file.time file.sender file.receiver file.kind file.test file.lines file.members file.changes
            """
        );

    /// <summary>
    /// Of a member; codes are those of X12 005010X220A1 (gender F, M, U; marital status I, M, D, S, W).
    /// </summary>
    public static IReadOnlySet<string> OfMember { get; } =
        Set(
            """
            member.id member.case name.last name.first name.middle name.prefix name.suffix birthDate deathDate gender maritalStatus race language language.text language2 language2.text
            home.line1 home.line2 home.city home.state home.zip home.country home.county mail.line1 mail.line2 mail.city mail.state mail.zip mail.country
            phone.home phone.home.extension phone.mobile phone.mobile.extension phone.work phone.work.extension phone.other phone.other.extension
            phone.other2 phone.other2.extension phone.other3 phone.other3.extension email email2
            coverage.program coverage.begin coverage.end pcp.npi pcp.last pcp.first pcp.since income.amount income.frequency income.hours
            """
        );

    /// <summary>Of a person of the household, besides those of the member.</summary>
    public static IReadOnlySet<string> OfPerson { get; } =
        Set("person.relationship person.action person.last person.first person.middle person.birthDate person.gender");

    /// <summary>Of a change, besides those of the member.</summary>
    public static IReadOnlySet<string> OfChange { get; } =
        Set("change.kind change.effective change.reporter change.reporterType change.incomeSource");

    /// <summary>What a line of a kind may have.</summary>
    internal static bool Allows(string each, string source) =>
        each switch
        {
            "file" => OfFile.Contains(source),
            "member" => OfMember.Contains(source),
            "person" => OfMember.Contains(source) || OfPerson.Contains(source),
            "change" => OfMember.Contains(source) || OfChange.Contains(source),
            _ => false,
        };

    private static FrozenSet<string> Set(string names) =>
        names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
