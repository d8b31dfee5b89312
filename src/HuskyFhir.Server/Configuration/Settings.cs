using System.ComponentModel.DataAnnotations;

namespace HuskyFhir.Server.Configuration;

/// <summary>
/// Reads a section of the configuration and checks its ranges at once, so that a mistake stops the start with a
/// sentence and not with a stack.
/// </summary>
internal static class Settings
{
    /// <exception cref="SettingsException">A value has the wrong form, or is outside its range.</exception>
    public static T Read<T>(IConfiguration configuration, string section)
        where T : class, new()
    {
        var settings = new T();
        try
        {
            configuration.GetSection(section).Bind(settings);
        }
        catch (InvalidOperationException bad)
        {
            throw new SettingsException($"The settings in {section} cannot be read: {bad.Message}");
        }

        var problems = new List<ValidationResult>();
        if (!Validator.TryValidateObject(settings, new(settings), problems, validateAllProperties: true))
            throw new SettingsException(
                $"Settings in {section}: {string.Join(" ", problems.Select(static problem => problem.ErrorMessage))}"
            );
        return settings;
    }
}
