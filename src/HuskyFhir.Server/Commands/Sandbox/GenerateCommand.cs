using System.CommandLine;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Partners.Declared;
using HuskyFhir.Simulation.Population;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.Server.Commands.Sandbox;

/// <summary><c>generate --members N --seed S --out FOLDER</c>: a synthetic HUSKY population as NDJSON.</summary>
internal static class GenerateCommand
{
    public static Command Make()
    {
        var members = new Option<int>("--members")
        {
            Description = $"How many members, 1 to {PopulationOptions.MaxMembers:N0}.",
            Required = true,
        };
        var seed = new Option<long>("--seed")
        {
            Description = "The same seed gives the same people, byte for byte, on any machine.",
            DefaultValueFactory = static _ => 1,
        };
        var folder = new Option<string>("--out")
        {
            Description = "Where the .ndjson files go; made when missing.",
            Required = true,
        };
        var enrolment = new Option<bool>("--enrolment")
        {
            Description =
                "Writes the same people as enrolment.834 beside the other files, as the partner dss would send them.",
        };
        var command = new Command(
            "generate",
            Example.With(
                "Writes an invented HUSKY population as NDJSON: households, programmes, PCPs, with names and towns as frequent as in life. Streams: a million members are never held in memory.",
                "generate --members 10000 --seed 7 --out /tmp/husky-10k",
                "load /tmp/husky-10k",
                "generate --members 10000 --seed 7 --out /tmp/husky-10k --enrolment"
            )
        )
        {
            members,
            seed,
            folder,
            enrolment,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    parsed.GetRequiredValue(members),
                    parsed.GetRequiredValue(seed),
                    parsed.GetRequiredValue(folder),
                    parsed.GetValue(enrolment),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        int members,
        long seed,
        string folder,
        bool enrolment,
        CancellationToken cancellation
    )
    {
        if (members is < 1 or > PopulationOptions.MaxMembers)
            throw new SettingsException($"--members takes 1 to {PopulationOptions.MaxMembers:N0}.");
        var population = new Population(new(members, seed));
        var report = await Progress.ShowAsync(
            "Writing members",
            progress => Task.Run(() => population.Write(folder, progress, cancellation), cancellation)
        );
        if (enrolment)
            await EnrolAsync(new(members, seed), Path.Combine(folder, "enrolment.834"), cancellation);
        foreach (var (file, count) in report.Resources)
            Console.WriteLine($"{count, 12:N0}  {file}");
        Console.WriteLine($"{report.Total, 12:N0}  resources in {folder}");
        return 0;
    }

    private static async Task EnrolAsync(PopulationOptions people, string path, CancellationToken cancellation)
    {
        var dss = new PartnerRegistry(Configured.Load(), TimeProvider.System).Of("dss").Partner;
        var number = (int)(((ulong)people.Seed + (ulong)people.Members) % 999_999_999) + 1;
        var (from, to) = (dss.Receiver, dss.Sender);
        var envelope = new EnvelopeOptions(
            new(from.Qualifier, from.Id),
            new(to.Qualifier, to.Id),
            from.Code,
            to.Code,
            people.AsOf.ToDateTime(new(9, 30)),
            number,
            number
        )
        {
            IsTest = dss.IsTest,
            AcknowledgementRequested = true,
        };
        await using var file = File.Create(path);
        await Progress.ShowAsync(
            "Writing enrolment",
            progress => EnrolmentPopulation.WriteAsync(file, people, envelope, "4", progress, cancellation)
        );
    }
}
