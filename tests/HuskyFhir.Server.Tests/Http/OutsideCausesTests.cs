using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using Hl7.Fhir.Model;
using HuskyFhir.Server.Http;
using HuskyFhir.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace HuskyFhir.Server.Tests.Http;

/// <summary>
/// The net under all rules: what a request can cause is refused with 4xx, what is ours or the store's is not.
/// </summary>
public sealed class OutsideCausesTests
{
    private static readonly Exception[] Caused =
    [
        new BadHttpRequestException("x", 413),
        new BadHttpRequestException("x", 408),
        new InvalidDataException(),
        new JsonException(),
        new XmlException(),
        new FormatException(),
        new DecoderFallbackException(),
        Unreadable(),
        new ArgumentException("x"),
        new ArgumentOutOfRangeException(),
        new OverflowException(),
        new NotSupportedException(),
        new RegexMatchTimeoutException(),
        new InsufficientExecutionStackException(),
        new PostgresException("x", "ERROR", "ERROR", "22021"),
        new PostgresException("x", "ERROR", "ERROR", "54000"),
        new SqliteException("x", 18),
    ];

#pragma warning disable CA2201 // made to be looked at, not thrown
    private static readonly Exception[] Ours =
    [
        new InvalidOperationException(),
        new NullReferenceException(),
        new KeyNotFoundException(),
        new IndexOutOfRangeException(),
        new InvalidCastException(),
        new IOException(),
        new TimeoutException(),
        new OutOfMemoryException(),
        new NpgsqlException(),
        new PostgresException("x", "FATAL", "FATAL", "57P01"),
        new PostgresException("x", "ERROR", "ERROR", "42601"),
        new SqliteException("x", 13),
        new CommitLostException(new IOException()),
    ];
#pragma warning restore CA2201

    [Fact]
    public void WhatARequestCanCause_IsRefusedAsItsFault()
    {
        Assert.All(
            Caused,
            static fault => Assert.InRange(OperationOutcomeWriter.Status(OutsideCauses.Of(fault)!.Kind), 400, 499)
        );
        // Each type of the table is tried: one that is added without a mapping, or a mapping without a trial, fails
        // here.
        Assert.All(OutsideCauses.Types, static type => Assert.Contains(Caused, type.IsInstanceOfType));
        Assert.All(Caused, static fault => Assert.Contains(OutsideCauses.Types, type => type.IsInstanceOfType(fault)));
    }

    [Fact]
    public void WhatIsOursOrTheStores_IsNotTheCallersFault() =>
        Assert.All(Ours, static fault => Assert.Null(OutsideCauses.Of(fault)));

    /// <summary>As the SDK throws at a literal.</summary>
    private static Exception Unreadable()
    {
        var instant = new Instant { JsonValue = "9999-12-31T23:59:59-14:00" };
        return Assert.ThrowsAny<Exception>(() => instant.Value);
    }
}
