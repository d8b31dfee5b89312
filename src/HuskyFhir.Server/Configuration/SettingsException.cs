namespace HuskyFhir.Server.Configuration;

/// <summary>The configuration cannot be used as it is; the message says which setting, and what it takes.</summary>
/// <param name="message">One sentence for whoever starts the service.</param>
public sealed class SettingsException(string message) : Exception(message);
