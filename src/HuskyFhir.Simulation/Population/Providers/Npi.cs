namespace HuskyFhir.Simulation.Population.Providers;

/// <summary>
/// National provider identifiers that pass the check of 45 CFR 162.406 and begin with 2: none of those has been
/// assigned to anyone, whereas each number that begins with 1 may be somebody's.
/// </summary>
internal static class Npi
{
    public static string Organization(int index) => WithCheckDigit(200_000_000 + index);

    public static string Practitioner(int index) => WithCheckDigit(210_000_000 + index);

    private static string WithCheckDigit(int body)
    {
        // 24 is what the prefix 80840 adds to the sum.
        var sum = 24;
        for (var (rest, doubled) = (body, true); rest > 0; rest /= 10, doubled = !doubled)
        {
            var digit = rest % 10;
            sum +=
                !doubled ? digit
                : digit < 5 ? digit * 2
                : (digit * 2) - 9;
        }

        return $"{body}{(10 - (sum % 10)) % 10}";
    }
}
