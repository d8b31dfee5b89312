using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace HuskyFhir.Server.Tests.Running;

/// <summary>Calls as tests make them: a method, an address below the base, perhaps a body, and headers.</summary>
public static class Calls
{
    public static Task<Reply> AskAsync(
        this HttpClient http,
        string address,
        params (string Name, string Value)[] headers
    ) => http.CallAsync(HttpMethod.Get, address, null, headers);

    public static Task<Reply> PostAsync(
        this HttpClient http,
        JsonObject resource,
        params (string Name, string Value)[] headers
    ) => http.CallAsync(HttpMethod.Post, (string)resource["resourceType"]!, resource, headers);

    /// <summary>Sends a resource to an address other than its type's, such as an operation's.</summary>
    public static Task<Reply> PostAsAsync(this HttpClient http, string address, JsonObject resource) =>
        http.CallAsync(HttpMethod.Post, address, resource);

    /// <summary>Updates the resource at the id that it carries.</summary>
    public static Task<Reply> PutAsync(
        this HttpClient http,
        JsonObject resource,
        params (string Name, string Value)[] headers
    ) => http.CallAsync(HttpMethod.Put, $"{resource["resourceType"]}/{resource["id"]}", resource, headers);

    public static Task<Reply> RemoveAsync(
        this HttpClient http,
        string address,
        params (string Name, string Value)[] headers
    ) => http.CallAsync(HttpMethod.Delete, address, null, headers);

    public static Task<Reply> CallAsync(
        this HttpClient http,
        HttpMethod method,
        string address,
        JsonObject? body,
        params (string Name, string Value)[] headers
    ) =>
        http.RawAsync(
            method,
            address,
            body is null ? null : Encoding.UTF8.GetBytes(body.ToJsonString()),
            "application/fhir+json",
            headers
        );

    public static Task<Reply> FormAsync(
        this HttpClient http,
        string address,
        params (string Name, string Value)[] fields
    ) =>
        http.RawAsync(
            HttpMethod.Post,
            address,
            Encoding.UTF8.GetBytes(
                string.Join(
                    '&',
                    fields.Select(static field =>
                        $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value)}"
                    )
                )
            ),
            "application/x-www-form-urlencoded"
        );

    /// <summary>Any bytes under any media type.</summary>
    public static async Task<Reply> RawAsync(
        this HttpClient http,
        HttpMethod method,
        string address,
        byte[]? body,
        string? contentType,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, address);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            if (contentType is not null)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        foreach (var (name, value) in headers)
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
        using var message = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(message, await message.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Creates it and gives it back with its id.</summary>
    public static async Task<JsonObject> CreateAsync(this HttpClient http, JsonObject resource)
    {
        var reply = (await http.PostAsync(resource)).Expect(HttpStatusCode.Created);
        return JsonNode.Parse(reply.Body)!.AsObject();
    }

    public static HttpClient With(this HttpClient http, string token)
    {
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }
}
