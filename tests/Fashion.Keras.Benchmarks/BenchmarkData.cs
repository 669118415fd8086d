using Fashion.Keras.Datasets;

namespace Fashion.Keras.Benchmarks;

/// <summary>Fashion-MNIST as floats from 0 to 1, in plain arrays.</summary>
internal static class BenchmarkData
{
    public static (float[,,] Images, int[] Labels) Train(int count) => Load(count, test: false);

    public static (float[,,] Images, int[] Labels) Test(int count) => Load(count, test: true);

    /// <summary>Every picture as a text: one word for each 2 x 2 pixels and its place.</summary>
    public static int[,] Texts(float[,,] images)
    {
        var texts = new int[images.GetLength(0), FamilyModels.Tokens];
        for (int n = 0; n < texts.GetLength(0); n++)
            for (int i = 0; i < FamilyModels.Tokens; i++)
                texts[n, i] = ((int)(images[n, i / 14 * 2, i % 14 * 2] * 255) * FamilyModels.Tokens + i) % FamilyModels.Words;
        return texts;
    }

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
