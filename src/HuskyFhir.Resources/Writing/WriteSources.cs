using HuskyFhir.Core.Access;

namespace HuskyFhir.Resources.Writing;

/// <summary>Whose word a write is.</summary>
internal static class WriteSources
{
    /// <summary>Of a write that was asked for.</summary>
    public static FactSource Of(WriteUnit unit, WriteStep step)
    {
        if (unit.Source is { } given)
            return given;
        if (unit.FromPartner is not null)
            return FactSource.Dss;
        if (unit.IsLoad)
            return FactSource.Load;
        return step.Write.Ask.Grant.Caller.Kind switch
        {
            CallerKind.Provider => FactSource.Provider,
            CallerKind.Agency => FactSource.Dss,
            _ => IsOfMember(unit) ? FactSource.Member : FactSource.Plan,
        };
    }

    /// <summary>
    /// Of a write that another one brought: a granted request is the member's word; what follows from a file is the
    /// service's.
    /// </summary>
    public static FactSource Following(WriteUnit unit, WriteStep cause) =>
        unit.IsLoad ? FactSource.Service
        : cause.Write.Ask.Type.Name == "Task" ? FactSource.Member
        : cause.Source;

    /// <summary>
    /// Whether the plan writes down what the member, or who speaks for the member, told it: the author in the client's
    /// own Provenance.
    /// </summary>
    private static bool IsOfMember(WriteUnit unit) =>
        unit.Origin?.Given?.Agent.Exists(static agent =>
            agent.Type?.Coding.Exists(static coding => coding.Code is "author" or "informant") == true
            && HuskyFhir.Resources.Types.References.Read(agent.Who) is { Type: "Patient" or "RelatedPerson" }
        ) == true;
}
