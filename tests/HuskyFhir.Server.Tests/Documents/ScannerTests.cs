using System.Net;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Documents;

/// <summary>Where a scanner is named, nothing is stored that it has not seen and let through.</summary>
public sealed class ScannerTests(PostgresServer postgres)
{
    private static readonly byte[] Bad = [.. Files.Pdf, .. System.Text.Encoding.ASCII.GetBytes(ScannerStand.Unsafe)];

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public async Task EachFile_IsSeenByTheScanner_BeforeItIsStored(string database)
    {
        await using var scanner = new ScannerStand();
        await using var server = await HuskyServer.StartAsync(
            database,
            postgres,
            settings: [("Documents:Scanner", scanner.Address), ("Validation:RequireOwnProfiles", "false")]
        );
        using var plan = server.As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        await Files.StoredAsync(plan, member.At());
        Assert.Equal(Files.Pdf.Length, scanner.Seen);
        (await plan.UploadAsync(Bad, "application/pdf", member.At())).Refused(
            HttpStatusCode.UnprocessableEntity,
            "binary-unsafe"
        );
        (await plan.PostAsync(Files.Binary(member.At(), Bad))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "binary-unsafe"
        );
        (await plan.PostAsync(Files.Binary(member.At(), Bad), ("If-None-Exist", "_tag=never"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "binary-unsafe"
        );
        (await plan.TransactAsync(Running.Bundles.Post(Files.Binary(member.At(), Bad)))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "binary-unsafe"
        );
        await scanner.DisposeAsync();
        (await plan.UploadAsync(Files.Pdf, "application/pdf", member.At())).Refused(
            HttpStatusCode.ServiceUnavailable,
            "scanner-unavailable"
        );
        Assert.Single((await plan.AskAsync($"Binary?patient={member.At()}")).Ids);
    }
}
