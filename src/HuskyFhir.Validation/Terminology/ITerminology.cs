namespace HuskyFhir.Validation.Terminology;

/// <summary>Whether a code is in a value set.</summary>
public enum Membership
{
    /// <summary>It is in.</summary>
    In,

    /// <summary>It is not in.</summary>
    Out,

    /// <summary>Nobody here can tell: the value set, or the code's system, is not loaded.</summary>
    Unknown,
}

/// <summary>
/// The seam for terminology: value sets that are loaded, or a server that knows more. Implementations are thread-safe.
/// </summary>
public interface ITerminology
{
    /// <summary>Looks a code up.</summary>
    /// <param name="valueSet">Canonical URL, with <c>|version</c> where one is meant.</param>
    /// <param name="system">The code's system; null for the bare code of an element whose value set decides the
    /// system.</param>
    /// <param name="code">The code.</param>
    /// <param name="time">What this validation may still wait; an implementation that waits takes it from
    /// there.</param>
    Lookup Find(string valueSet, string? system, string code, LookupTime time);

    /// <summary>Whether a system has a code; unknown where the system is not loaded whole. Never waits.</summary>
    /// <param name="system">The code system.</param>
    /// <param name="code">The code.</param>
    Membership InSystem(string system, string code);

    /// <summary>The codes of a small value set as a sentence for a message; otherwise empty.</summary>
    string Listed(string valueSet);
}
