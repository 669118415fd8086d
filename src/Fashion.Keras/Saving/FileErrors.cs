using System.Text.Json;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Saving;

/// <summary>
/// Errors while a file is read: each gets the name of the file and the version of Keras that wrote it, and no text in a file
/// makes a message long.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class FileErrors(string path)
{
    // Of a long path all is said, so that the rest has room of its own.
    private const int Longest = 400, LeastRest = 300, Head = 200;

    /// <summary>Who wrote the file, once that is known.</summary>
    public FileVersion? Writer { get; set; }

    /// <summary>Reads something; whatever is wrong with the file comes out as one kind of exception.</summary>
    public T Named<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ModelFormatException e)
        {
            throw new ModelFormatException(Message(e.Message), e) { Path = path, Entry = e.Entry };
        }
        // What is read may have any form; a place that expects another one than it finds answers with one of these.
        catch (Exception e) when (e is InvalidOperationException or JsonException or FormatException or OverflowException
            or KeyNotFoundException or InvalidCastException or IndexOutOfRangeException or NotSupportedException or InvalidDataException
            or EndOfStreamException)
        {
            throw new ModelFormatException(Message($"something in the file has another form than expected: {e.Message}"), e)
            { Path = path };
        }
    }

    private string Message(string text)
    {
        string start = Writer is { } version ? $"{path} ({version}): " : $"{path}: ";
        if (text.StartsWith(start, StringComparison.Ordinal)) text = text[start.Length..];
        else if (text.StartsWith($"{path}: ", StringComparison.Ordinal)) text = text[(path.Length + 2)..];
        return start + ShortText.WithoutMiddle(text, Math.Max(LeastRest, Longest - start.Length), Head);
    }
}
