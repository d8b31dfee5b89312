using System.Globalization;

namespace HuskyFhir.Storage.Sql;

/// <summary>SQL under construction: text from our own declarations, values only as parameters.</summary>
/// <param name="dialect">The database that it is for.</param>
/// <param name="now">When it is asked: attestations and consents hold for a time.</param>
internal sealed class SqlText(Dialect dialect, DateTimeOffset now)
{
    private string? moment;

    /// <summary>For a query that asks for no grant.</summary>
    public SqlText(Dialect dialect)
        : this(dialect, default) { }

    public Dialect Dialect => dialect;

    public List<object> Values { get; } = [];

    /// <summary>When it is asked.</summary>
    public DateTimeOffset Now => now;

    /// <summary>The same as the name of a parameter.</summary>
    public string Moment =>
        moment ??=
            now == default ? throw new InvalidOperationException("A grant is asked at a moment.") : Value(now.UtcTicks);

    /// <summary>Adds a value and gives the name by which the text refers to it.</summary>
    public string Value(object value)
    {
        Values.Add(value);
        return "$" + Values.Count.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A condition that a column holds one of these ids.</summary>
    public string In(string column, IEnumerable<Guid> ids) =>
        Dialect.In(column, Value(Dialect.List(ids.Cast<object>())), true);

    /// <summary>A condition that a column holds one of these texts.</summary>
    public string In(string column, IEnumerable<string> texts) => Dialect.In(column, Value(Dialect.List(texts)), false);
}
