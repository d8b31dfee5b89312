namespace HuskyFhir.Server.Terminology;

/// <summary>Where a terminology server may stand.</summary>
public enum TerminologyReach
{
    /// <summary>At a public address, over https.</summary>
    Public,

    /// <summary>Also at an address of a private network, over https.</summary>
    Private,

    /// <summary>On this machine alone, over http or https.</summary>
    Loopback,
}
