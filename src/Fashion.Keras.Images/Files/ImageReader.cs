using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics.Tensors;

namespace Fashion.Keras.Images;

/// <summary>Reads image files by their number, and knows which of them cannot be read. Called from several threads.</summary>
/// <param name="files">Full paths.</param>
/// <param name="form">What every image is made into.</param>
/// <param name="unreadable">What happens to those that cannot be read.</param>
/// <param name="maxPixels">Most pixels of a file.</param>
/// <param name="parallel">Files that are read at the same time.</param>
internal sealed class ImageReader(string[] files, ImageForm form, UnreadableImages unreadable, long maxPixels, int parallel)
{
    private readonly ConcurrentDictionary<int, string> _reasons = new();
    private readonly bool[] _seen = new bool[files.Length];

    public bool Skips => unreadable == UnreadableImages.Skip;

    public int Parallel => parallel;

    public IReadOnlyList<string> Files => files;

    /// <summary>Reads a file.</summary>
    /// <returns>(height, width, channels); null for one that is skipped.</returns>
    /// <exception cref="ImageFileException">It cannot be read, and files are not skipped.</exception>
    public Tensor<float>? Read(int file)
    {
        if (Skips && _reasons.ContainsKey(file)) return null;
        try
        {
            using PixelBuffer image = ImageDecoder.Decode(files[file], maxPixels);
            float[] values = ImageResizer.Resize(image, form);
            return Tensor.Create(values, [form.Size.Height, form.Size.Width, PixelRow.Channels(form.ColorMode)]);
        }
        catch (ImageFileException e) when (Skips)
        {
            _reasons[file] = e.Reason;
            return null;
        }
        finally
        {
            Volatile.Write(ref _seen[file], true);
        }
    }

    /// <summary>Whether a file can be read; null until it has been tried.</summary>
    public bool? IsReadable(int file) => Volatile.Read(ref _seen[file]) ? !_reasons.ContainsKey(file) : null;

    /// <summary>Those of the files that were skipped until now.</summary>
    public SkippedImage[] Skipped(IEnumerable<int> among) =>
        [.. among.Order().Where(_reasons.ContainsKey).Select(file => new SkippedImage(files[file], _reasons[file]))];

    /// <summary>Decodes files and lists those that cannot be read.</summary>
    public SkippedImage[] Check(IReadOnlyCollection<int> among)
    {
        var bad = new ConcurrentDictionary<int, string>();
        System.Threading.Tasks.Parallel.ForEach(among, new ParallelOptions { MaxDegreeOfParallelism = parallel }, file =>
        {
            try
            {
                ImageDecoder.Decode(files[file], maxPixels).Dispose();
            }
            catch (ImageFileException e)
            {
                bad[file] = e.Reason;
                if (Skips) _reasons[file] = e.Reason;
            }
            Volatile.Write(ref _seen[file], true);
        });
        return [.. bad.OrderBy(b => b.Key).Select(b => new SkippedImage(files[b.Key], b.Value))];
    }

    public static void CheckMaxPixels(long maxPixels, string what)
    {
        if (maxPixels is < 1 or > ImageDecoder.MostPixels)
            throw new ArgumentOutOfRangeException(nameof(maxPixels), maxPixels,
                string.Create(CultureInfo.InvariantCulture, $"{what}: maxPixels must be 1 to {ImageDecoder.MostPixels}, not {maxPixels}."));
    }
}
