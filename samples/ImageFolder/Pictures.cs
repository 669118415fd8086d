using System.Numerics.Tensors;
using Fashion.Keras;
using Fashion.Keras.Datasets;

/// <summary>Folders of PNG files, one per class: what users have themselves, made here from Fashion-MNIST.</summary>
internal static class Pictures
{
    /// <summary>Writes each image to a file of its own: folder/class/number.png.</summary>
    public static void Write(string folder, ImageDataset images, int count)
    {
        // A slash in a name would be a folder of its own.
        string[] classes = [.. FashionMnist.ClassNames.Select(name => name.Split('/')[0])];
        foreach (string name in classes) Directory.CreateDirectory(Path.Combine(folder, name));
        byte[] labels = images.Labels.ToArray();
        float[] pixels = [.. images.Take(count).Images.Select(p => (float)p)];
        Parallel.For(0, Math.Min(count, labels.Length), i =>
        {
            var picture = Tensor.Create(pixels[(i * 784)..((i + 1) * 784)], [28, 28]);
            Utils.SaveImage(Path.Combine(folder, classes[labels[i]], $"{i:D5}.png"), picture, scale: false);
        });
    }
}
