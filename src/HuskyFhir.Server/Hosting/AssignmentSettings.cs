using System.ComponentModel.DataAnnotations;
using HuskyFhir.Plan.PcpAssignments;

namespace HuskyFhir.Server.Hosting;

/// <summary>Section <c>Assignments</c>: changes of the primary care provider.</summary>
public sealed class AssignmentSettings
{
    /// <summary>
    /// Whether a change that is asked for waits for the plan to accept it; <c>false</c> by default: one that meets the
    /// rules is done at once.
    /// </summary>
    public bool Review { get; set; }

    /// <summary>How many days ahead a change may be asked for, 0 to 730; 90 by default.</summary>
    [Range(0, 730)]
    public int MostDaysAhead { get; set; } = 90;

    /// <summary>
    /// NUCC specialties of primary care, separated by spaces; by default those of family, internal, general and
    /// paediatric medicine, geriatrics, nurse practitioners and physician assistants in primary care.
    /// </summary>
    public string Specialties { get; set; } = string.Empty;

    /// <summary>As the family takes it.</summary>
    internal AssignmentOptions Options =>
        new()
        {
            Review = Review,
            MostDaysAhead = MostDaysAhead,
            Specialties = Specialties.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } given
                ? given
                : AssignmentOptions.Default.Specialties,
        };
}
