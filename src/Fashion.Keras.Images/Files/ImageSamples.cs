using System.Numerics.Tensors;
using Fashion.Keras.Pipelines;

namespace Fashion.Keras.Images;

/// <summary>Samples that are made from image files, several at a time, in order.</summary>
/// <param name="reader">Reads the files.</param>
/// <param name="files">Numbers of the files, in the order of a pass.</param>
/// <param name="sample">Makes a sample of a file's number and image.</param>
internal sealed class ImageSamples<T>(ImageReader reader, Dataset<int> files, Func<int, Tensor<float>, T> sample) : Dataset<T>
{
    /// <summary>Unknown as long as files are skipped and not all of them have been tried.</summary>
    public override long? Count
    {
        get
        {
            if (!reader.Skips) return files.Count;
            long count = 0;
            using IEnumerator<int> numbers = files.Open(0);
            while (numbers.MoveNext())
            {
                if (reader.IsReadable(numbers.Current) is not { } readable) return null;
                if (readable) count++;
            }
            return count;
        }
    }

    internal override bool IsSharded => files.IsSharded;

    internal override IEnumerable<PlacedSeed> Seeds => files.Seeds;

    internal override Dataset<T> WithOrder(Func<Dataset<int>, Dataset<int>> order) => new ImageSamples<T>(reader, order(files), sample);

    internal override IEnumerator<T> Open(long pass)
    {
        using IEnumerator<(int File, Tensor<float>? Image)> images =
            files.Map(file => (file, reader.Read(file)), reader.Parallel).Open(pass);
        while (images.MoveNext())
            if (images.Current.Image is { } image) yield return sample(images.Current.File, image);
    }
}
