using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Fashion.Keras.Tests.Datasets;

/// <summary>A tiny HTTP server on the loopback address that can break off, stall, or serve ranges.</summary>
public sealed class LocalServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, byte[]?> _content;
    private int _breaks;

    public LocalServer(Func<string, byte[]?> content, int breakFirst = 0, bool ranges = true, bool stall = false)
    {
        _content = content;
        _breaks = breakFirst;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = Task.Run(() => ServeAsync(ranges, stall));
    }

    public Uri Address { get; }

    public List<string> Requests { get; } = [];

    private async Task ServeAsync(bool ranges, bool stall)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = Task.Run(() => AnswerAsync(client, ranges, stall));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { }
    }

    private async Task AnswerAsync(TcpClient client, bool ranges, bool stall)
    {
        using (client)
        {
            Stream stream = client.GetStream();
            var reader = new StreamReader(stream, Encoding.ASCII);
            string request = await reader.ReadLineAsync() ?? "";
            long from = 0;
            for (string? line; (line = await reader.ReadLineAsync()) is { Length: > 0 };)
                if (ranges && line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                    from = long.Parse(line["Range: bytes=".Length..].TrimEnd('-'), System.Globalization.CultureInfo.InvariantCulture);
            lock (Requests) Requests.Add($"{request.Split(' ')[1]} from {from}");
            if (_content(request.Split(' ')[1].TrimStart('/')) is not { } body)
            {
                await stream.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
                return;
            }
            string status = from > 0 ? "206 Partial Content" : "200 OK";
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length - from}\r\nConnection: close\r\n\r\n"));
            if (stall)
            {
                await Task.Delay(TimeSpan.FromSeconds(30), _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            }
            byte[] rest = body[(int)from..];
            if (Interlocked.Decrement(ref _breaks) >= 0) rest = rest[..(rest.Length / 2)];
            await stream.WriteAsync(rest);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _stop.Dispose();
    }
}
