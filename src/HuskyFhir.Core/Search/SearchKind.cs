namespace HuskyFhir.Core.Search;

/// <summary>The kinds of search parameter (R4 section 3.1.1.4) that the service offers; each is written once.</summary>
public enum SearchKind
{
    /// <summary>Starts-with, without case and accents.</summary>
    String,

    /// <summary>System and code.</summary>
    Token,

    /// <summary>Date, dateTime, instant or Period, compared as intervals.</summary>
    Date,

    /// <summary>Another resource.</summary>
    Reference,

    /// <summary>Number with a unit.</summary>
    Quantity,

    /// <summary>An address or canonical, compared exactly.</summary>
    Uri,

    /// <summary>Several of the above, each of which must hold of the same element.</summary>
    Composite,
}

/// <summary>What the elements of a token parameter are; decides which modifiers make sense.</summary>
public enum TokenForm
{
    /// <summary>Coding or CodeableConcept: has a text, and may be looked for by value set or hierarchy.</summary>
    Concept,

    /// <summary>code: its system is fixed by the element, and has no hierarchy.</summary>
    Code,

    /// <summary>Identifier: has a type.</summary>
    Identifier,

    /// <summary>boolean, ContactPoint or id: a bare value.</summary>
    Plain,
}
