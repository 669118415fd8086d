using System.Numerics.Tensors;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Images.Tests;

/// <summary>The code of the guide on image files, as it stands there: it compiles and runs. Fashion.Keras.Tests compares the texts.</summary>
public sealed class GuideCode : IDisposable
{
    private readonly WorkingDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    // Relative names are those of the guide; all other tests use full ones.
    [Fact]
    public void ImageFiles()
    {
        foreach (string name in new[] { "rose", "tulip" })
        {
            Directory.CreateDirectory($"flowers/train/{name}");
            for (int i = 0; i < 5; i++) File.Copy(GoldenImages.File("420.jpg"), $"flowers/train/{name}/{i}.jpg");
        }
        File.Copy(GoldenImages.File("420.jpg"), "rose.jpg");
        File.WriteAllText("flowers/train/rose/6.jpg", "no image");
        var model = new Sequential { new Input(96, 96, 3), new Rescaling(1 / 255.0), new Conv2D(4, 8, strides: 8), new Flatten(), new Dense(2, activation: "softmax") };
        model.Options = new ModelOptions { Output = TextWriter.Null };
        model.Compile("adam", "sparse_categorical_crossentropy");
        #region image-files.md
        var images = Dataset.FromImageFolder("flowers/train", imageSize: (96, 96), unreadable: UnreadableImages.Skip);
        model.Fit(images.Batch(32), epochs: 2);
        foreach (SkippedImage file in images.SkippedFiles) Console.WriteLine($"{file.Path}: {file.Reason}");
        #endregion
        Assert.Equal(Path.GetFullPath("flowers/train/rose/6.jpg"), Assert.Single(images.SkippedFiles).Path);
        File.Delete("flowers/train/rose/6.jpg");
        #region image-files.md
        var (train, valid) = Dataset.FromImageFolder("flowers/train", imageSize: (96, 96), seed: 7).Split(validationSplit: 0.2);
        model.Fit(train.Batch(32).Prefetch(2), epochs: 2, validationData: valid.Batch(32));
        string first = train.ClassNames[0];
        #endregion
        Assert.Equal("rose", first);
        #region image-files.md
        Tensor<float> image = Utils.LoadImage("rose.jpg", size: (96, 96), interpolation: Interpolation.Bilinear);
        Tensor<float> scores = model.Predict(Tensor.Create(image.ToArray(), [1, 96, 96, 3]), verbose: Verbosity.Silent);
        Utils.SaveImage("copy.png", image, scale: false);
        #endregion
        Assert.Equal(2, scores.FlattenedLength);
        Assert.Equal(image.ToArray(), Utils.LoadImage("copy.png").ToArray());
    }
}
