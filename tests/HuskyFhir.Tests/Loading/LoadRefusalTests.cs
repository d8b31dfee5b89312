namespace HuskyFhir.Tests.Loading;

/// <summary>What is refused, and whether the reason helps.</summary>
public sealed class LoadRefusalTests : LoadFolder
{
    [Fact]
    public async Task Reference_ToATypeNotHeldHere_IsRefusedAsSuch()
    {
        Write(
            "p.json",
            """{"resourceType":"Patient","id":"1","name":[{"family":"A"}],"managingOrganization":{"reference":"Endpoint/7"}}"""
        );
        var refusal = Assert.Single((await LoadAsync()).Refused);
        Assert.StartsWith(
            "Patient.managingOrganization: Endpoint/7: Endpoint is not a type that this service holds",
            refusal.Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Transaction_WithOneResourceTwice_IsRefusedAsSuch()
    {
        Write(
            "b.json",
            $$$"""{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{{{Patient("1", "A")}}},"request":{"method":"POST","url":"Patient"}},{"resource":{{{Patient("1", "B")}}},"request":{"method":"POST","url":"Patient"}}]}"""
        );
        var refusal = Assert.Single((await LoadAsync()).Refused);
        Assert.Contains("Patient local/Patient/1 is in it twice", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transaction_WithUrnThatNoEntryHas_IsRefusedAsSuch()
    {
        Write(
            "b.json",
            $$$"""{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{{{Patient("1", "A", "urn:uuid:00000000-0000-4000-8000-000000000001")}}},"request":{"method":"POST","url":"Patient"}}]}"""
        );
        var refusal = Assert.Single((await LoadAsync()).Refused);
        Assert.Contains("no entry of the same transaction has this fullUrl", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transaction_WhereOnlySomeEntriesHaveAFullUrl_ReferencesTheRightType()
    {
        Write(
            "b.json",
            $$$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
            {"resource":{"resourceType":"Organization","id":"o","name":"First"},"request":{"method":"POST","url":"Organization"}},
            {"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000001","resource":{{{Patient(
                "1",
                "A"
            )}}},"request":{"method":"POST","url":"Patient"}},
            {"resource":{{{Patient(
                "2",
                "B",
                "urn:uuid:00000000-0000-4000-8000-000000000001"
            )}}},"request":{"method":"POST","url":"Patient"}}]}
            """
        );
        var report = await LoadAsync();
        Assert.Empty(report.Refused);
        Assert.Contains(
            await BodiesAsync("Patient"),
            static body => body.Contains("\"reference\":\"Patient/", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Collection_WithOneUnfitEntry_LoadsTheOthers()
    {
        Write(
            "b.json",
            $$$"""{"resourceType":"Bundle","type":"collection","entry":[{"resource":{{{Patient("1", "A")}}}},{"resource":{"resourceType":"Appointment","id":"2","status":"booked","participant":[{"status":"accepted"}]}},{"resource":{{{Patient("3", "C", "Patient/1")}}}}]}"""
        );
        var report = await LoadAsync();
        Assert.Equal(2, report.Created);
        Assert.EndsWith("entry[1]", Assert.Single(report.Refused).Where, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_Many_AreCountedAndOnlyTheFirstKept()
    {
        Write("bad.ndjson", [.. Enumerable.Repeat("{", 10_100)]);
        var report = await LoadAsync();
        Assert.Equal((10_100, 10_000), (report.Refusals, report.Refused.Count));
    }
}
