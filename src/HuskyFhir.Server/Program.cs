Console.WriteLine("HuskyFhir");
