using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using HuskyFhir.Core.Terms;
using HuskyFhir.Simulation.Population.People;
using HuskyFhir.Simulation.Population.Places;

namespace HuskyFhir.Simulation.Population.Lines;

/// <summary>
/// One NDJSON file under way: writes FHIR's common types straight into a buffer and the buffer to the file, so that
/// nothing is held but the resource being written. Optional parts are left out when the value is null.
/// </summary>
internal sealed class FhirLines : IDisposable
{
    private const int FlushAt = 256 * 1024;
    private const string CoreProfile = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";

    private readonly ArrayBufferWriter<byte> buffer = new(FlushAt + (64 * 1024));
    private readonly FileStream file;

    public FhirLines(string path)
    {
        file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);

        // The writer's own checks would double its cost; the tests parse what it writes with the strict parser.
        Json = new Utf8JsonWriter(
            buffer,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }
        );
    }

    public Utf8JsonWriter Json { get; }

    /// <summary>Resources written so far.</summary>
    public long Count { get; private set; }

    /// <summary>Opens a resource that claims its US Core profile.</summary>
    public void Begin(string type, string id, string profile)
    {
        Json.WriteStartObject();
        Json.WriteString("resourceType"u8, type);
        Json.WriteString("id"u8, id);
        Json.WriteStartObject("meta"u8);
        Json.WriteStartArray("profile"u8);
        Json.WriteStringValue(CoreProfile + profile);
        Json.WriteEndArray();
        Json.WriteEndObject();
    }

    /// <summary>Closes the resource and its line.</summary>
    public void End()
    {
        Json.WriteEndObject();
        Json.Flush();
        Json.Reset();
        buffer.GetSpan(1)[0] = (byte)'\n';
        buffer.Advance(1);
        Count++;
        if (buffer.WrittenCount >= FlushAt)
            Flush();
    }

    public void Identifier(string use, string? type, string? typeDisplay, string system, string value)
    {
        Json.WriteStartArray("identifier"u8);
        Json.WriteStartObject();
        Json.WriteString("use"u8, use);
        if (type is not null)
            Concept("type"u8, CodeSystems.IdentifierType, type, typeDisplay);
        Json.WriteString("system"u8, system);
        Json.WriteString("value"u8, value);
        Json.WriteEndObject();
        Json.WriteEndArray();
    }

    /// <summary>A CodeableConcept of one coding; without a name, as an item of an array.</summary>
    public void Concept(ReadOnlySpan<byte> name, string system, string code, string? display, string? text = null)
    {
        if (name.IsEmpty)
            Json.WriteStartObject();
        else
            Json.WriteStartObject(name);
        Json.WriteStartArray("coding"u8);
        Coding(default, system, code, display);
        Json.WriteEndArray();
        if (text is not null)
            Json.WriteString("text"u8, text);
        Json.WriteEndObject();
    }

    public void Coding(ReadOnlySpan<byte> name, string system, string code, string? display)
    {
        if (name.IsEmpty)
            Json.WriteStartObject();
        else
            Json.WriteStartObject(name);
        Json.WriteString("system"u8, system);
        Json.WriteString("code"u8, code);
        if (display is not null)
            Json.WriteString("display"u8, display);
        Json.WriteEndObject();
    }

    public void Reference(ReadOnlySpan<byte> name, string reference, string? display = null)
    {
        if (name.IsEmpty)
            Json.WriteStartObject();
        else
            Json.WriteStartObject(name);
        Json.WriteString("reference"u8, reference);
        if (display is not null)
            Json.WriteString("display"u8, display);
        Json.WriteEndObject();
    }

    public void Date(ReadOnlySpan<byte> name, DateOnly date)
    {
        Span<byte> text = stackalloc byte[10];
        date.TryFormat(text, out _, "O");
        Json.WriteString(name, text);
    }

    public void Period(DateOnly? start, DateOnly? end, ReadOnlySpan<byte> name = default)
    {
        Json.WriteStartObject(name.IsEmpty ? "period"u8 : name);
        if (start is { } from)
            Date("start"u8, from);
        if (end is { } until)
            Date("end"u8, until);
        Json.WriteEndObject();
    }

    public void Name(string use, Name family, Name given, Name? middle, string? suffix = null, string? prefix = null)
    {
        Json.WriteStartObject();
        Json.WriteString("use"u8, use);
        Json.WriteString("family"u8, family.Text);
        Json.WriteStartArray("given"u8);
        Json.WriteStringValue(given.Text);
        if (middle is not null)
            Json.WriteStringValue(middle.Text);
        Json.WriteEndArray();
        if (prefix is not null)
            OneItem("prefix"u8, prefix);
        if (suffix is not null)
            OneItem("suffix"u8, suffix);
        Json.WriteEndObject();
    }

    public void Telecom(string system, string value, string use, DateOnly? end = null)
    {
        Json.WriteStartObject();
        Json.WriteString("system"u8, system);
        Json.WriteString("value"u8, value);
        Json.WriteString("use"u8, use);
        if (end is not null)
            Period(null, end);
        Json.WriteEndObject();
    }

    public void Address(
        string use,
        Address address,
        DateOnly? start = null,
        DateOnly? end = null,
        ReadOnlySpan<byte> name = default
    )
    {
        if (name.IsEmpty)
            Json.WriteStartObject();
        else
            Json.WriteStartObject(name);
        Json.WriteString("use"u8, use);
        Json.WriteString("type"u8, "both"u8);
        Json.WriteStartArray("line"u8);
        Json.WriteStringValue(address.Line);
        if (address.Unit is not null)
            Json.WriteStringValue(address.Unit);
        Json.WriteEndArray();
        Json.WriteString("city"u8, address.Town.Name);
        Json.WriteString("state"u8, "CT"u8);
        Json.WriteString("postalCode"u8, address.Zip);
        Json.WriteString("country"u8, "US"u8);
        if (start is not null || end is not null)
            Period(start, end);
        Json.WriteEndObject();
    }

    public void Money(ReadOnlySpan<byte> name, decimal dollars)
    {
        Json.WriteStartObject(name);
        Json.WriteNumber("value"u8, dollars);
        Json.WriteString("currency"u8, "USD"u8);
        Json.WriteEndObject();
    }

    public void OneItem(ReadOnlySpan<byte> name, string value)
    {
        Json.WriteStartArray(name);
        Json.WriteStringValue(value);
        Json.WriteEndArray();
    }

    /// <summary>Writes the rest and closes the file.</summary>
    public void Finish()
    {
        Flush();
        file.Dispose();
    }

    public void Dispose()
    {
        Json.Dispose();
        file.Dispose();
    }

    private void Flush()
    {
        file.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
    }
}
