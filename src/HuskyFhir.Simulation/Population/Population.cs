using HuskyFhir.Simulation.Population.Households;
using HuskyFhir.Simulation.Population.Lines;
using HuskyFhir.Simulation.Population.Providers;

namespace HuskyFhir.Simulation.Population;

/// <summary>
/// A synthetic HUSKY population: invented people in households, their programmes, PCPs and incomes, as FHIR NDJSON
/// files like those of a Bulk Data export. Each household is a function of the seed and its own number, and is
/// forgotten when its lines are written: memory does not grow with the population.
/// </summary>
public sealed class Population
{
    private const int ProgressEvery = 1000;

    private readonly PopulationOptions options;
    private readonly ProviderDirectory directory;
    private readonly HouseholdMaker households;
    private readonly CareTeamLines teams;

    /// <summary>A population by these options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public Population(PopulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Members, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Members, PopulationOptions.MaxMembers);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.AsOf, new DateOnly(2015, 1, 1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.AsOf, new DateOnly(2099, 12, 31));
        this.options = options;
        directory = new ProviderDirectory(options.Members, options.Seed, options.AsOf);
        households = new HouseholdMaker(options.Seed, options.AsOf, directory);
        teams = new CareTeamLines(
            options.Seed,
            options.AsOf,
            [.. directory.Clinics.SelectMany(static clinic => clinic.Clinicians)]
        );
    }

    /// <summary>
    /// Writes the files of the population into <paramref name="folder"/>, which is made if it is missing. Each file has
    /// a temporary name (<c>.part</c>) until it is complete: a run that is stopped leaves no half of a file under its
    /// own name.
    /// </summary>
    /// <param name="folder">Files of an earlier run in it are replaced.</param>
    /// <param name="progress">Told from time to time how much is done, from 0 to <see
    /// cref="PopulationOptions.Members"/>.</param>
    /// <param name="ct">Stops the run between two households.</param>
    /// <returns>How many resources each file holds.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="IOException">The folder or a file cannot be written.</exception>
    public PopulationReport Write(string folder, IProgress<long>? progress, CancellationToken ct)
    {
        using var files = new FileSet(folder);
        WriteDirectory(files);
        WriteMembers(files, progress, ct);
        return files.Complete();
    }

    private void WriteDirectory(FileSet files)
    {
        DirectoryLines.WritePayor(files.Organizations);
        foreach (var clinic in directory.Clinics)
        {
            DirectoryLines.WriteClinic(files.Organizations, clinic);
            DirectoryLines.WriteSites(files.Locations, clinic);
            DirectoryLines.WriteClinicians(files.Practitioners, clinic);
            DirectoryLines.WriteRoles(files.Roles, clinic);
        }
    }

    private void WriteMembers(FileSet files, IProgress<long>? progress, CancellationToken ct)
    {
        var done = 0;
        var directives = new DirectiveLines(files, options.Seed, options.AsOf);
        var requests = new RequestLines(files, options.Seed, options.AsOf);
        var decisions = new DecisionLines(files, requests, options.Seed, options.AsOf);
        for (var index = 0L; done < options.Members; index++)
        {
            ct.ThrowIfCancellationRequested();
            var household = households.Make(index);

            // The last household may be too large: those for whom there is no room live there without being members.
            if (household.Members > options.Members - done)
                household = household with { Members = options.Members - done };
            var first = done + 1L;
            PatientLines.Write(files.Patients, household, first);
            teams.Write(files.CareTeams, household, first);
            CoverageLines.Write(files.Coverages, household, first);
            RelatedPersonLines.Write(files.RelatedPersons, household, first);
            IncomeLines.Write(files.Observations, household, first);
            directives.Write(household, first);
            decisions.Write(household, first);
            requests.Write(household, first);
            done += household.Members;
            if (index % ProgressEvery == 0)
                progress?.Report(done);
        }

        progress?.Report(done);
    }
}
