using System.Numerics.Tensors;
using Fashion.Keras.Datasets;

namespace Fashion.Keras.Tests.RealData;

/// <summary>Fashion-MNIST, loaded once for all tests that need it; where it is not to be had, they are skipped and say why.</summary>
public sealed class FashionMnistData
{
    private readonly Lazy<(ImageDataset Train, ImageDataset Test)> _data = new(() => FashionMnist.Load(options: new DownloadOptions { Output = TextWriter.Null }));

    /// <summary>Training images (60000, 28, 28), 0 to 1, and labels.</summary>
    public (Tensor<float> Images, Tensor<byte> Labels) Train => Load().Train.Normalize();

    /// <summary>Test images (10000, 28, 28), 0 to 1, and labels.</summary>
    public (Tensor<float> Images, Tensor<byte> Labels) Test => Load().Test.Normalize();

    /// <summary>Skips the test that asks if the data is not to be had.</summary>
    public void Require() => Load();

    private (ImageDataset Train, ImageDataset Test) Load()
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
