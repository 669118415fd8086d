using System.Numerics.Tensors;
using Fashion.Keras.Datasets;

namespace Fashion.Keras.Tests.RealData;

/// <summary>Fashion-MNIST, loaded once for all tests that need it; where it is not to be had, they are skipped and say why.</summary>
public sealed class FashionMnistData
{
    private readonly Lazy<((Tensor<float>, Tensor<byte>) Train, (Tensor<float>, Tensor<byte>) Test)> _data = new(Load);

    /// <summary>Training images (60000, 28, 28), 0 to 1, and labels.</summary>
    public (Tensor<float> Images, Tensor<byte> Labels) Train => Get().Train;

    /// <summary>Test images (10000, 28, 28), 0 to 1, and labels.</summary>
    public (Tensor<float> Images, Tensor<byte> Labels) Test => Get().Test;

    /// <summary>Skips the test that asks if the data is not to be had.</summary>
    public void Require() => Get();

    private static ((Tensor<float>, Tensor<byte>) Train, (Tensor<float>, Tensor<byte>) Test) Load()
    {
        (ImageDataset train, ImageDataset test) = FashionMnist.Load(options: new DownloadOptions { Output = TextWriter.Null });
        return (train.Normalize(), test.Normalize());
    }

    private ((Tensor<float> Images, Tensor<byte> Labels) Train, (Tensor<float> Images, Tensor<byte> Labels) Test) Get()
    {
        try
        {
            return _data.Value;
        }
        catch (DatasetUnavailableException e)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }
}
