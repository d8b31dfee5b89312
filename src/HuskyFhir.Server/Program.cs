using HuskyFhir.Server;

return await HuskyCommands.RunAsync(args);
