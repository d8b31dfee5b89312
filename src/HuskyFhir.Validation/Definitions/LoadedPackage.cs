namespace HuskyFhir.Validation.Definitions;

/// <summary>A FHIR package in use.</summary>
/// <param name="Name">Such as <c>hl7.fhir.us.core</c>.</param>
/// <param name="Version">Such as <c>6.1.0</c>.</param>
/// <param name="Source">Where it was loaded from.</param>
/// <param name="Definitions">How many profiles, extensions, value sets and code systems it holds.</param>
/// <param name="Dependencies">What it builds on, as <c>name#version</c>.</param>
public sealed record LoadedPackage(
    string Name,
    string Version,
    string Source,
    int Definitions,
    IReadOnlyList<string> Dependencies
);
