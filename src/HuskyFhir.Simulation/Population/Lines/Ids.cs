using System.Security.Cryptography;
using System.Text;
using HuskyFhir.Simulation.Population.Households;

namespace HuskyFhir.Simulation.Population.Lines;

/// <summary>Logical ids and business keys, from a member's number in the population (from 1).</summary>
internal static class Ids
{
    /// <summary>The department that pays every coverage; the same business key as in the sample bundles.</summary>
    public const string Payor = "o-dss";

    public static string Member(long number) => $"m-{number:D7}";

    public static string MemberReference(long number) => $"Patient/m-{number:D7}";

    public static string ClientId(long number) => $"CT{10_000_000 + number}";

    public static string Clinic(int index) => $"o-{index:D4}";

    public static string Practitioner(int index) => $"p-{index:D5}";

    /// <summary>The newest coverage has no suffix; the one before it ends in -1.</summary>
    public static string MemberNumber(long number, Programme programme, int before) =>
        before == 0 ? $"{programme}{10_000_000 + number}" : $"{programme}{10_000_000 + number}-{before}";

    /// <summary>
    /// A number that tells nothing of whom it is about: what is numbered is seen by others than who may know the
    /// member's own numbers.
    /// </summary>
    public static string Opaque(string of) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(of)).AsSpan(0, 8));
}
