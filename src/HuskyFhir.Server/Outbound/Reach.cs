namespace HuskyFhir.Server.Outbound;

/// <summary>Where a server that this one calls may stand.</summary>
public enum Reach
{
    /// <summary>At a public address, over https.</summary>
    Public,

    /// <summary>Also at an address of a private network, over https.</summary>
    Private,

    /// <summary>On this machine alone, over http or https.</summary>
    Loopback,
}
