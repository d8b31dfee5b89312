using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Terms;

namespace HuskyFhir.Plan.ProviderDirectory;

/// <summary>
/// A National Provider Identifier has ten digits, the first 1 or 2, and the last is a check digit by Luhn's formula
/// over the number with 80840 before it (45 CFR 162.406; ISO/IEC 7812). Fault: 422 on the identifier.
/// </summary>
public static class NpiRule
{
    /// <summary>What 80840 adds to Luhn's sum.</summary>
    private const int PrefixSum = 24;

    /// <summary>What is wrong with a resource's NPIs.</summary>
    internal static IEnumerable<Issue> Check(List<Identifier> identifiers, string root)
    {
        for (var at = 0; at < identifiers.Count; at++)
            if (identifiers[at].System == Systems.Npi && !IsValid(identifiers[at].Value))
                yield return Issue.Error(
                    OperationOutcome.IssueType.BusinessRule,
                    "This is not an NPI: it takes ten digits beginning with 1 or 2, the last of them a check digit over 80840 and the first nine.",
                    $"{root}.identifier[{at}].value",
                    "npi"
                );
    }

    /// <summary>Whether it is an NPI.</summary>
    public static bool IsValid(string? npi)
    {
        if (npi is not { Length: 10 } || npi[0] is not ('1' or '2') || !npi.All(char.IsAsciiDigit))
            return false;
        var sum = PrefixSum;
        for (var at = 0; at < 10; at++)
        {
            var digit = npi[9 - at] - '0';
            sum +=
                at % 2 == 0 ? digit
                : digit < 5 ? digit * 2
                : (digit * 2) - 9;
        }

        return sum % 10 == 0;
    }
}
