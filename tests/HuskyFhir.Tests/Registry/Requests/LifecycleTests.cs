using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Plan.Requests.Moves;

namespace HuskyFhir.Tests.Registry.Requests;

/// <summary>
/// The state machine of every kind against a model that was written by hand, walked at random and walked through in
/// full.
/// </summary>
public sealed class LifecycleTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Start = new(2026, 10, 1, 12, 0, 0, TimeSpan.FromHours(-4));
    private static readonly DeadlineRules ManagedCare = new(
        new() { ManagedCare = [.. HuskyProgrammes.All.Select(HuskyProgrammes.Code)] }
    );
    private static readonly LifecycleModel Model = LifecycleModel.Written;
    private static readonly RequestTransition[] EveryMove = Enum.GetValues<RequestTransition>();
    private static readonly Actors[] EveryActor =
    [
        Actors.Member,
        Actors.Provider,
        Actors.Staff,
        Actors.Agency,
        Actors.System,
    ];

    public static TheoryData<RequestKind> Kinds => [.. Enum.GetValues<RequestKind>()];

    [Fact]
    public void Model_KnowsEveryKind() =>
        Assert.Equal(
            KindTable.All.Select(static rules => rules.Code).Order(StringComparer.Ordinal),
            Model.Kinds.Order(StringComparer.Ordinal)
        );

    /// <summary>The declared moves are the model's, no more and no fewer, and none is ambiguous.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Transitions_OfAKind_AreTheModels(RequestKind kind)
    {
        var rules = KindTable.Of(kind);
        var edges = rules
            .Transitions.SelectMany(each => each.From.Select(from => (From: from, each.Move, each.To)))
            .ToList();
        Assert.Equal(edges.Count, edges.Select(static edge => (edge.From, edge.Move)).Distinct().Count());
        Assert.All(
            edges,
            edge =>
                Assert.True(
                    Model.Allows(rules.Code, LifecycleModel.Name(edge.From), edge.Move, LifecycleModel.Name(edge.To)),
                    $"{rules.Code}: {edge}"
                )
        );
        Assert.Equal(Model.CountOf(rules.Code), edges.Count);
    }

    /// <summary>
    /// From every state that can be reached an end can be reached, every declared state can be reached, and from an end
    /// nothing can.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void States_OfAKind_CanBeReachedAndEnd(RequestKind kind)
    {
        var rules = KindTable.Of(kind);
        var reached = Reached(rules, rules.Filed);
        if (rules.ProviderNeedsAuthorization)
            reached.Add(rules.Waits);
        Assert.Equal(rules.AllStates.ToHashSet(), reached);
        Assert.All(
            reached,
            state =>
                Assert.True(Reached(rules, state).Any(static each => each.Ended), $"{rules.Code} {state} never ends")
        );
        Assert.DoesNotContain(rules.Transitions, static each => each.From.Any(static from => from.Ended));
    }

    /// <summary>
    /// Random moves by random people with random facts: what is accepted is in the model, what is refused changes
    /// nothing, what has ended stays.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Walk_AtRandom_NeverLeavesTheModel(RequestKind kind)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"{kind}, seed {seed}");
        var chance = new Random(seed);
        for (var walk = 0; walk < 300; walk++)
        {
            var now = Filed(kind, chance);
            for (var step = 0; step < 25; step++)
                now = Step(now, chance, Start.AddHours(step), $"{kind}, seed {seed}, walk {walk}, step {step}");
        }
    }

    /// <summary>Whoever may, with all that is asked for, is not refused: the model is not only a limit.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Move_WithAllThatIsAskedFor_IsMade(RequestKind kind)
    {
        var rules = KindTable.Of(kind);
        foreach (var transition in rules.Transitions)
        {
            foreach (var from in transition.From)
            {
                foreach (var actor in EveryActor)
                {
                    var now = new RequestCase(kind, from, Lawful(rules, transition.Move))
                    {
                        FiledBy = Actors.Provider,
                        AwaitsAuthorization = transition.Move == RequestTransition.ReceiveAuthorization,
                    };
                    var moved = RequestMoves.Apply(ManagedCare, now, Willing(rules, transition, actor));
                    if ((transition.By & actor) == Actors.None)
                    {
                        Assert.Equal(
                            (FaultKind.Forbidden, "role-not-allowed"),
                            (moved.Fault!.Kind, moved.Fault.Issues[0].Detail)
                        );
                        continue;
                    }

                    Assert.True(
                        moved.Fault is null,
                        $"{rules.Code} {transition.Move} from {from} by {actor}: {moved.Fault?.Summary}"
                    );
                    Assert.Equal(transition.To, moved.Value.Case.State);
                    Assert.Equal(transition.To.Ended, moved.Value.Due is null);
                }
            }
        }
    }

    private static RequestCase Step(RequestCase now, Random chance, DateTimeOffset at, string told)
    {
        var before = (now.Kind, now.State, now.Clock, now.AwaitsAuthorization);
        var rules = now.Rules;
        var move = EveryMove[chance.Next(EveryMove.Length)];
        var transition = rules.Transitions.FirstOrDefault(each => each.Move == move);
        var ask = (
            chance.Next(4) == 0 || transition is null
                ? new Moving(move, EveryActor[chance.Next(EveryActor.Length)], at)
                : Willing(rules, transition, EveryActor[chance.Next(EveryActor.Length)])
        ) with
        {
            At = at,
        };
        var answer = RequestMoves.Apply(DeadlineRules.Default, now, ask);
        var expected = Model.Next(now, move);
        if (answer.Try(out var moved, out var fault))
        {
            Assert.True(
                expected == LifecycleModel.Name(moved.Case),
                $"{told}: {move} led to {moved.Case.State}, the model says {expected}"
            );
            Assert.False(now.State.Ended, told);
            Assert.Contains(moved.Case.State, KindTable.Of(moved.Case.Kind).AllStates);
            return moved.Case;
        }

        Assert.True(fault.Kind is FaultKind.Conflict or FaultKind.Forbidden or FaultKind.Unprocessable, told);
        Assert.True(
            expected is not null || fault.Kind != FaultKind.Forbidden,
            $"{told}: {move} is refused for the role where the state forbids it"
        );
        Assert.All(fault.Issues, issue => Assert.False(string.IsNullOrEmpty(issue.Detail)));
        Assert.Equal(before, (now.Kind, now.State, now.Clock, now.AwaitsAuthorization));
        return now;
    }

    private static RequestCase Filed(RequestKind kind, Random chance)
    {
        var rules = KindTable.Of(kind);
        var waits = rules.ProviderNeedsAuthorization && chance.Next(3) == 0;
        return new(
            kind,
            waits ? States.Awaiting : rules.Filed,
            new(rules.Programmes[chance.Next(rules.Programmes.Count)]) { Received = Start }
        )
        {
            AwaitsAuthorization = waits,
            FiledBy = EveryActor[chance.Next(EveryActor.Length)],
            Affirmed = chance.Next(2) == 0 ? ["self-pay", "endangerment"] : [],
        };
    }

    private static Moving Willing(KindRules rules, Transition transition, Actors actor) =>
        new(transition.Move, actor, Start)
        {
            Reason = rules.Grounds.Count > 0 ? rules.Grounds[0] : "a reason",
            Outputs = [.. transition.Outputs.Select(static any => any[^1])],
            ExtensionDays = 7,
            RequesterAgrees = true,
            Hearing = Start.AddDays(20),
        };

    /// <summary>
    /// Facts that make any move lawful: an external review is extended only where it is expedited, and only what is
    /// late is refused as untimely.
    /// </summary>
    private static ClockFacts Lawful(KindRules rules, RequestTransition move)
    {
        var facts = new ClockFacts(rules.Programmes[0])
        {
            Received = Start.AddDays(-1),
            Expedited = rules.Kind == RequestKind.ExternalReview,
        };
        return move == RequestTransition.RefuseUntimely ? facts with { NoticeDate = new(2026, 5, 1) } : facts;
    }

    private static HashSet<RequestState> Reached(KindRules rules, RequestState from)
    {
        var reached = new HashSet<RequestState> { from };
        while (rules.Transitions.Where(each => each.From.Any(reached.Contains)).Any(each => reached.Add(each.To))) { }

        return reached;
    }
}
