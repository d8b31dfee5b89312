namespace HuskyFhir.Simulation.Population.Lines;

/// <summary>
/// The files of one run, in the order in which they load. Each has a temporary name until all are complete, so a run
/// that is stopped leaves nothing that looks like a population.
/// </summary>
internal sealed class FileSet : IDisposable
{
    private const string Unfinished = ".part";

    private readonly string folder;
    private readonly List<(string Name, FhirLines Lines)> files = [];

    public FileSet(string folder)
    {
        this.folder = Directory.CreateDirectory(folder).FullName;
        Organizations = Open("Organization.ndjson");
        Locations = Open("Location.ndjson");
        Practitioners = Open("Practitioner.ndjson");
        Roles = Open("PractitionerRole.ndjson");
        Patients = Open("Patient.ndjson");
        CareTeams = Open("CareTeam.ndjson");
        Coverages = Open("Coverage.ndjson");
        RelatedPersons = Open("RelatedPerson.ndjson");
        Observations = Open("Observation.ndjson");
        Binaries = Open("Binary.ndjson");
        Documents = Open("DocumentReference.ndjson");
        Consents = Open("Consent.ndjson");
        Claims = Open("Claim.ndjson");
        ClaimResponses = Open("ClaimResponse.ndjson");
        Tasks = Open("Task.ndjson");
        Notices = Open("Communication.ndjson");
    }

    public FhirLines Organizations { get; }

    public FhirLines Locations { get; }

    public FhirLines Practitioners { get; }

    public FhirLines Roles { get; }

    public FhirLines Patients { get; }

    public FhirLines CareTeams { get; }

    public FhirLines Coverages { get; }

    public FhirLines RelatedPersons { get; }

    public FhirLines Observations { get; }

    public FhirLines Binaries { get; }

    public FhirLines Documents { get; }

    public FhirLines Consents { get; }

    public FhirLines Claims { get; }

    public FhirLines ClaimResponses { get; }

    public FhirLines Tasks { get; }

    public FhirLines Notices { get; }

    /// <summary>Ends all files and gives them their names.</summary>
    public PopulationReport Complete()
    {
        foreach (var (_, lines) in files)
            lines.Finish();
        foreach (var (name, _) in files)
            File.Move(PathOf(name) + Unfinished, PathOf(name), overwrite: true);
        return new([.. files.Select(static f => KeyValuePair.Create(f.Name, f.Lines.Count))]);
    }

    public void Dispose()
    {
        foreach (var (name, lines) in files)
        {
            lines.Dispose();
            File.Delete(PathOf(name) + Unfinished);
        }
    }

    private FhirLines Open(string name)
    {
        var lines = new FhirLines(PathOf(name) + Unfinished);
        files.Add((name, lines));
        return lines;
    }

    private string PathOf(string name) => Path.Combine(folder, name);
}
