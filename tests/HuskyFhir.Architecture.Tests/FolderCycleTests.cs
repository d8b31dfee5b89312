namespace HuskyFhir.Architecture.Tests;

/// <summary>
/// Whoever opens a folder need not open the whole house: between the folders of a project, arrows lead one way.
/// </summary>
public sealed class FolderCycleTests
{
    /// <summary>
    /// Folders whose own subfolders still refer to each other both ways. The list may only shrink: one that is free
    /// must be taken off it.
    /// </summary>
    private static readonly string[] TiedInside =
    [
        // Effects are found by a list that the engine asks, and write through the engine.
        "Plan/Requests",
        // A scope's parameters limit the rows of a grant, and are conditions of a search themselves.
        "Resources/Searching",
        // Operations answer with the pages of searches and of the audit, and the verbs lead to operations.
        "Server/Interactions",
    ];

    public static TheoryData<string> Projects => [.. House.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_OfAProject_HaveNoCycle(string project)
    {
        var arrows = Arrows(project, [], static folders => folders.FirstOrDefault("(root)"));
        Assert.Empty(Cycles(arrows));
    }

    [Fact]
    public void Subfolders_AreTied_WhereTheListSaysSoOnly()
    {
        var tied =
            from project in House.Projects
            from folder in House
                .Types()
                .Where(each => each.Project == project)
                .SelectMany(static each => Enumerable.Range(1, each.Folders.Length).Select(n => each.Folders[..n]))
                .DistinctBy(static folders => string.Join('/', folders))
            let arrows = Arrows(project, folder, inside => inside.Skip(folder.Length).FirstOrDefault("(itself)"))
            where Cycles(arrows).Count > 0
            orderby project, string.Join('/', folder)
            select $"{project}/{string.Join('/', folder)}";
        Assert.Equal(
            string.Join('\n', TiedInside.Order(StringComparer.Ordinal)),
            string.Join('\n', tied.Order(StringComparer.Ordinal))
        );
    }

    [Fact]
    public void Arrows_AreSeen()
    {
        // A tool that sees no dependencies finds no cycle either.
        var arrows = Arrows("Plan", [], static folders => folders.FirstOrDefault("(root)"));
        Assert.Contains(("Catalog", "Requests"), arrows.Keys);
        Assert.Contains(("Requests", "LegalClocks"), arrows.Keys);
        Assert.True(arrows.Count > 30, $"{arrows.Count} arrows in Plan");
    }

    private static Dictionary<(string From, string To), string> Arrows(
        string project,
        string[] within,
        Func<string[], string> slice
    )
    {
        var inside = House
            .Types()
            .Where(each =>
                each.Project == project
                && each.Folders.Length >= within.Length
                && each.Folders.Take(within.Length).SequenceEqual(within)
            )
            .ToDictionary(static each => each.Type, each => slice(each.Folders));
        var arrows = new Dictionary<(string, string), string>();
        foreach (var (type, from) in inside)
        foreach (var target in type.Dependencies.Select(static dependency => dependency.Target))
            if (inside.TryGetValue(target, out var to) && to != from)
                arrows.TryAdd((from, to), $"{type.FullName} -> {target.FullName}");
        return arrows;
    }

    /// <summary>Each cycle with an example of every arrow in it.</summary>
    private static List<string> Cycles(Dictionary<(string From, string To), string> arrows)
    {
        var reach = arrows
            .Keys.Select(static arrow => arrow.From)
            .Distinct()
            .ToDictionary(static from => from, from => Reached(from, arrows.Keys));
        return
        [
            .. arrows
                .Where(arrow => reach.GetValueOrDefault(arrow.Key.To)?.Contains(arrow.Key.From) == true)
                .Select(static arrow => $"{arrow.Key.From} -> {arrow.Key.To}: {arrow.Value}")
                .Order(StringComparer.Ordinal),
        ];
    }

    private static HashSet<string> Reached(string from, IEnumerable<(string From, string To)> arrows)
    {
        var (reached, next) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>([from]));
        var ways = arrows.ToLookup(static arrow => arrow.From, static arrow => arrow.To);
        while (next.TryDequeue(out var at))
            foreach (var to in ways[at])
                if (reached.Add(to))
                    next.Enqueue(to);
        return reached;
    }
}
