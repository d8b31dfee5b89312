using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Rules;

/// <summary>An invariant of R4, written natively.</summary>
/// <param name="Key">R4's own key, such as <c>per-1</c>; also the detail code.</param>
/// <param name="Kind">Decides the severity.</param>
/// <param name="Text">What is wrong and how to mend it.</param>
/// <param name="Test">Whether it holds; it may throw on values that the parser has refused already.</param>
internal sealed record NativeInvariant(string Key, RuleKind Kind, string Text, Func<Base, bool> Test)
{
    public bool Holds(Base value)
    {
        try
        {
            return Test(value);
        }
        catch (Exception bad)
            when (bad
                    is Hl7.Fhir.Utility.CodedException
                        or InvalidOperationException
                        or FormatException
                        or InvalidCastException
            )
        {
            // A bad literal or code has been told by the parser; the SDK's properties throw on it.
            return true;
        }
    }
}
