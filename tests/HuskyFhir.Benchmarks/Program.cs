using System.CommandLine;
using HuskyFhir.Benchmarks.Http;
using HuskyFhir.Benchmarks.Micro;
using HuskyFhir.Benchmarks.Requests;
using HuskyFhir.Benchmarks.Tokens;

if (args is ["micro", .. var rest])
    return MicroRun.Run(rest);
var root = new RootCommand(
    "HuskyFhir's benchmarks. 'micro [filter]' measures single steps, 'http' the running service beside a bare endpoint, 'tokens' its token endpoint, 'requests' the sweep and the worklist; see README.md."
)
{
    HttpCommand.Make(),
    TokensCommand.Make(),
    RequestsCommand.Make(),
    BareCommand.Make(),
    UnguardedCommand.Make(),
    DriveCommand.Make(),
};
return await root.Parse(args).InvokeAsync();
