using Hl7.Fhir.Model;
using HuskyFhir.Plan.Notices;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Types.Narratives;
using HuskyFhir.Resources.Writing;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Plan.Requests.Letters;

/// <summary>
/// The notices of one step of a request, in the transaction of the step: what the table of letters says for it, to each
/// recipient in its language. The request remembers those that go to who asked.
/// </summary>
internal static class StepLetters
{
    /// <summary>Tells whom the step concerns.</summary>
    /// <param name="scope">The request, as it stands after the step.</param>
    /// <param name="step">The move by code, or another occasion.</param>
    /// <param name="from">The business status that it stood at before.</param>
    /// <param name="cancellation">Ends it before its transaction.</param>
    public static async Task TellAsync(RequestScope scope, string step, string? from, CancellationToken cancellation)
    {
        var options = scope.Options;
        var rows = options.Letters.Book.Table.Of(step, scope.Case.Rules.Code, from);
        foreach (var row in rows.Where(static row => row.Template is not null))
        {
            if (await RecipientAsync(scope, row, cancellation) is not { } to)
                continue;
            var member =
                await FindAsync(scope, new ResourceReference($"Patient/{scope.Member:D}"), cancellation) as Patient;
            var letter = new LetterWriter(options.Letters, options.PlanName).Write(
                row.Template!,
                new(member, await FindAsync(scope, to, cancellation)),
                await FactsAsync(scope, row, cancellation),
                scope.Now
            );
            Send(scope, row, step, to, letter);
        }
    }

    private static void Send(RequestScope scope, LetterRow row, string step, ResourceReference to, WrittenLetter letter)
    {
        var toProvider = References.Read(to) is { Type: "Organization" };
        // Repeated steps, such as a hearing that is set anew, are occasions of their own.
        var ordinal = SentNotice.Of(scope.Task).Count(sent => sent.Kind == row.Notice) + 1;
        var notice = new Notice(
            $"{scope.Step.Write.Id:N}/{step}/{row.To}/{ordinal}",
            row.Notice,
            scope.Member,
            toProvider && scope.Pcp is { } change ? $"CareTeam/{change.Team:D}" : scope.Self,
            to,
            toProvider ? Text(scope, row) ?? letter.Letter.Title : letter.Letter.Title
        )
        {
            Step = step,
            Letter = letter,
        };
        var id = Guid.CreateVersion7(scope.Now);
        foreach (
            var ask in notice.Asks(
                scope.Following.Type,
                WriteContext.Grant(scope.Step),
                scope.Now,
                scope.Options.PlanName,
                id
            )
        )
            scope.Following.Bring(scope.Step, ask);
        if (!toProvider)
            SentNotice.Record(scope.Task, row.Notice, null, id, scope.Now);
    }

    /// <summary>What an organization reads at once; who comes instead is not said.</summary>
    private static string? Text(RequestScope scope, LetterRow row) =>
        row.To == "former-pcp" && scope.Pcp is { } change
            ? $"From {change.Start:yyyy-MM-dd} on you are no longer this member's primary care provider: "
                + (
                    scope.Case.FiledBy == Kinds.Actors.Provider
                        ? "another provider asked for the change, and the member's own word is on record. "
                        : "the member chose another. "
                )
                + "Tell the plan if that is a mistake."
            : null;

    private static async Task<Func<LetterLanguage, IEnumerable<(string Name, string? Value)>>> FactsAsync(
        RequestScope scope,
        LetterRow row,
        CancellationToken cancellation
    )
    {
        var decision = await FindAsync(scope, scope.Task.Focus, cancellation) as ClaimResponse;
        var claim = await FindAsync(scope, decision?.Request ?? scope.Task.Focus, cancellation) as Claim;
        var facts = new RequestLetterFacts(scope.Task, scope.Case.Rules, scope.Options.Clocks)
        {
            Decision = decision,
            Claim = claim,
            Clause = row.Clause,
        };
        var pcp = scope.Pcp is { } change
            ? (
                New: await NameAsync(scope, change.New, cancellation),
                Old: await NameAsync(scope, change.Old, cancellation),
                change.Start
            )
            : default;
        return language =>
            [
                .. facts.In(language),
                ("pcp.new", pcp.New),
                ("pcp.old", pcp.Old),
                ("pcp.start", scope.Pcp is null ? null : language.Day(pcp.Start)),
            ];
    }

    /// <summary>Whom a row means; null where there is nobody to tell, or who it is asked for it and knows.</summary>
    private static async Task<ResourceReference?> RecipientAsync(
        RequestScope scope,
        LetterRow row,
        CancellationToken cancellation
    ) =>
        row.To switch
        {
            "requester"
                when References.Read(scope.Task.Requester) is { Type: "Patient" or "RelatedPerson", Id: not null } =>
                (ResourceReference)scope.Task.Requester!.DeepCopy(),
            "new-pcp" => await OrganizationAsync(scope, scope.Pcp?.New, scope.Pcp?.Old, cancellation),
            "former-pcp" => await OrganizationAsync(scope, scope.Pcp?.Old, scope.Pcp?.New, cancellation),
            _ => new($"Patient/{scope.Member:D}"),
        };

    private static async Task<ResourceReference?> OrganizationAsync(
        RequestScope scope,
        Guid? role,
        Guid? other,
        CancellationToken cancellation
    ) =>
        await OrganizationOfAsync(scope, role, cancellation) is { } organization
        && organization != await OrganizationOfAsync(scope, other, cancellation)
        && !await Filer.IsAsync(scope, organization, cancellation)
            ? new($"Organization/{organization:D}")
            : null;

    private static async Task<Guid?> OrganizationOfAsync(
        RequestScope scope,
        Guid? role,
        CancellationToken cancellation
    ) =>
        role is { } id && (await scope.Facts.FindAsync(id, cancellation))?.Resource is PractitionerRole found
            ? References.IdOf(found.Organization, "Organization")
            : null;

    /// <summary>A provider as people call it: the practitioner, at the organization.</summary>
    private static async Task<string?> NameAsync(RequestScope scope, Guid? role, CancellationToken cancellation)
    {
        if (
            role is not { } id
            || (await scope.Facts.FindAsync(id, cancellation))?.Resource is not PractitionerRole found
        )
            return null;
        var person = await FindAsync(scope, found.Practitioner, cancellation) as Practitioner;
        var place = await FindAsync(scope, found.Organization, cancellation) as Organization;
        return Words.Join(", ", [Words.Of(person?.Name ?? []), place?.Name]);
    }

    private static async Task<Resource?> FindAsync(
        RequestScope scope,
        ResourceReference? reference,
        CancellationToken cancellation
    ) => References.Read(reference)?.Id is { } id ? (await scope.Facts.FindAsync(id, cancellation))?.Resource : null;
}
