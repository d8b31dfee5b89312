using System.ComponentModel.DataAnnotations;
using HuskyFhir.Exchange.Enrolling.Merging;
using HuskyFhir.Exchange.Runs;
using HuskyFhir.Server.Configuration;
using HuskyFhir.X12.Enrolment;

namespace HuskyFhir.Server.Partners.Declared;

/// <summary>Section <c>Partners:NAME:Enrolment</c>: enrolment files (834) that a partner sends.</summary>
public sealed class EnrolmentSettings
{
    /// <summary>The box in which its files lie; <c>enrolment</c> by default.</summary>
    [Required]
    public string Inbox { get; set; } = "enrolment";

    /// <summary>The box of our answers (TA1 and 999); <c>enrolment-answers</c> by default.</summary>
    [Required]
    public string Outbox { get; set; } = "enrolment-answers";

    /// <summary>
    /// Whether sender and receiver of a file (ISA05 to ISA08) must be the partner and the plan of the settings;
    /// <c>true</c> by default.
    /// </summary>
    public bool CheckParties { get; set; } = true;

    /// <summary>
    /// Whether every departure from the guide refuses its member; <c>false</c> by default: then only what is missing or
    /// unreadable does.
    /// </summary>
    public bool Strict { get; set; }

    /// <summary>
    /// What the partner calls the programmes, besides HUSKY A to D in any writing: <c>Programmes:NAME=HUSKY-A</c>.
    /// </summary>
    public Dictionary<string, string> Programmes { get; set; } = [];

    /// <summary>The programme of a coverage that names none; none by default: such a member is rejected.</summary>
    public string? OtherProgramme { get; set; }

    /// <summary>The key of the organisation that pays; <c>CT-DSS</c> by default.</summary>
    [Required]
    public string Payor { get; set; } = "CT-DSS";

    /// <summary>
    /// How our 999 speaks of members whom the plan refused by a rule of its own, such as an unknown programme:
    /// <c>errors</c> (default; their set is IK5 E), <c>sets</c> (IK5 R, and yet the others stay loaded), or
    /// <c>none</c>.
    /// </summary>
    [RegularExpression("^(errors|sets|none)$", ErrorMessage = "BusinessRejects takes errors, sets or none.")]
    public string BusinessRejects { get; set; } = "errors";

    /// <summary>
    /// Whether a CSV file with each refused member and the reason is put beside the 999; <c>true</c> by default.
    /// </summary>
    public bool RejectFile { get; set; } = true;

    /// <summary>
    /// Whether the coverage of members who are missing in a full file is ended; <c>false</c> by default: they are
    /// listed.
    /// </summary>
    public bool EndMissing { get; set; }

    /// <summary>
    /// With more than so many per cent of the covered members missing, nobody is ended; 0 to 100, 2 by default.
    /// </summary>
    [Range(0, 100)]
    public decimal MostMissingPercent { get; set; } = 2;

    /// <summary>As the enroller takes it.</summary>
    internal EnrolmentOptions Options(Partner partner) =>
        new(partner.Name)
        {
            Sender = CheckParties ? new(partner.Receiver.Qualifier, partner.Receiver.Id) : null,
            Receiver = CheckParties ? new(partner.Sender.Qualifier, partner.Sender.Id) : null,
            IsTest = partner.IsTest,
            Strictness = Strict ? Strictness.Strict : Strictness.Tolerant,
            Programmes = Programmes,
            OtherProgramme = OtherProgramme,
            Payor = Payor,
            Rejects = Enum.Parse<BusinessRejects>(BusinessRejects, ignoreCase: true),
            RejectFile = RejectFile,
            EndMissing = EndMissing,
            MostMissingPercent = MostMissingPercent,
        };

    /// <summary>Throws where a value cannot be used.</summary>
    /// <exception cref="SettingsException">Which, and what it takes.</exception>
    internal void Check(string where)
    {
        var problems = new List<ValidationResult>();
        if (!Validator.TryValidateObject(this, new(this), problems, validateAllProperties: true))
            throw new SettingsException(
                $"{where}: {string.Join(" ", problems.Select(static problem => problem.ErrorMessage))}"
            );
        foreach (var programme in Programmes.Values.Append(OtherProgramme).OfType<string>())
            if (programme is not ("HUSKY-A" or "HUSKY-B" or "HUSKY-C" or "HUSKY-D"))
                throw new SettingsException(
                    $"{where}: '{programme}' is no programme; write HUSKY-A, HUSKY-B, HUSKY-C or HUSKY-D."
                );
    }
}
