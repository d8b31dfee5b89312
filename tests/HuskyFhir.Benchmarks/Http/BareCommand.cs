using System.Collections.Concurrent;
using System.CommandLine;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace HuskyFhir.Benchmarks.Http;

/// <summary>
/// <c>bare</c>: the least that a service on this stack can do. Kestrel without routing, one row by its key out of the
/// same database, the same bytes with the same content type; no token, no policy, no audit. Without a database it
/// answers from memory.
/// </summary>
internal static class BareCommand
{
    private const string Sql = "SELECT body FROM resources WHERE id = $1";
    private const int IdLength = 36;

    public static Command Make()
    {
        var database = new Option<string?>("--database") { Description = "Sqlite or Postgres." };
        var connection = new Option<string>("--connection")
        {
            Description = "Connection string.",
            DefaultValueFactory = static _ => string.Empty,
        };
        var command = new Command("bare", "Serves single rows by key: what the service's figures are divided by.")
        {
            database,
            connection,
        };
        command.SetAction(
            (parsed, cancellation) => ServeAsync(parsed.GetValue(database), parsed.GetValue(connection)!, cancellation)
        );
        return command;
    }

    private static async Task ServeAsync(string? database, string connection, CancellationToken cancellation)
    {
        await using var source = database == "Postgres" ? Source(connection) : null;
        var idle = new ConcurrentBag<SqliteCommand>();
        Func<Guid, Task<byte[]?>> find = database switch
        {
            "Postgres" => id => FromPostgresAsync(source!, id),
            "Sqlite" => id => Task.FromResult(FromSqlite(idle, connection, id)),
            _ => static _ => Task.FromResult<byte[]?>("{}"u8.ToArray()),
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false);
        await using var app = builder.Build();
        app.Run(context => AnswerAsync(context, find));
        await app.RunAsync(cancellation);
    }

    private static async Task AnswerAsync(HttpContext context, Func<Guid, Task<byte[]?>> find)
    {
        var path = context.Request.Path.Value!;
        var body =
            path.Length > IdLength && Guid.TryParseExact(path.AsSpan(path.Length - IdLength), "D", out var id)
                ? await find(id)
                : [];
        if (body is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "application/fhir+json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }

    private static NpgsqlDataSource Source(string connection) =>
        NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connection)
            {
                MaxAutoPrepare = 8,
                AutoPrepareMinUsages = 2,
                NoResetOnClose = true,
                Enlist = false,
            }
        );

    private static async Task<byte[]?> FromPostgresAsync(NpgsqlDataSource source, Guid id)
    {
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? reader.GetFieldValue<byte[]>(0) : null;
    }

    private static byte[]? FromSqlite(ConcurrentBag<SqliteCommand> idle, string connection, Guid id)
    {
        var command = idle.TryTake(out var known) ? known : Open(connection);
        try
        {
            command.Parameters[0].Value = id.ToByteArray(bigEndian: true);
            using var reader = command.ExecuteReader();
            return reader.Read() ? reader.GetFieldValue<byte[]>(0) : null;
        }
        finally
        {
            idle.Add(command);
        }
    }

    private static SqliteCommand Open(string connectionString)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString()
        );
        connection.Open();
        var command = connection.CreateCommand();
        command.CommandText = "PRAGMA cache_size=-16000; PRAGMA mmap_size=1073741824";
        command.ExecuteNonQuery();
        command.CommandText = Sql;
        command.Parameters.Add("$1", SqliteType.Blob);
        command.Prepare();
        return command;
    }
}
