using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Playwright;

namespace HuskyFhir.Server.Tests.Views;

/// <summary>
/// The pages as people meet them: followed from one to the next, on a desk and on a phone, by day and by night.
/// </summary>
public sealed class BrowserTests(PostgresServer postgres, Chromium chromium) : OnBoth(postgres), IClassFixture<Chromium>
{
    /// <summary>Every text whose contrast with its ground is below 4.5 to 1 (WCAG 2.1 AA).</summary>
    private const string Faint = """
        () => {
          const parse = c => c.match(/[\d.]+/g).map(Number);
          const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
          return [...document.querySelectorAll('body *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())).map(e => {
            const [a, b] = [light(parse(getComputedStyle(e).color).slice(0, 3)), light(ground(e))];
            return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), e.tagName + '.' + e.className];
          }).filter(([ratio]) => ratio < 4.5).map(([ratio, name]) => `${name} ${ratio.toFixed(2)}`);
        }
        """;

    [Fact]
    public async Task Links_AreFollowed_FromASearchToAVersion()
    {
        chromium.Require();
        var server = await ServerAsync("Sqlite");
        var (page, complaints) = await chromium.OpenAsync(server.Token("plan-admin"));
        await page.GotoAsync($"{server.Url}/Coverage?_count=5");
        await PictureAsync(page, "search");
        Assert.Equal(5, await page.Locator("tbody tr").CountAsync());
        await page.ClickAsync("a:text-is('next')");
        Assert.Equal(5, await page.Locator("tbody tr").CountAsync());
        var name = await page.Locator("tbody tr a").First.InnerTextAsync();
        await page.ClickAsync("tbody tr a");
        Assert.Equal(name, await page.InnerTextAsync("h1"));
        await PictureAsync(page, "resource");
        await page.ClickAsync("pre a[href*='/Patient/']");
        Assert.StartsWith("Patient/", await page.InnerTextAsync("h1"), StringComparison.Ordinal);
        await page.ClickAsync("a:text-is('history')");
        Assert.Equal("History", await page.InnerTextAsync("h1"));
        await page.ClickAsync("tbody a");
        Assert.StartsWith("Patient/", await page.InnerTextAsync("h1"), StringComparison.Ordinal);
        Assert.Empty(complaints);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Pages_AreReadable_EverywhereAndAlways(bool dark, bool phone)
    {
        chromium.Require();
        var server = await ServerAsync("Sqlite");
        using var plan = server.As("plan-admin");
        var patient = (await plan.AskAsync("Patient?name=mu%C3%B1oz")).Ids[0];
        var (page, complaints) = await chromium.OpenAsync(server.Token("plan-admin"), dark, phone);
        foreach (
            var address in new[]
            {
                "../",
                "reference",
                $"Patient/{patient}",
                "Patient?_count=20&_include=Patient:general-practitioner",
                "metadata",
                "Patient?birthdate=x",
                "StructureDefinition/husky-member",
            }
        )
        {
            await page.GotoAsync($"{server.Url}/{address}");
            await PictureAsync(
                page,
                $"{address.Replace("../", "root", StringComparison.Ordinal).Split('/', '?')[0].ToLowerInvariant()}{(address.Contains('?', StringComparison.Ordinal) ? "-search" : "")}{(dark ? "-dark" : "")}{(phone ? "-phone" : "")}"
            );
            Assert.Equal(
                (address, "[]"),
                (address, System.Text.Json.JsonSerializer.Serialize(await page.EvaluateAsync<string[]>(Faint)))
            );
            Assert.True(
                await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"),
                $"{address} is wider than the screen."
            );
            Assert.Equal(1, await page.Locator("main").CountAsync());
            Assert.Equal(1, await page.Locator("h1").CountAsync());
            Assert.Equal("en", await page.GetAttributeAsync("html", "lang"));
        }

        // The browser itself tells of a status that is not 200, and of nothing else.
        Assert.All(
            complaints,
            static complaint => Assert.Contains("status of 400", complaint, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Scripts_InWhateverIsStored_DoNotRun()
    {
        chromium.Require();
        var server = await ServerAsync("Sqlite");
        using var plan = server.As("plan-admin");
        var patient = Made.Patient("<script>window.broken=1</script>");
        patient["name"]![0]!["text"] = "\"><img src=x onerror=\"window.broken=2\">";
        patient["text"] = new JsonObject
        {
            ["status"] = "additional",
            ["div"] =
                "<div xmlns=\"http://www.w3.org/1999/xhtml\"><![CDATA[ ><script>window.broken=3</script>]]><p style=\"color:red\">x</p></div>",
        };
        var made = await plan.CreateAsync(patient);
        var (page, complaints) = await chromium.OpenAsync(server.Token("plan-admin"));
        await page.GotoAsync($"{server.Url}/{made.At()}");
        Assert.True(
            await page.EvaluateAsync<bool>("() => window.broken === undefined && document.scripts.length === 0")
        );
        Assert.Empty(complaints);
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Chromium.Pictures is { } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
    }
}
