using System.Net;
using System.Net.Http.Headers;

namespace Fashion.Keras.Datasets;

/// <summary>
/// Fetches the files of a data set over HTTP into the cache. A file grows under a name of its own process and is renamed when
/// its checksum is right, so that two processes do not hurt each other and nothing half-written is ever found. A broken
/// transfer is taken up where it ended if the server can, and begun again otherwise.
/// </summary>
internal sealed class Downloader(DatasetArchive archive, DownloadOptions options, string folder)
{
    private const int Attempts = 3, Overhead = 1 << 16;

    /// <summary>Fetches what is missing; null on success, else the reason.</summary>
    public string? FetchAll(Uri origin, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using HttpClient client = options.CreateClient();
            foreach (DatasetFile file in archive.Files)
            {
                if (DatasetFolder.FindFile(file, folder, out _) is not null) continue;
                // A thread of the pool: no synchronization context of the caller can be blocked by waiting here.
                string? reason =
                    Task.Run(() => FetchAsync(client, new Uri(origin, file.RemoteName ?? file.Name), file, cancellationToken),
                        cancellationToken).GetAwaiter().GetResult();
                if (reason is not null) return reason;
            }
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{folder} cannot be written: {e.Message}";
        }
    }

    private async Task<string?> FetchAsync(HttpClient client, Uri address, DatasetFile file, CancellationToken cancellationToken)
    {
        string part = Path.Combine(folder, $"{file.Name}.{Environment.ProcessId}.{Guid.NewGuid():N}.part");
        try
        {
            string reason = "";
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                try
                {
                    await TransferAsync(client, address, part, file, cancellationToken).ConfigureAwait(false);
                    byte[] content = file.Read(part, file.Name);
                    if (file.IsWhole(content))
                    {
                        File.Move(part, Path.Combine(folder, file.Name), overwrite: true);
                        return null;
                    }
                    reason = $"{address} sent something else (its checksum is wrong)";
                    File.Delete(part);
                }
                catch (InvalidDataException e)
                {
                    reason = $"{address} sent a damaged file: {e.Message}";
                    File.Delete(part);
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    reason = $"{address} sent nothing for {options.Timeout.TotalSeconds:0.#} s";
                }
                catch (HttpRequestException e)
                {
                    reason = $"{address}: {e.Message}";
                    // No such host, no such file: trying again changes nothing.
                    if (e.StatusCode is not null
                        || e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError) return reason;
                }
                catch (IOException e)
                {
                    reason = $"{address}: the transfer broke off ({e.Message})";
                }
            }
            return reason;
        }
        finally
        {
            File.Delete(part);
        }
    }

    private async Task TransferAsync(HttpClient client, Uri address, string part, DatasetFile file, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Timeout);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        long have = File.Exists(part) ? new FileInfo(part).Length : 0;
        if (have > 0) request.Headers.Range = new RangeHeaderValue(have, null);
        using HttpResponseMessage response =
            await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.PartialContent) have = 0;
        response.EnsureSuccessStatusCode();

        long? total = response.Content.Headers.ContentLength + have;
        using Stream source = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
        using var target = new FileStream(part, have > 0 ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None);
        using var progress = new Reporting.TransferProgress(options.Output, file.Name, total);
        var buffer = new byte[1 << 16];
        for (int read; (read = await source.ReadAsync(buffer, patience.Token).ConfigureAwait(false)) > 0;)
        {
            patience.CancelAfter(options.Timeout);
            // What is packed is smaller than its content, but for a header.
            if (have + read > file.Length + Overhead) throw new InvalidDataException($"more than the {file.Length} bytes of {file.Name}");
            await target.WriteAsync(buffer.AsMemory(0, read), patience.Token).ConfigureAwait(false);
            progress.Report(have += read);
        }
        if (total is { } expected && have < expected) throw new IOException($"{have} of {expected} bytes");
    }
}
