using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace Fashion.Keras.Samples.Serving;

/// <summary>Sends images over so many connections, each as soon as the answer before is there, and tells how long answers took.</summary>
internal static class LoadGenerator
{
    public static async Task<int> RunAsync(Uri server, string[] arguments)
    {
        int connections = Option(arguments, "--connections", 32), requests = Option(arguments, "--requests", 10_000);
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = connections };
        using var client = new HttpClient(handler) { BaseAddress = server };
        byte[][] bodies = [.. Enumerable.Range(0, 64).Select(Body)];
        await SendAsync(client, bodies[0]);

        var latencies = new long[requests];
        int next = 0, failures = 0;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            for (int i = Interlocked.Increment(ref next) - 1; i < requests; i = Interlocked.Increment(ref next) - 1)
            {
                long sent = Stopwatch.GetTimestamp();
                if (await SendAsync(client, bodies[i % bodies.Length]) != HttpStatusCode.OK) Interlocked.Increment(ref failures);
                latencies[i] = Stopwatch.GetTimestamp() - sent;
                if ((i + 1) % Math.Max(1, requests / 10) == 0)
                    Console.WriteLine($"{i + 1,9}  {await client.GetStringAsync(new Uri("/memory", UriKind.Relative))}");
            }
        })));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Array.Sort(latencies);
        Console.Write(string.Create(CultureInfo.InvariantCulture,
            $"{connections} connections, {requests} requests, {failures} failures: {requests / seconds:0} per second; "));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"ms: p50 {At(0.5):0.00}, p95 {At(0.95):0.00}, p99 {At(0.99):0.00}, p99.9 {At(0.999):0.00}, max {At(1):0.00}"));
        return failures == 0 ? 0 : 1;

        double At(double share) =>
            Stopwatch.GetElapsedTime(0, latencies[Math.Min(requests - 1, (int)(share * requests))]).TotalMilliseconds;
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        using HttpResponseMessage answer = await client.PostAsync(new Uri("/predict", UriKind.Relative), content);
        await answer.Content.ReadAsByteArrayAsync();
        return answer.StatusCode;
    }

    private static byte[] Body(int seed)
    {
        var random = new Random(seed);
        var numbers = Enumerable.Range(0, 28 * 28).Select(_ => random.NextSingle().ToString("0.000", CultureInfo.InvariantCulture));
        return Encoding.UTF8.GetBytes($"[{string.Join(',', numbers)}]");
    }

    private static int Option(string[] arguments, string name, int usual)
    {
        int at = Array.IndexOf(arguments, name);
        return at < 0 ? usual : int.Parse(arguments[at + 1], CultureInfo.InvariantCulture);
    }
}
