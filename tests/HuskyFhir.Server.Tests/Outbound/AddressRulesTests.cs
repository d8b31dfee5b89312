using System.Net;
using HuskyFhir.Server.Outbound;

namespace HuskyFhir.Server.Tests.Outbound;

public sealed class AddressRulesTests
{
    [Theory]
    [InlineData("8.8.8.8", true, true)]
    [InlineData("172.32.0.1", true, true)]
    [InlineData("2606:4700::1", true, true)]
    [InlineData("10.1.2.3", false, true)]
    [InlineData("172.16.0.1", false, true)]
    [InlineData("192.168.1.1", false, true)]
    [InlineData("fd00::1", false, true)]
    [InlineData("::ffff:10.0.0.1", false, true)]
    [InlineData("127.0.0.1", false, false)]
    [InlineData("127.8.8.8", false, false)]
    [InlineData("::1", false, false)]
    [InlineData("::ffff:127.0.0.1", false, false)]
    [InlineData("169.254.169.254", false, false)]
    [InlineData("::ffff:169.254.169.254", false, false)]
    [InlineData("fe80::1", false, false)]
    [InlineData("0.0.0.0", false, false)]
    [InlineData("::", false, false)]
    [InlineData("100.64.0.1", false, false)]
    [InlineData("224.0.0.1", false, false)]
    [InlineData("255.255.255.255", false, false)]
    [InlineData("ff02::1", false, false)]
    [InlineData("64:ff9b::7f00:1", false, false)]
    [InlineData("2002:7f00:1::", false, false)]
    [InlineData("::127.0.0.1", false, false)]
    public void Address_OfEachRange_IsCalledOnlyWhereAllowed(string address, bool publicly, bool privately)
    {
        var parsed = IPAddress.Parse(address);

        Assert.Equal(publicly, AddressRules.Allows(Reach.Public, parsed));
        Assert.Equal(privately, AddressRules.Allows(Reach.Private, parsed));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("8.8.8.8", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    public void Loopback_MeansThisMachineAlone(string address, bool allowed) =>
        Assert.Equal(allowed, AddressRules.Allows(Reach.Loopback, IPAddress.Parse(address)));
}
