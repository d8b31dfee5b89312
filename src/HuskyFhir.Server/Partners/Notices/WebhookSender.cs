using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HuskyFhir.Plan.PartnerRuns;
using HuskyFhir.Server.Outbound;

namespace HuskyFhir.Server.Partners.Notices;

/// <summary>Notices by HTTP POST, signed where there is a secret.</summary>
internal sealed class WebhookSender(WebhookSettings settings) : INoticeSender, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient client = OutboundHttp.Client(settings.Reach, connections: 1);

    public string Name => "webhook";

    public async Task SendAsync(OperatorNotice notice, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                id = notice.Id,
                partner = notice.Partner,
                kind = notice.Kind,
                at = notice.At,
                text = notice.Text,
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url)
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (settings.Secret is { Length: > 0 } secret)
            request.Headers.Add(
                "X-Husky-Signature",
                $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}"
            );
        using var patient = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patient.CancelAfter(Patience);
        try
        {
            using var response = await client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                patient.Token
            );
            if (!response.IsSuccessStatusCode)
                throw new NoticeException($"The webhook answered {(int)response.StatusCode}.");
        }
        catch (OperationCanceledException fault) when (!cancellation.IsCancellationRequested)
        {
            throw new NoticeException("The webhook did not answer in time.", fault);
        }
        catch (HttpRequestException fault)
        {
            throw new NoticeException($"The webhook cannot be reached ({fault.HttpRequestError}).", fault);
        }
    }

    public void Dispose() => client.Dispose();
}
