using Hl7.Fhir.Model;

namespace HuskyFhir.Tests.Samples;

/// <summary>One sample file, with what the strict parser had to say of it.</summary>
internal sealed record SampleBundle(string File, Bundle Bundle, IReadOnlyList<string> Issues);
