using System.Text;
using System.Text.Json;

namespace Fashion.Keras.Experiments;

/// <summary>
/// A file of lines that only grows. A line is written and flushed to the disk as a whole; what a killed process left of its last
/// line is removed when the file is opened again.
/// </summary>
internal sealed class LineFile : IDisposable
{
    private readonly FileStream _lock;
    private readonly FileStream _stream;
    private readonly Lock _gate = new();

    /// <summary>Opens a file for this process alone; it and its folder are made when missing.</summary>
    /// <exception cref="IOException">Another process has it, or it cannot be written.</exception>
    public LineFile(string path)
    {
        Path = path;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        try
        {
            _lock = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1,
                FileOptions.DeleteOnClose);
        }
        catch (IOException e)
        {
            throw new IOException($"'{path}' is in use by another process that runs the same study: {e.Message}", e);
        }
        try
        {
            _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            byte[] bytes = new byte[_stream.Length];
            _stream.ReadExactly(bytes);
            int whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
            _stream.SetLength(whole);
            _stream.Position = whole;
            Lines = Split(bytes.AsSpan(0, whole));
        }
        catch
        {
            _stream?.Dispose();
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The lines that it had when it was opened.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>Adds a line; when the call returns it is on the disk.</summary>
    public void Append(string line)
    {
        lock (_gate)
        {
            _stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
            _stream.Flush(flushToDisk: true);
        }
    }

    /// <summary>The whole lines of a file.</summary>
    public static IReadOnlyList<string> Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Split(bytes.AsSpan(0, Array.LastIndexOf(bytes, (byte)'\n') + 1));
    }

    /// <summary>Reads each line.</summary>
    /// <exception cref="InvalidDataException">A line cannot be read; the message names file and line.</exception>
    public static IReadOnlyList<T> Parse<T>(string path, IReadOnlyList<string> lines,
        Func<string, T?> read) => [.. lines.Select((line, i) =>
    {
        try
        {
            return read(line) ?? throw new JsonException("null is no run");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}', line {i + 1} is damaged: {e.Message} Remove the line; its run is then done again.",
                e);
        }
    })];

    /// <summary>Lets go of the file.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        _lock.Dispose();
    }

    private static string[] Split(ReadOnlySpan<byte> bytes) =>
        Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
