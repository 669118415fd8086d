using Fashion.Keras.Datasets;

namespace Fashion.Keras.Benchmarks;

/// <summary>Fashion-MNIST as floats from 0 to 1, in plain arrays.</summary>
internal static class BenchmarkData
{
    public static (float[,,] Images, int[] Labels) Train(int count) => Load(count, test: false);

    public static (float[,,] Images, int[] Labels) Test(int count) => Load(count, test: true);

    private static (float[,,] Images, int[] Labels) Load(int count, bool test)
    {
        (ImageDataset train, ImageDataset testSet) = FashionMnist.Load();
        ImageDataset set = (test ? testSet : train).Take(count);
        var images = new float[set.Count, 28, 28];
        var labels = new int[set.Count];
        for (int n = 0; n < set.Count; n++)
        {
            labels[n] = set.Labels[n];
            for (int i = 0; i < 28; i++)
                for (int j = 0; j < 28; j++) images[n, i, j] = set.Images[n, i, j] / 255f;
        }
        return (images, labels);
    }
}
