using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Writing;

/// <summary>
/// What the conditions of a plan find, each in the order that R4 section 3.1.0.11.2 gives its interaction: what the
/// same transaction deletes is no longer found by the others, and a conditional reference by identifier finds what the
/// same transaction writes.
/// </summary>
internal sealed class PlanMatches(
    WritePlan plan,
    SearchExecutor searches,
    Database database,
    Work work,
    DateTimeOffset now
)
{
    private readonly StoredResource?[] matches = new StoredResource?[plan.Asks.Count];
    private readonly HashSet<Guid> dying = [.. plan.Asks.OfType<DeleteCommand>().Select(static ask => ask.Id)];

    /// <summary>What an open ask found; null when it is nothing, or the ask is not open.</summary>
    public StoredResource? Of(int ask) => matches[ask];

    /// <summary>The resource that an ask is about, found or to be created.</summary>
    public Guid IdOf(int ask) =>
        matches[ask]?.Id
        ?? plan.Asks[ask] switch
        {
            CreateCommand create => create.Id!.Value,
            UpdateCommand update => update.Id,
            DeleteCommand delete => delete.Id,
            ConditionalCreateCommand create => create.NewId,
            ConditionalUpdateCommand update => update.NewId,
            PatchAsk patch => patch.Id ?? Guid.Empty,
            _ => Guid.Empty,
        };

    /// <summary>Looks for what every open ask is about; the fault of the first that finds more than one.</summary>
    public async Task<Fault?> FindAsync(CancellationToken cancellation)
    {
        foreach (
            var at in Enumerable
                .Range(0, plan.Asks.Count)
                .Where(at => plan.Asks[at] is OpenCommand)
                .OrderBy(at => plan.Asks[at] is not ConditionalDeleteCommand)
        )
        {
            var ask = (OpenCommand)plan.Asks[at];
            var found = ask is PatchAsk { Id: { } id }
                ? await ReadAsync(ask, id, cancellation)
                : await SearchAsync(ask.When!, cancellation);
            if (found.Count > 1)
                return plan.At(at, WriteFaults.ManyMatches(ask.When!));
            matches[at] = found.FirstOrDefault();
            if (ask is ConditionalDeleteCommand && matches[at] is { } doomed)
                dying.Add(doomed.Id);
        }

        return null;
    }

    /// <summary>What a conditional reference finds: in the store, and among what the plan writes.</summary>
    public async Task<IReadOnlyList<Guid>> FindAsync(Criteria condition, CancellationToken cancellation)
    {
        var found = (await SearchAsync(condition, cancellation)).Select(static match => match.Id).ToHashSet();
        if (Identifiers(condition) is { } wanted)
            for (var at = 0; at < plan.Asks.Count; at++)
                if (
                    ContentOf(at) is { } content
                    && plan.Asks[at].Type == condition.Type
                    && Matches(content, plan.Asks[at].Type, wanted)
                )
                    found.Add(IdOf(at));
        return [.. found];
    }

    private Hl7.Fhir.Model.Resource? ContentOf(int at) =>
        plan.Asks[at] switch
        {
            CreateCommand create => create.Resource,
            UpdateCommand update => update.Resource,
            ConditionalCreateCommand create when matches[at] is null => create.Resource,
            ConditionalUpdateCommand update => update.Resource,
            _ => null,
        };

    private static IReadOnlyList<TokenValue>? Identifiers(Criteria condition) =>
        condition.Query.Filters is [SearchFilter { Parameter.Name: "identifier", Modifier: null, Missing: null } filter]
            ? [.. filter.AnyOf.OfType<TokenValue>()]
            : null;

    private static bool Matches(Hl7.Fhir.Model.Resource resource, FhirType type, IReadOnlyList<TokenValue> wanted) =>
        type.Project(resource)
            .Tokens.Any(token =>
                token.Part == "identifier"
                && wanted.Any(value =>
                    (value.Code is null || value.Code == token.Code)
                    && (
                        value.System is null
                        || (value.System.Length == 0 ? token.System is null : value.System == token.System)
                    )
                )
            );

    private async Task<List<StoredResource>> SearchAsync(Criteria condition, CancellationToken cancellation)
    {
        var found = await work.QueryAsync(
            searches.PageStatement(condition.Type, condition.Query, condition.Grant, null, 2 + dying.Count),
            StoredResource.From,
            cancellation
        );
        found.RemoveAll(match => dying.Contains(match.Id));
        return found;
    }

    private Task<List<StoredResource>> ReadAsync(OpenCommand ask, Guid id, CancellationToken cancellation)
    {
        var sql = new SqlText(database.Dialect, now);
        var text =
            $"SELECT {StoredResource.Columns} FROM resources r WHERE r.id = {sql.Value(id)} AND r.type = {sql.Value(ask.Type.Name)} AND {sql.Within(ask.Grant, ask.Type, "r")}";
        return work.QueryAsync(new(text, sql.Values), StoredResource.From, cancellation);
    }
}
