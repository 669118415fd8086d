using Fashion.Keras.Datasets;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Images;

/// <summary>What the arguments of the loaders have in common.</summary>
internal sealed record ImageOptions(ImageForm Form, bool Shuffle, int? Seed, UnreadableImages Unreadable, int? Parallel, long MaxPixels)
{
    /// <summary>Checks the arguments, finds the files, and puts them in order: sorted, or shuffled as Keras does with the seed.</summary>
    /// <param name="index">Finds the files.</param>
    /// <param name="what">Who asks, for messages.</param>
    public OpenedImages Open(Func<ImageFolderIndex> index, string what)
    {
        Form.Check(what);
        Choice.Check(Unreadable, what);
        ImageReader.CheckMaxPixels(MaxPixels, what);
        int parallel = Parallel is { } wanted ? Guard.Positive(wanted, what, "parallel") : Environment.ProcessorCount;
        int seed = Seed is { } given ? Guard.NotNegative(given, what, "seed") : Shuffle ? SeedSource.Next() : 0;
        ImageFolderIndex found = index();
        int[] order = Shuffle ? new NumpyRandom((uint)seed).Permutation(found.Files.Length) : [.. Enumerable.Range(0, found.Files.Length)];
        return new(found, new ImageReader(found.Files, Form, Unreadable, MaxPixels, parallel), order, Shuffle ? seed : null);
    }
}

/// <summary>Image files that were found.</summary>
/// <param name="Index">The files and their classes.</param>
/// <param name="Reader">Reads them.</param>
/// <param name="Order">Their numbers, as a pass has them.</param>
/// <param name="ShuffleSeed">Seed of the order of every pass; null where all passes have the same.</param>
internal sealed record OpenedImages(ImageFolderIndex Index, ImageReader Reader, int[] Order, int? ShuffleSeed);
