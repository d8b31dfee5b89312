using Hl7.Fhir.Model;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Validation;

/// <summary>What a strict parse yields.</summary>
/// <param name="Resource">
/// The resource, or null when its syntax or structure is broken (the report's fault is then
/// <see cref="Core.Answers.FaultKind.Malformed"/>). It may be there beside issues of values, codes and missing
/// elements, so that a validator can add its own; store it only when the report is valid.
/// </param>
/// <param name="Report">Every issue of syntax, structure and primitive values.</param>
public sealed record ParsedResource(Resource? Resource, ValidationReport Report);
