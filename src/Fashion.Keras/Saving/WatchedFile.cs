using Fashion.Keras.Internal;

namespace Fashion.Keras.Saving;

/// <summary>
/// A file that is read while other programs may replace, delete or overwrite it: none is kept from that, on Windows neither. A file
/// that takes its place is not seen. A file that is overwritten is seen by the time of its last write and its length, and what was read
/// of it is refused: it may be half of one model and half of another.
/// </summary>
internal sealed class WatchedFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly string _path;
    private readonly (DateTime Time, long Length) _opened;

    private WatchedFile(FileStream stream, string path)
    {
        _stream = stream;
        _path = path;
        _opened = Stamp();
    }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="ModelFormatException">It is a folder, a device or empty.</exception>
    public static WatchedFile Open(string path)
    {
        if (Directory.Exists(path)) throw new ModelFormatException($"{path}: this is a folder. TensorFlow's SavedModel folders cannot be " +
            "read; save the model as .keras or .h5 in Python.")
        { Path = path };
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        try
        {
            RegularFile.Length(path);
        }
        catch (InvalidDataException e)
        {
            throw new ModelFormatException(e.Message, e) { Path = path };
        }
        return new WatchedFile(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), path);
    }

    /// <summary>Reads all that is wanted of the file.</summary>
    /// <param name="read">Reads it. What it changes must be worthless when this method throws.</param>
    /// <exception cref="ModelFormatException">The file was overwritten meanwhile.</exception>
    public T Read<T>(Func<Stream, T> read)
    {
        T result;
        try
        {
            result = read(_stream);
        }
        catch (Exception e) when (Stamp() != _opened)
        {
            throw Overwritten(e);
        }
        return Stamp() == _opened ? result : throw Overwritten(null);
    }

    public void Dispose() => _stream.Dispose();

    private (DateTime, long) Stamp() => (File.GetLastWriteTimeUtc(_stream.SafeFileHandle), RandomAccess.GetLength(_stream.SafeFileHandle));

    private ModelFormatException Overwritten(Exception? cause)
    {
        string message = $"{_path}: the file was overwritten while it was read. Load it again once it is complete; a program that writes " +
            "to another file and renames that, as Save does, is never in the way.";
        return cause is null ? new(message) { Path = _path } : new(message, cause) { Path = _path };
    }
}
