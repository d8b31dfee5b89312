using HuskyFhir.Core.Access;

namespace HuskyFhir.Tests.Core;

/// <summary>The table of who may write what, beside the sentences that it stands for.</summary>
public sealed class WriteRightsTests
{
    [Fact]
    public void Table_HasARowForEachContent_AndThePlanInAll()
    {
        Assert.Equal(
            Enum.GetValues<WriteContent>().Order(),
            WriteRights.All.Select(static right => right.Content).Order()
        );
        Assert.All(
            WriteRights.All,
            static right =>
                Assert.True(
                    right.Creates.HasFlag(Writers.Plan)
                        && right.Changes.HasFlag(Writers.Plan)
                        && right.Ends.HasFlag(Writers.Plan)
                )
        );
        Assert.All(
            WriteRights.All.Where(static right => right.Content is not (WriteContent.Record or WriteContent.Request)),
            static right => Assert.NotEqual("policy", right.Rule)
        );
    }

    [Theory]
    [InlineData(WriteContent.PrivacyDecision, false, false, false)]
    [InlineData(WriteContent.Directive, true, false, true)]
    [InlineData(WriteContent.PlanPaper, false, false, false)]
    [InlineData(WriteContent.Document, true, false, false)]
    [InlineData(WriteContent.Bytes, true, false, false)]
    [InlineData(WriteContent.Request, true, true, false)]
    [InlineData(WriteContent.Record, false, false, false)]
    public void Provider_ThatDidNotWriteIt_MayAsTheTableSays(
        WriteContent content,
        bool creates,
        bool changes,
        bool ends
    )
    {
        var right = WriteRights.Of(content);
        Assert.Equal(
            (creates, changes, ends),
            (
                right.Creates.HasFlag(Writers.Provider),
                right.Changes.HasFlag(Writers.Provider),
                right.Ends.HasFlag(Writers.Provider)
            )
        );
    }

    [Fact]
    public void Types_ThatProvidersWrite_AreFour_AndNothingIsDeletedByThem()
    {
        string[] types =
        [
            "Patient",
            "Coverage",
            "Consent",
            "DocumentReference",
            "Binary",
            "Task",
            "Communication",
            "CareTeam",
            "Provenance",
            "Organization",
            "",
        ];
        foreach (var interaction in new[] { Interaction.Create, Interaction.Update })
            Assert.Equal(
                ["Consent", "DocumentReference", "Binary", "Task"],
                types.Where(type => WriteRights.OpenToProviders(interaction, type))
            );
        foreach (var interaction in new[] { Interaction.Delete, Interaction.Read, Interaction.Search })
            Assert.DoesNotContain(types, type => WriteRights.OpenToProviders(interaction, type));
        Assert.Equal(Writers.Plan, WriteRights.LowersLabels);
    }
}
