using System.CommandLine;
using System.Text;
using HuskyFhir.Core.Access;
using HuskyFhir.Plan.Precedence;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Configuration;

namespace HuskyFhir.Server.Commands;

/// <summary>
/// <c>conflicts list</c>, <c>show</c> and <c>settle</c>: where files say otherwise than the member, the plan or DSS
/// said.
/// </summary>
internal static class ConflictsCommand
{
    private const int Most = 1000;

    public static Command Make() =>
        new(
            "conflicts",
            Example.With(
                "Lists and settles the conflicts that loads and enrollment files opened: a file said a fact otherwise than it stands, and may not overwrite it. What stands holds until the plan decides.",
                "conflicts list",
                "conflicts show 01a208b4-c96c-7da0-a0be-067ef5261bfa",
                "conflicts settle 01a208b4-c96c-7da0-a0be-067ef5261bfa --keep --reason 'Asked the member by telephone'"
            )
        )
        {
            List(),
            Show(),
            Settle(),
        };

    private static Command List()
    {
        var all = new Option<bool>("--all") { Description = "Settled ones too." };
        var member = new Option<Guid?>("--member")
        {
            Description = "Only those of one member, by the id of the Patient.",
        };
        var command = new Command(
            "list",
            Example.With("Lists conflicts, the oldest first, with ids and without values.", "conflicts list --all")
        )
        {
            all,
            member,
        };
        command.SetAction(
            (parsed, cancellation) =>
                ExchangeCommand.WithAsync(
                    async services =>
                    {
                        var found = await services
                            .GetRequiredService<ConflictRepository>()
                            .ListAsync(
                                parsed.GetValue(all) ? null : ConflictState.Open,
                                parsed.GetValue(member),
                                Most,
                                cancellation
                            );
                        foreach (var each in found)
                            Console.WriteLine(Line(each));
                        if (found.Count == 0)
                            Console.WriteLine("No conflict is open.");
                        return 0;
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command Show()
    {
        var id = Id();
        var command = new Command(
            "show",
            Example.With(
                "Shows a conflict with what the file said. That is protected health information.",
                "conflicts show 01a208b4-c96c-7da0-a0be-067ef5261bfa"
            )
        )
        {
            id,
        };
        command.SetAction(
            (parsed, cancellation) =>
                ExchangeCommand.WithAsync(
                    async services =>
                    {
                        if (
                            await services
                                .GetRequiredService<ConflictRepository>()
                                .FindAsync(parsed.GetRequiredValue(id), cancellation)
                            is not { } found
                        )
                            throw new SettingsException(
                                "There is no such conflict; 'conflicts list' shows the open ones."
                            );
                        Console.WriteLine(Line(found));
                        if (found.Settled is { } at)
                            Console.WriteLine($"settled {at:yyyy-MM-dd HH:mm}Z by {found.SettledBy}: {found.Reason}");
                        Console.WriteLine(
                            $"said by {found.Says.Code()} ({found.Origin}): {Encoding.UTF8.GetString(found.Offered)}"
                        );
                        return 0;
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command Settle()
    {
        var id = Id();
        var keep = new Option<bool>("--keep") { Description = "What stands stays." };
        var take = new Option<bool>("--take") { Description = "What the file said takes its place." };
        var reason = new Option<string>("--reason")
        {
            Description = "Why; it is kept with the conflict.",
            Required = true,
        };
        var command = new Command(
            "settle",
            Example.With(
                "Settles a conflict. The audit tells who did it and how.",
                "conflicts settle 01a208b4-c96c-7da0-a0be-067ef5261bfa --take --reason 'The member moved'"
            )
        )
        {
            id,
            keep,
            take,
            reason,
        };
        command.SetAction(
            (parsed, cancellation) =>
                ExchangeCommand.WithAsync(
                    async services =>
                    {
                        if (parsed.GetValue(keep) == parsed.GetValue(take))
                            throw new SettingsException("Say --keep or --take.");
                        var desk = services.GetRequiredService<ConflictDesk>();
                        var answer = parsed.GetValue(keep)
                            ? await desk.KeepAsync(
                                parsed.GetRequiredValue(id),
                                Caller.Operator,
                                parsed.GetRequiredValue(reason),
                                cancellation
                            )
                            : await desk.TakeAsync(
                                parsed.GetRequiredValue(id),
                                Caller.Operator,
                                parsed.GetRequiredValue(reason),
                                cancellation
                            );
                        Console.WriteLine(
                            answer.Try(out var settled, out var fault) ? Line(settled) : $"refused: {fault.Summary}"
                        );
                        return fault is null ? 0 : 1;
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Argument<Guid> Id() => new("id") { Description = "A conflict, as in list." };

    private static string Line(Conflict each) =>
        $"{each.Id:D}  {each.State.ToString().ToLowerInvariant()}  {each.Opened:yyyy-MM-dd HH:mm}Z  {each.Type}/{each.Resource:D}  {each.Fact}: {each.Says.Code()} says otherwise than {each.Stands.Code()}";
}
