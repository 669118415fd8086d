using System.Numerics.Tensors;
using Fashion.Keras.Events.Files;
using Fashion.Keras.Events.Messages;
using Fashion.Keras.Events.Values;

namespace Fashion.Keras.Events;

/// <summary>Writes numbers, texts, images, histograms and hyperparameters into an event file that TensorBoard shows.</summary>
/// <remarks>
/// Each writer has a file of its own in the folder; files of other runs stay as they are. What is written can be read at once, and
/// a process that is killed leaves whole records. Methods may be called from several threads.
/// </remarks>
public sealed class SummaryWriter : IDisposable
{
    private readonly Lock _lock = new();
    private readonly EventFile _file;
    private bool _disposed;

    /// <summary>Makes the file.</summary>
    /// <param name="logDir">The folder of the run; it is made when it is missing.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public SummaryWriter(string logDir)
    {
        ArgumentException.ThrowIfNullOrEmpty(logDir);
        _file = new EventFile(logDir);
    }

    /// <summary>The event file, with its full path.</summary>
    public string FilePath => _file.Path;

    /// <summary>Writes a number; it is kept as a 32-bit float.</summary>
    /// <param name="tag">The name of the curve; parts before a slash are groups.</param>
    /// <param name="value">The number; NaN and infinities are allowed.</param>
    /// <param name="step">Where on the axis of steps.</param>
    /// <param name="description">Markdown that explains the curve; null for none.</param>
    public void Scalar(string tag, double value, long step, string? description = null) =>
        Write(SummaryValues.Scalar(Checked(tag), value, description), step);

    /// <summary>Writes a text.</summary>
    /// <param name="tag">Its name.</param>
    /// <param name="markdown">Markdown.</param>
    /// <param name="step">Where on the axis of steps.</param>
    /// <param name="description">Markdown that explains the text; null for none.</param>
    public void Text(string tag, string markdown, long step, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        Write(SummaryValues.Text(Checked(tag), markdown, description), step);
    }

    /// <summary>Writes how numbers are distributed: their counts in buckets of equal width. Numbers that are not finite are left
    /// out.</summary>
    /// <param name="tag">Its name.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="step">Where on the axis of steps.</param>
    /// <param name="buckets">How many buckets, positive.</param>
    /// <param name="description">Markdown that explains the histogram; null for none.</param>
    public void Histogram(string tag, ReadOnlySpan<float> values, long step, int buckets = 30, string? description = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(buckets);
        Write(SummaryValues.Histogram(Checked(tag), values, buckets, description), step);
    }

    /// <summary>Writes images of numbers from 0 (black) to 1 (white); what is outside is cut off, NaN is black.</summary>
    /// <param name="tag">Their name.</param>
    /// <param name="pixels">(height, width), (height, width, channels) or (images, height, width, channels) with 1 to 4 channels: grey,
    /// grey with alpha, RGB, RGBA.</param>
    /// <param name="step">Where on the axis of steps.</param>
    /// <param name="maxOutputs">At most so many of the images, the first ones.</param>
    /// <param name="description">Markdown that explains the images; null for none.</param>
    /// <exception cref="ShapeMismatchException">The tensor has no such shape.</exception>
    public void Image(string tag, Tensor<float> pixels, long step, int maxOutputs = 3, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        var values = new float[pixels.FlattenedLength];
        pixels.FlattenTo(values);
        byte[] bytes = [.. values.Select(v => float.IsNaN(v) ? (byte)0 : (byte)Math.Min(Math.Clamp((double)v, 0, 1) * 255.5, 255))];
        Image(tag, bytes, pixels.Lengths, step, maxOutputs, description);
    }

    /// <summary>Writes images of bytes from 0 (black) to 255 (white).</summary>
    /// <param name="tag">Their name.</param>
    /// <param name="pixels">(height, width), (height, width, channels) or (images, height, width, channels) with 1 to 4 channels: grey,
    /// grey with alpha, RGB, RGBA.</param>
    /// <param name="step">Where on the axis of steps.</param>
    /// <param name="maxOutputs">At most so many of the images, the first ones.</param>
    /// <param name="description">Markdown that explains the images; null for none.</param>
    /// <exception cref="ShapeMismatchException">The tensor has no such shape.</exception>
    public void Image(string tag, Tensor<byte> pixels, long step, int maxOutputs = 3, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        var bytes = new byte[pixels.FlattenedLength];
        pixels.FlattenTo(bytes);
        Image(tag, bytes, pixels.Lengths, step, maxOutputs, description);
    }

    /// <summary>Writes the hyperparameters of the run, which begins with them. Once per folder.</summary>
    /// <param name="values">Numbers, texts, bools and enum values by name.</param>
    /// <exception cref="ArgumentException">A value is of another kind, or has no name.</exception>
    public void HyperParameters(IReadOnlyDictionary<string, object> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Write(SummaryValues.Session("_hparams_/session_start_info", HyperParameterValues.Start(values, EventFile.Now)), 0);
    }

    /// <summary>Writes that the run of <see cref="HyperParameters"/> has ended.</summary>
    /// <param name="success">Whether it came to its end.</param>
    public void EndSession(bool success = true) =>
        Write(SummaryValues.Session("_hparams_/session_end_info", HyperParameterValues.End(success, EventFile.Now)), 0);

    /// <summary>Has the system write the file to the disk, so that it survives a power failure. Other readers see it without.</summary>
    /// <exception cref="ObjectDisposedException">The writer is closed.</exception>
    public void Flush()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _file.Flush();
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _file.Dispose();
        }
    }

    /// <summary>Writes images; nothing when a weight is none.</summary>
    internal void Image(string tag, PixelImages images, long step) => Write(SummaryValues.Images(tag, images, maxOutputs: 3, null), step);

    /// <summary>Writes the structure of a model.</summary>
    internal void ModelGraph(string json) => Write(SummaryValues.ModelGraph("keras", json), 0);

    private void Image(string tag, byte[] bytes, ReadOnlySpan<nint> lengths, long step, int maxOutputs, string? description)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxOutputs);
        int[] sizes = [.. lengths.ToArray().Select(size => checked((int)size))];
        int[]? all = sizes.Length switch { 2 => [1, .. sizes, 1], 3 => [1, .. sizes], 4 => sizes, _ => null };
        if (all is not [_, > 0, > 0, >= 1 and <= 4])
            throw new ShapeMismatchException($"Images '{tag}' have shape ({string.Join(", ", sizes)}); they must be (height, width), " +
                "(height, width, channels) or (images, height, width, channels) with 1 to 4 channels.");
        Write(SummaryValues.Images(Checked(tag), new PixelImages(bytes, all[0], all[1], all[2], all[3]), maxOutputs, description), step);
    }

    private static string Checked(string tag)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        return tag;
    }

    private void Write(Summary.Types.Value value, long step)
    {
        var message = new Event { WallTime = EventFile.Now, Step = step, Summary = new Summary { Value = { value } } };
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _file.Write(message);
        }
    }
}
