using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using Fashion.Keras.Events.Messages;
using Google.Protobuf;

namespace Fashion.Keras.Events.Files;

/// <summary>
/// An event file: records of length, its checksum, the message, its checksum. Every record reaches the system in one write, so
/// a process that is killed leaves whole records.
/// </summary>
internal sealed class EventFile : IDisposable
{
    private const int HeaderSize = sizeof(ulong) + sizeof(uint);
    private readonly FileStream _stream;

    /// <summary>Makes a new file in a folder, which is made when it is missing; a file that exists is never touched.</summary>
    public EventFile(string folder)
    {
        Directory.CreateDirectory(folder);
        _stream = Create(folder);
        Write(new Event
        {
            WallTime = Now,
            FileVersion = "brain.Event:2",
            SourceMetadata = new Source { Writer = "Fashion.Keras.TensorBoard" }
        });
    }

    /// <summary>Seconds since 1970.</summary>
    public static double Now => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;

    public string Path => _stream.Name;

    public void Write(Event message)
    {
        int size = message.CalculateSize(), total = HeaderSize + size + sizeof(uint);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(total);
        try
        {
            Span<byte> record = buffer.AsSpan(0, total), data = record.Slice(HeaderSize, size);
            BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)size);
            BinaryPrimitives.WriteUInt32LittleEndian(record[sizeof(ulong)..], Crc32C.Masked(record[..sizeof(ulong)]));
            message.WriteTo(data);
            BinaryPrimitives.WriteUInt32LittleEndian(record[^sizeof(uint)..], Crc32C.Masked(data));
            _stream.Write(record);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Flush() => _stream.Flush(flushToDisk: true);

    public void Dispose() => _stream.Dispose();

    // The readers look for "tfevents" and sort by name: the time comes first.
    private static FileStream Create(string folder)
    {
        string machine = string.Concat(Environment.MachineName.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
        string start = string.Create(CultureInfo.InvariantCulture,
            $"events.out.tfevents.{(long)Now:D10}.{machine}.{Environment.ProcessId}");
        for (int number = 0; ; number++)
        {
            string path = System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{start}.{number}.v2"));
            try
            {
                return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);
            }
            catch (IOException) when (File.Exists(path))
            {
            }
        }
    }
}
