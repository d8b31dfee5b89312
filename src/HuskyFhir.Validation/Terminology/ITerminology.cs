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

/// <summary>The seam for terminology: value sets that are loaded, or a server that knows more. Implementations are thread-safe.</summary>
public interface ITerminology
{
    /// <summary>Looks a code up.</summary>
    /// <param name="valueSet">Canonical URL, with <c>|version</c> where one is meant.</param>
    /// <param name="system">The code's system; null for the bare code of an element whose value set decides the system.</param>
    /// <param name="code">The code.</param>
    Membership Find(string valueSet, string? system, string code);
}
