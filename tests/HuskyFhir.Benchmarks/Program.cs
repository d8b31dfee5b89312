Console.WriteLine("HuskyFhir benchmarks");
