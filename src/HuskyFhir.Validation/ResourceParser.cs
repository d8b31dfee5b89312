namespace HuskyFhir.Validation;

/// <summary>Strict parse of FHIR JSON.</summary>
public sealed class ResourceParser;
