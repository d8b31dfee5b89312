using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;

namespace HuskyFhir.Plan.Notices;

/// <summary>What a Communication is: a notice of the plan, or one of these.</summary>
public static class MessageKinds
{
    /// <summary>Categories of messages about corrections (Patient Corrections 1.0).</summary>
    public const string Corrections =
        "http://hl7.org/fhir/uv/patient-corrections/CodeSystem/PatientCorrectionCommunicationTypes";

    /// <summary>Our own categories that make it no notice.</summary>
    public const string System = Systems.Base + "/CodeSystem/husky-communication-kind";

    /// <summary>What was disclosed outside this service, such as by letter or telephone (45 CFR 164.528).</summary>
    public const string OutsideDisclosure = "outside-disclosure";

    /// <summary>Whether it is part of the thread of a correction.</summary>
    public static bool IsOfCorrection(Communication message) => Has(message, Corrections, null);

    /// <summary>Whether it records a disclosure outside this service.</summary>
    public static bool IsDisclosure(Communication message) => Has(message, System, OutsideDisclosure);

    private static bool Has(Communication message, string system, string? code) =>
        message.Category.Exists(category =>
            category.Coding.Exists(coding => coding.System == system && (code is null || coding.Code == code))
        );
}
