using HuskyFhir.Exchange.Formats;
using HuskyFhir.Exchange.Runs;

namespace HuskyFhir.Tests.Runs;

/// <summary>Stored longer than a release: each form is pinned to the byte.</summary>
public sealed class PlaceListTests
{
    private const string FormOne =
        "01" + "01" + "0430303031" + "0199A000000070008001000000000001" + "00000000" + "00000005" + "0000000E";

    private const string FormTwo =
        "02"
        + "01"
        + "0430303031"
        + "0199A000000070008001000000000001"
        + "00000000"
        + "00000005"
        + "0000000E"
        + "0000000000000007";

    private static readonly PlacedMember Member = new(new("0199a000-0000-7000-8001-000000000001"), "0001", 5, 14);

    [Fact]
    public void Places_AreWrittenInFormTwo() =>
        Assert.Equal(FormTwo, Convert.ToHexString(PlaceList.Write([Member with { Key = 7 }])));

    [Fact]
    public void Places_OfEachForm_AreRead()
    {
        Assert.Equal([Member with { Key = 7 }], PlaceList.Read(Convert.FromHexString(FormTwo)));
        Assert.Equal([Member], PlaceList.Read(Convert.FromHexString(FormOne)));
        Assert.Throws<InvalidDataException>(() => PlaceList.Read(Convert.FromHexString("03")));
    }

    [Fact]
    public void Key_OfANumber_IsThatOfItsCapitalsWithoutSpaces()
    {
        Assert.Equal(MemberKey.Of("CT90000001"), MemberKey.Of(" ct90000001 "));
        Assert.NotEqual(MemberKey.Of("CT90000001"), MemberKey.Of("CT90000002"));
    }
}
