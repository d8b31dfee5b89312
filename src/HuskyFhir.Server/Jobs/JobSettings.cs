using System.ComponentModel.DataAnnotations;

namespace HuskyFhir.Server.Jobs;

/// <summary>Section <c>Jobs</c>: work that the clock asks for.</summary>
public sealed class JobSettings
{
    /// <summary>
    /// Whether this instance runs jobs; <c>true</c> by default. Where it is <c>false</c>, another instance or the
    /// command <c>jobs run</c> must.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Jobs that run at once, 1 to 16; 1 by default.</summary>
    [Range(1, 16)]
    public int Workers { get; set; } = 1;

    /// <summary>
    /// Whether the dashboard of the jobs is shown at <c>/jobs</c>, to look and not to change; <c>false</c> by default.
    /// It is for the plan's clients whose token has the scope <c>system/jobs.r</c>.
    /// </summary>
    public bool Dashboard { get; set; }
}
