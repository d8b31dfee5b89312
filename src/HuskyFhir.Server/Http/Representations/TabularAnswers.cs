namespace HuskyFhir.Server.Http.Representations;

/// <summary>Operations whose answer can be a table.</summary>
internal static class TabularAnswers
{
    /// <summary>The report on requests.</summary>
    public const string RequestReport = "$request-report";
}
