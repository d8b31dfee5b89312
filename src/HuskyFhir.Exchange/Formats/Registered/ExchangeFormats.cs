using HuskyFhir.Exchange.Formats.Edi;
using HuskyFhir.Exchange.Formats.Fhir;

namespace HuskyFhir.Exchange.Formats.Registered;

/// <summary>The one table of formats.</summary>
public static class ExchangeFormats
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IExchangeFormat> All { get; } = [new FhirFormat(), new X12Format()];

    /// <summary>The format of a name, as in the configuration; null for none.</summary>
    public static IExchangeFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);
}
