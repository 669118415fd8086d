using System.Numerics.Tensors;
using Fashion.Keras.Datasets;

namespace Fashion.Keras.Samples.Studies;

/// <summary>The images of Fashion-MNIST, (N, 28, 28, 1) and 0 to 1, with labels.</summary>
internal sealed class Images
{
    private Images(ImageDataset set)
    {
        (Tensor<float> images, Labels) = set.Normalize();
        X = images.Reshape([-1, 28, 28, 1]);
    }

    /// <summary>Images.</summary>
    public Tensor<float> X { get; }

    /// <summary>Class numbers.</summary>
    public Tensor<byte> Labels { get; }

    /// <summary>Loads the data; ends the program when it is nowhere.</summary>
    public static (ImageDataset Train, ImageDataset Test) Load(Options options)
    {
        try
        {
            (ImageDataset train, ImageDataset test) = FashionMnist.Load(options.Data);
            return (options.Limit is { } limit ? train.Take(limit) : train, test);
        }
        catch (DatasetUnavailableException e)
        {
            Console.Error.WriteLine(e.Message);
            Environment.Exit(1);
            throw;
        }
    }

    /// <summary>The images from a place on.</summary>
    /// <param name="set">All images, (N, 28, 28).</param>
    /// <param name="start">Number of the first one.</param>
    public static ImageDataset From(ImageDataset set, int start)
    {
        ArgumentNullException.ThrowIfNull(set);
        int count = set.Count - start;
        byte[] pixels = new byte[set.Images.FlattenedLength], labels = new byte[set.Count];
        set.Images.FlattenTo(pixels);
        set.Labels.FlattenTo(labels);
        return new(Tensor.Create(pixels[^(count * (pixels.Length / set.Count))..], [count, .. set.Images.Lengths[1..]]),
            Tensor.Create(labels[start..], [count]));
    }

    /// <summary>Images as models take them.</summary>
    public static implicit operator Images(ImageDataset set) => new(set);
}
