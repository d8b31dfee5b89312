using System.CommandLine;
using HuskyFhir.Benchmarks.Http;
using HuskyFhir.Benchmarks.Micro;
using HuskyFhir.Benchmarks.Tokens;

if (args is ["micro", .. var rest])
    return MicroRun.Run(rest);
var root = new RootCommand("HuskyFhir's benchmarks. 'micro [filter]' measures single steps, 'http' the running service beside a bare endpoint, 'tokens' its token endpoint; see README.md.")
{
    HttpCommand.Make(),
    TokensCommand.Make(),
    BareCommand.Make(),
    UnguardedCommand.Make(),
    DriveCommand.Make(),
};
return await root.Parse(args).InvokeAsync();
