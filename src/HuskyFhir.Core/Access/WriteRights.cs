namespace HuskyFhir.Core.Access;

/// <summary>Who may write something.</summary>
[Flags]
public enum Writers
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>The plan, and with it what the service does itself.</summary>
    Plan = 1,

    /// <summary>
    /// The provider organization that wrote the first version: a stored fact, whatever the content says.
    /// </summary>
    Author = 2,

    /// <summary>Each provider organization that may see the record.</summary>
    Provider = 4,

    /// <summary>The Department of Social Services, for what it hears.</summary>
    Agency = 8,
}

/// <summary>What a resource is, as far as it decides who may write it.</summary>
public enum WriteContent
{
    /// <summary>The plan's own record, and all that is nothing else here.</summary>
    Record,

    /// <summary>
    /// What decides who may see a member's record: each Consent that is not purely an advance directive.
    /// </summary>
    PrivacyDecision,

    /// <summary>An advance directive and nothing else.</summary>
    Directive,

    /// <summary>A notice of the plan, what it hands over, and what it puts beside a disputed record.</summary>
    PlanPaper,

    /// <summary>Any other document.</summary>
    Document,

    /// <summary>The bytes of a document.</summary>
    Bytes,

    /// <summary>What is asked of the plan.</summary>
    Request,
}

/// <summary>One row of the table: who may create, who may change, who may do no more than end.</summary>
/// <param name="Content">Of what.</param>
/// <param name="Type">FHIR type; empty for each that has no row of its own.</param>
/// <param name="Creates">Who may create it.</param>
/// <param name="Changes">Who may change it.</param>
public sealed record WriteRight(WriteContent Content, string Type, Writers Creates, Writers Changes)
{
    /// <summary>Who may set an active one to inactive, with nothing else changed.</summary>
    public Writers Ends { get; init; } = Writers.Plan;

    /// <summary>A stable code of the refusal.</summary>
    public string Rule { get; init; } = "policy";

    /// <summary>The refusal, with what may be done instead.</summary>
    public string Refusal { get; init; } = "This is the plan's to write.";
}

/// <summary>
/// The one statement of who may write what. The policy reads from it which types providers write at all; each write, on
/// whatever road it
/// came, is held to it with the stored version and the new one. Security labels are lowered by the plan alone, and
/// raised by everybody.
/// </summary>
public static class WriteRights
{
    private const Writers Plan = Writers.Plan;

    /// <summary>Who may take a security label off (42 CFR 2.31, 45 CFR 164.522(a)).</summary>
    public const Writers LowersLabels = Writers.Plan;

    /// <summary>The table.</summary>
    public static IReadOnlyList<WriteRight> All { get; } =
    [
        new(WriteContent.PrivacyDecision, "Consent", Plan, Plan)
        {
            Rule = "privacy-decision",
            Refusal =
                "Who may see a record is decided by the member or the plan (45 CFR 164.522(a), 42 CFR 2.31). "
                + "Send the paper that the member signed as a DocumentReference; the plan records the decision. Of "
                + "consents a provider writes those of the scope adr alone.",
        },
        new(WriteContent.Directive, "Consent", Plan | Writers.Provider, Plan | Writers.Author)
        {
            Ends = Plan | Writers.Provider,
            Rule = "not-author",
            Refusal =
                "Another recorded this directive. What the member revoked is set to inactive with nothing "
                + "else changed (CGS 19a-579a); what the member made anew is a Consent of its own.",
        },
        new(WriteContent.PlanPaper, "DocumentReference", Plan, Plan)
        {
            Rule = "plan-paper",
            Refusal =
                "Notices, what the plan hands over, and what stands beside a disputed record are the plan's "
                + "to write. Send a document of your own, without that category.",
        },
        new(WriteContent.Document, "DocumentReference", Plan | Writers.Provider, Plan | Writers.Author)
        {
            Rule = "not-author",
            Refusal =
                "Another wrote this document, and it stays as it is. Send one of your own, and say by "
                + "relatesTo what it adds to.",
        },
        new(WriteContent.Bytes, "Binary", Plan | Writers.Provider, Plan | Writers.Author)
        {
            Rule = "not-author",
            Refusal =
                "Another wrote these bytes, and they stay as they are. Send a file of your own, with a "
                + "document of your own.",
        },
        // whose it is, the engine of requests asks
        new(WriteContent.Request, "Task", Plan | Writers.Provider, Plan | Writers.Provider | Writers.Agency),
        new(WriteContent.Record, string.Empty, Plan, Plan),
    ];

    /// <summary>The row of a content.</summary>
    public static WriteRight Of(WriteContent content) => All.First(right => right.Content == content);

    /// <summary>Whether providers write anything of a type by this interaction; deletions are never theirs.</summary>
    public static bool OpenToProviders(Interaction interaction, string type) =>
        interaction switch
        {
            Interaction.Create => All.Any(right => right.Type == type && (right.Creates & Writers.Provider) != 0),
            Interaction.Update => All.Any(right =>
                right.Type == type && (right.Changes & (Writers.Author | Writers.Provider)) != 0
            ),
            _ => false,
        };

    /// <summary>Whether the agency writes anything of a type by this interaction: it moves what it hears.</summary>
    public static bool OpenToAgency(Interaction interaction, string type) =>
        interaction == Interaction.Update
        && All.Any(right => right.Type == type && (right.Changes & Writers.Agency) != 0);
}
