using Microsoft.Playwright;

namespace HuskyFhir.Server.Tests.Views;

/// <summary>A real browser: the system's Chromium, driven by Playwright; why not, where there is none.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>No look-ups and downloads of its own: tests talk to this machine alone.</summary>
    private static readonly string[] Quiet =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private string? missing;
    private IPlaywright? driver;
    private IBrowser? browser;

    /// <summary>A folder for pictures of the pages, by <c>HUSKY_SCREENSHOTS</c>; null to take none.</summary>
    public static string? Pictures => Environment.GetEnvironmentVariable("HUSKY_SCREENSHOTS");

    /// <summary>
    /// Skips the test where there is no browser, or fails it when <c>HUSKY_REQUIRE_BROWSER</c> is set.
    /// </summary>
    public void Require()
    {
        if (missing is not null && Environment.GetEnvironmentVariable("HUSKY_REQUIRE_BROWSER") is { Length: > 0 })
            Assert.Fail($"HUSKY_REQUIRE_BROWSER is set. {missing}");
        Assert.SkipWhen(missing is not null, missing ?? "");
    }

    public async ValueTask InitializeAsync()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        if (
            Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            is not { } path
        )
        {
            missing = "There is no Chromium here: install it to test the pages in a browser.";
            return;
        }

        try
        {
            driver = await Playwright.CreateAsync();
            browser = await driver.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Quiet });
        }
        catch (PlaywrightException bad)
        {
            missing = $"Chromium does not start here: {bad.Message}";
        }
    }

    /// <summary>A page of its own, with a token, that remembers what the browser complains of.</summary>
    public async Task<(IPage Page, List<string> Complaints)> OpenAsync(
        string? token,
        bool dark = false,
        bool phone = false
    )
    {
        var context = await browser!.NewContextAsync(
            new()
            {
                ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
                ViewportSize = phone ? new() { Width = 360, Height = 740 } : new() { Width = 1280, Height = 900 },
                ExtraHTTPHeaders = token is null
                    ? []
                    : new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
            }
        );
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
        return (page, complaints);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        driver?.Dispose();
    }
}
