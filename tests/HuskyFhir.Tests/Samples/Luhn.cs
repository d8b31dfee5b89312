namespace HuskyFhir.Tests.Samples;

/// <summary>The check of 45 CFR 162.406, written apart from the code under test.</summary>
internal static class Luhn
{
    internal static bool Holds(string npi) =>
        npi.Length == 10 && ("80840" + npi).Reverse().Select(static (c, i) => Weigh(c - '0', i)).Sum() % 10 == 0;

    private static int Weigh(int digit, int fromRight) =>
        fromRight % 2 == 0 ? digit
        : digit < 5 ? digit * 2
        : (digit * 2) - 9;
}
