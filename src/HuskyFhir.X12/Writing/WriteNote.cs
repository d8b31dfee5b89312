namespace HuskyFhir.X12.Writing;

/// <summary>What had to be done to a value so that it could be written.</summary>
public enum WriteChange
{
    /// <summary>Letters with marks were written without them.</summary>
    Transliterated,

    /// <summary>Characters that the file cannot hold, and that are no letters, were replaced by spaces.</summary>
    Replaced,

    /// <summary>A name or a line of text was cut to its greatest length.</summary>
    Shortened,

    /// <summary>A letter has no likeness in the character set: the value cannot be written.</summary>
    Lost,
}

/// <summary>A value that does not stand in the file as it was given; the text itself is not repeated.</summary>
/// <param name="Change">What was done.</param>
/// <param name="Segment">Segment identifier.</param>
/// <param name="Element">Element, from 1.</param>
public readonly record struct WriteNote(WriteChange Change, string Segment, int Element);
