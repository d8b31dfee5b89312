using HuskyFhir.Server.Commands;

return await HuskyCommands.RunAsync(args);
