using System.CommandLine;
using HuskyFhir.Server.Conformance;
using HuskyFhir.Validation.Definitions;
using Spectre.Console;

namespace HuskyFhir.Server.Commands;

/// <summary><c>packages list|check</c>: the FHIR packages that <c>Validation:Packages</c> names.</summary>
internal static class PackagesCommand
{
    public static Command Make()
    {
        var list = new Command(
            "list",
            Example.With("Lists the configured packages with versions, definitions and dependencies.", "packages list")
        );
        list.SetAction(_ => List(Configured.Validation(Configured.Load())));
        var check = new Command(
            "check",
            Example.With(
                "Compiles every profile, ours and those of the packages. Exit code 1 when one cannot be used.",
                "packages check"
            )
        );
        check.SetAction(_ => Check(Configured.Validation(Configured.Load())));
        var prepare = new Command(
            "prepare",
            Example.With(
                "Makes the pack of R4's own definitions beside the archive, so that the first start need not.",
                "packages prepare"
            )
        );
        prepare.SetAction(_ => Prepare());
        return new(
            "packages",
            "FHIR packages: name them in Validation__Packages, separated by semicolons, as .tgz files, folders, or name#version from the package cache."
        )
        {
            list,
            check,
            prepare,
        };
    }

    private static int List(ValidationSettings settings)
    {
        var definitions = settings.Definitions();
        foreach (var package in definitions.Packages)
            Console.WriteLine(
                $"{package.Name}#{package.Version}  {package.Definitions} definitions  needs {(package.Dependencies.Count == 0 ? "nothing" : string.Join(", ", package.Dependencies))}  from {package.Source}"
            );
        if (definitions.Packages.Count == 0)
            Console.WriteLine("No packages are configured; our own profiles are built in.");
        return Tell(definitions.Problems);
    }

    private static int Check(ValidationSettings settings)
    {
        var definitions = settings.Definitions();
        var summary = settings.HuskyEngine(definitions).CompileAll();
        Console.WriteLine(
            $"{summary.Profiles} profiles are compiled, {summary.Elements} elements, in {summary.Time.TotalMilliseconds:F0} ms."
        );
        return Tell([.. definitions.Problems, .. summary.Problems]);
    }

    private static int Prepare()
    {
        var pack = R4Archive.Prepare();
        Console.WriteLine(
            pack is null ? "R4's archive is not in this build." : $"R4's definitions are ready in {pack}."
        );
        return pack is null ? 1 : 0;
    }

    private static int Tell(IReadOnlyList<DefinitionProblem> problems)
    {
        foreach (var problem in problems)
            AnsiConsole.MarkupLineInterpolated(
                problem.Fatal
                    ? (FormattableString)$"[red]refused[/] {problem.ToString()}"
                    : $"[yellow]note[/]    {problem.ToString()}"
            );
        return problems.Any(static problem => problem.Fatal) ? 1 : 0;
    }
}
