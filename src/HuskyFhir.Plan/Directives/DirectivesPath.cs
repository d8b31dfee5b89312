using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Documents;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Shown;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.Directives;

/// <summary>
/// Gathers a member's directives with all that goes with them, in one query that has each type's grant in it.
/// </summary>
public sealed class DirectivesPath(Database database, FhirTypeCatalog families, TimeProvider clock)
{
    private const string Papers =
        " AND EXISTS (SELECT 1 FROM documentreference_token k WHERE k.owner = r.id AND k.part = 'category' "
        + $"AND k.code = '{DocumentReferenceType.AdvanceDirectives}')";

    /// <summary>The types that the answer is made of, the first of which it cannot do without.</summary>
    public static IReadOnlyList<string> Types { get; } =
    ["Consent", "DocumentReference", "RelatedPerson", "Observation"];

    /// <summary>
    /// What is in force on a day, in the order in which it is to be followed: directive, paper, persons; then the flag.
    /// </summary>
    /// <param name="record">Whose: the member's own record.</param>
    /// <param name="grants">By type; what has none is left out.</param>
    /// <param name="day">The day, in Connecticut.</param>
    /// <param name="cancellation">Ends the query.</param>
    public async Task<IReadOnlyList<StoredResource>> InForceAsync(
        StoredResource record,
        IReadOnlyDictionary<string, Grant> grants,
        DateOnly day,
        CancellationToken cancellation
    )
    {
        var member = record.Id;
        var sql = new SqlText(database.Dialect, clock.GetUtcNow());
        var text = string.Join(" UNION ALL ", grants.Select(each => Of(sql, member, each.Key, each.Value)));
        var caller = grants.Values.First().Caller;
        var rows = (await database.QueryAsync(new(text, sql.Values), StoredResource.From, cancellation))
            .Select(row => row.For(caller, families))
            .ToList();
        rows = [.. rows.Select(row => row.Type == "Consent" ? OnTheDay(row, rows, record, day) : row)];
        var byId = rows.ToDictionary(static row => row.Id);
        var papers = rows.Where(static row => row.Type == "DocumentReference")
            .ToDictionary(static row => row.Id, static row => (DocumentReference)FhirJson.Read(row.Body));
        var answer = new List<StoredResource>();
        foreach (
            var found in DirectivesInForce.Of(
                rows.Where(static row => row.Type == "Consent").Select(static row => (Consent)FhirJson.Read(row.Body)),
                papers,
                day
            )
        )
        foreach (
            var id in found
                .Agents.Cast<Guid?>()
                .Prepend(found.Document)
                .Prepend(Guid.Parse(found.Consent.Id!))
                .OfType<Guid>()
        )
            if (byId.TryGetValue(id, out var row) && !answer.Contains(row))
                answer.Add(row);
        answer.Add(rows.Find(static row => row.Type == "Observation") ?? Unflagged(member));
        return answer;
    }

    private string Of(SqlText sql, Guid member, string name, Grant grant)
    {
        var type = families.Find(name)!;
        var also = name switch
        {
            "DocumentReference" => Papers,
            "Observation" =>
                $" AND r.id IN (SELECT b.id FROM business_keys b WHERE b.type = 'Observation' AND b.system = {sql.Value(Systems.DirectiveFlagKey)} AND b.value = {sql.Value($"{member:D}")})",
            _ => string.Empty,
        };
        return $"SELECT {StoredResource.Columns} FROM resources r WHERE r.member = {sql.Value(member)} AND r.type = {sql.Value(name)} AND r.deleted = 0{also} AND {sql.Within(grant, type, "r")}";
    }

    /// <summary>
    /// A divorce that takes effect by the day has ended the spouse's appointment, whether or not the record was settled
    /// since.
    /// </summary>
    private static StoredResource OnTheDay(
        StoredResource consent,
        List<StoredResource> rows,
        StoredResource member,
        DateOnly day
    ) =>
        EndedSpouses.On(
            consent.Body!,
            rows.Where(static row => row.Type == "RelatedPerson").Select(static row => row.Body!),
            member.Body,
            ProgrammeTime.ToUtcTicks(day.ToDateTime(default))
        )
            is { } changed
            ? consent with
            {
                Body = FhirJson.Write(changed),
            }
            : consent;

    /// <summary>Nobody has recorded anything of this member: the flag says No, and is nowhere stored.</summary>
    private static StoredResource Unflagged(Guid member)
    {
        var flag = DirectiveFlag.Of(member, isOn: false);
        return new("Observation", Guid.Empty, 0, 0, member, false, FhirJson.Write(flag));
    }
}
