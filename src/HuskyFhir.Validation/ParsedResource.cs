using Hl7.Fhir.Model;

namespace HuskyFhir.Validation;

/// <summary>What a strict parse yields.</summary>
/// <param name="Resource">The resource, or null when the body could not be read at all. Use it only when the report is valid.</param>
/// <param name="Report">Every issue of syntax, structure and primitive values.</param>
public sealed record ParsedResource(Resource? Resource, ValidationReport Report);
