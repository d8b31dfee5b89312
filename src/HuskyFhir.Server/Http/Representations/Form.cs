namespace HuskyFhir.Server.Http.Representations;

/// <summary>The forms in which the service answers.</summary>
internal enum Form
{
    /// <summary>FHIR JSON: what is stored.</summary>
    Json,

    /// <summary>FHIR XML.</summary>
    Xml,

    /// <summary>A page for people.</summary>
    Html,

    /// <summary>A table of commas, where an operation has one.</summary>
    Csv,
}
