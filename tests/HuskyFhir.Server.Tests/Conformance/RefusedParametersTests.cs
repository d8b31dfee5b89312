using System.Net;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Conformance;

/// <summary>A service that is set to refuse whatever parameter it does not know.</summary>
public sealed class RefusedParametersTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Samples => false;

    protected override (string Name, string Value)[] Settings => [("Http:RefuseUnknownParameters", "true")];

    [Fact]
    public async Task Parameter_ThatIsNotKnown_IsRefused_WhateverTheClientAsks()
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        (await plan.AskAsync("Patient?brthdate=2020")).Refused(HttpStatusCode.BadRequest, "search-parameter");
        (await plan.AskAsync("Patient?brthdate=2020", ("Prefer", "handling=lenient"))).Refused(
            HttpStatusCode.BadRequest,
            "search-parameter"
        );
        (await plan.AskAsync("StructureDefinition?colour=red")).Refused(HttpStatusCode.BadRequest, "search-parameter");
        (await plan.AskAsync("Patient?birthdate=2020")).Expect(HttpStatusCode.OK);
    }
}
