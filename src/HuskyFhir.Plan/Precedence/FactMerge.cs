using System.Text.Json.Nodes;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Plan.Precedence;

/// <summary>An older version, or the current one, with who wrote it.</summary>
/// <param name="Source">Who wrote it.</param>
/// <param name="Body">What it says.</param>
internal sealed record FactVersion(FactSource Source, JsonObject Body);

/// <summary>A fact that stands though it was said otherwise.</summary>
/// <param name="Fact">Its name.</param>
/// <param name="Stands">Who said what stands.</param>
/// <param name="Offered">What was said otherwise, as an object of its elements, where the plan is to be asked; null
/// where it stands without a question.</param>
internal sealed record FactFinding(string Fact, FactSource Stands, JsonObject? Offered);

/// <summary>
/// Lays what a source says of a resource over what stands, fact by fact, by <see cref="SourcePrecedence"/>. Pure. Who
/// said what stands is the one who wrote the first of the latest versions that say it.
/// </summary>
/// <param name="type">FHIR type.</param>
/// <param name="says">Who says it.</param>
/// <param name="versions">What is stored, the current version first, then the earlier ones.</param>
internal sealed class FactMerge(string type, FactSource says, IReadOnlyList<FactVersion> versions)
{
    private readonly JsonObject stands = versions[0].Body;
    private readonly List<FactFinding> kept = [];

    /// <summary>Changes what is said into what is to be stored; answers what stands otherwise.</summary>
    public IReadOnlyList<FactFinding> Merge(JsonObject said)
    {
        foreach (var fact in FactList.Of(type, said, stands).ToList())
            Merge(fact, said);
        if (
            SourcePrecedence.Rule(FactKind.SecurityLabel, says, FactSource.None) == Ruling.Joins
            && FactLabels.Join(said, stands)
        )
            kept.Add(new(FactLabels.Name, versions[0].Source, null));
        if (ProtectedContacts.TakeOut(said, stands))
            kept.Add(new("confidential-contact", versions[0].Source, null));
        // A narrative of the file would tell what was not taken over.
        if (kept.Count > 0)
            said.Remove("text");
        return kept;
    }

    /// <summary>Who said what stands.</summary>
    public FactSource Origin(Fact fact)
    {
        var (value, at) = (fact.Value(stands), 0);
        while (at + 1 < versions.Count && fact.Value(versions[at + 1].Body).SequenceEqual(value))
            at++;
        // That nothing was said from the beginning is no statement; that something was taken out is one.
        return value.Count == 0 && at + 1 == versions.Count ? FactSource.None : versions[at].Source;
    }

    /// <summary>Whether an earlier version said this already.</summary>
    public bool Was(Fact fact, JsonObject said) => versions.Skip(1).Any(version => fact.WasIn(version.Body, said));

    private void Merge(Fact fact, JsonObject said)
    {
        var (now, then) = (fact.Value(said), fact.Value(stands));
        if (now.SequenceEqual(then))
            return;
        var origin = Origin(fact);
        var isSilent = now.Count == 0;
        switch (SourcePrecedence.Rule(fact.Kind, says, origin))
        {
            case Ruling.Conflicts when says == FactSource.Load:
                // Told before it is overwritten.
                kept.Add(new(fact.Name, origin, isSilent || Was(fact, said) ? null : fact.Alone(said)));
                fact.Put(said, stands);
                break;
            case Ruling.Keeps when says == FactSource.Load || fact.Kind == FactKind.ConfidentialContact:
            case Ruling.Takes
                when isSilent
                    && fact.Kind == FactKind.ConfidentialContact
                    && says != FactSource.Plan
                    && says != FactSource.Member:
                kept.Add(new(fact.Name, origin, null));
                fact.Put(said, stands);
                break;
            default:
                // What depends on a file's day or on an acknowledgment was decided by who read the file.
                break;
        }
    }
}
