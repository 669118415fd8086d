#pragma warning disable // Code of readmes, as it stands there.
using System.Numerics.Tensors;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Datasets;
using Fashion.Keras.Distributed;
using Fashion.Keras.Events;
using Fashion.Keras.Experiments;
using Fashion.Keras.Hdf5;
using Fashion.Keras.Plotting;
using Fashion.Keras.Reference;
using Fashion.Keras.Reporting;

namespace Fashion.Keras.PublicApi.Tests;

/// <summary>The code of the packages' readmes, as it stands there: it compiles on the public API alone. Nothing calls it.</summary>
internal static class PackageCode
{
    private static void ApplicationsPackage(Tensor<float> images)
    {
        Model model = Applications.MobileNetV2(inputShape: [96, 96, 3], alpha: 0.35, weights: "mobilenet.weights.h5", classes: 10);
        Tensor<float> scores = model.Predict(Applications.PreprocessMobileNetV2(images));
    }

    private static void DistributedPackage(Model model, float[,] x, int[] y)
    {
        using var ranks = DataParallel.Start();
        model.Distribute(ranks);
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        model.Fit(x, y, batchSize: 64 * ranks.Size, callbacks: [new ModelCheckpoint("best.keras")]);   // rank 0 prints and writes
    }

    private static void ExperimentsPackage(Func<double, Model> Final, Func<Model, RunContext, History> Fit)
    {
        var study = new Study("dropout") { Seeds = 5, Out = "runs" };
        foreach (double rate in new[] { 0.0, 0.2, 0.3, 0.5 }) study.Add($"{rate}", () => Final(rate), fit: Fit);
        StudyResult result = study.Run();
        Console.WriteLine(result);
        Console.WriteLine(result.Difference("0.3", baseline: "0"));
    }

    private static void Hdf5Package()
    {
        var builder = new H5FileBuilder();
        H5GroupBuilder dense = builder.Root.Group("layers/dense");
        dense.Add("kernel", new float[] { 1, 2, 3, 4, 5, 6 }, 2, 3);
        dense.Add("steps", 7L);
        dense.SetAttribute("name", "dense");
        dense.SetAttribute("weights", ["kernel", "bias"]);
        builder.Save("weights.h5");

        using H5File file = H5File.Open("weights.h5");
        float[] kernel = file.Root.Dataset("layers/dense/kernel").Read<float>();
        IReadOnlyList<long> shape = file.Root.Dataset("layers/dense/kernel").Shape;          // 2, 3
        string name = file.Root.Group("layers/dense").Attributes["name"].ReadTexts()[0];
        foreach (H5Link link in file.Root.Links) Console.WriteLine(link.Name);
    }

    private static void ReferenceEnginePackage(Model model)
    {
        model.Options = new ModelOptions { Engine = new ReferenceEngine() };
    }

    private static void ImagesPackage(Model model)
    {
        var (train, valid) = Dataset.FromImageFolder("flowers", imageSize: (96, 96), seed: 7).Split(validationSplit: 0.2);
        model.Fit(train.Batch(32).Prefetch(2), epochs: 10, validationData: valid.Batch(32));

        Tensor<float> image = Utils.LoadImage("rose.jpg", size: (96, 96));   // (96, 96, 3), 0 to 255
        Utils.SaveImage("copy.png", image, scale: false);
    }

    private static void OnnxPackage(Model model)
    {
        model.SaveOnnx("digits.onnx");
        model.SaveOnnx("digits_nchw.onnx", new OnnxOptions { Layout = ImageLayout.ChannelsFirst });

        Model network = OnnxModel.Load("from_pytorch.onnx", trainable: true);
    }

    private static void PlottingPackage(Model model, float[,] x, int[] y, ImageDataset test, Tensor<float> images)
    {
        model.Fit(x, y, epochs: 10, validationSplit: 0.1).Plot("curves.png");
        Plots.Images(test.Images, test.Labels, model.Predict(images), FashionMnist.ClassNames).Save("images.png");
    }

    private static void ReportingPackage(Study study)
    {
        StudyResult result = study.Run();
        result.SaveReport("report.html");
        result.SaveReport("report.md");
    }

    private static void TablesPackage(Model model)
    {
        Table table = Dataset.FromCsv("passengers.csv", label: "survived", columns: ["sex", "age", "fare"],
            options: new CsvOptions { Fills = new() { ["age"] = 30f, ["sex"] = "unknown" } });

        var (train, valid) = table.Split(validationSplit: 0.2, seed: 7);
        model.Fit(train.Shuffle(1000, seed: 7).Batch(32), epochs: 10, validationData: valid.Batch(32));
        Tensor<float> p = model.Predict(table.Row(("sex", "female"), ("age", 29f), ("fare", 80f)));
    }

    private static void TensorBoardPackage(Model model, float[,] x, int[] y)
    {
        model.Fit(x, y, epochs: 10, validationSplit: 0.1, callbacks: [new TensorBoard("logs/run1", histogramFreq: 1)]);

        using var writer = new SummaryWriter("logs/my-measurements");
        writer.Scalar("temperature", 21.5, step: 0);
    }
}
