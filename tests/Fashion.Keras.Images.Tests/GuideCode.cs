using System.Numerics.Tensors;
using Fashion.Keras.Layers;
using Fashion.Keras.Metrics;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Images.Tests;

/// <summary>
/// The code of the guide on image files, as it stands there: it compiles and runs. Fashion.Keras.Tests compares the texts.
/// </summary>
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
        var model = new Sequential { new Input(96, 96, 3), new Rescaling(1 / 255.0), new Conv2D(4, 8, strides: 8), new Flatten(),
            new Dense(2, activation: "softmax") };
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

    // Here the library's internal members are out of sight, as they are for users.
    [Fact]
    public void OwnMetric()
    {
        var metric = new ShareWithin(0.5);
        metric.UpdateState(new float[] { 1, 2, 3, 4 }, new float[] { 1.25f, 2, 4, 4 });
        Assert.Equal(0.75, metric.Result());
    }

    #region extending.md
    /// <summary>The share of predictions that are off by a limit at most.</summary>
    [RegisterSerializable("my_package", "ShareWithin")]
    sealed class ShareWithin : Metric
    {
        private readonly double _limit;
        private readonly Variable _hits, _count;

        public ShareWithin(double limit, string name = "share_within") : base(name)
        {
            _limit = limit;
            _hits = AddVariable("hits", Shape.Scalar);
            _count = AddVariable("count", Shape.Scalar);
        }

        protected override void Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight)
        {
            SymbolicTensor hit = Ops.LessOrEqual(Ops.Abs(yTrue - yPred), _limit);
            Add(_hits, Ops.Sum(hit));
            Add(_count, Ops.Sum(Ops.OnesLike(hit)));
        }

        public override double Result() => _hits.Value[0] / Math.Max(1, _count.Value[0]);

        public override void WriteConfig(ConfigWriter config)
        {
            base.WriteConfig(config);
            config.Write("limit", _limit);
        }
    }
    #endregion
}
