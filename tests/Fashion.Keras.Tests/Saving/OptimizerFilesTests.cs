using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// Models that real Keras trained and saved are trained on here, and become what Keras made of them (Golden/optimizer_files).
/// </summary>
public sealed class OptimizerFilesTests
{
    private const int Rows = 6, Features = 64;

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Folder, "*.keras").Select(f => Path.GetFileNameWithoutExtension(f)!).Order()];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Golden", "optimizer_files");

    [Theory, MemberData(nameof(Names))]
    public void Fit_ModelThatKerasTrained_GoesOnAsKeras(string name)
    {
        JsonNode golden = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!;
        Model model = Model.Load(Path.Combine(Folder, name + ".keras"));

        GoOn(model, golden, name);
    }

    [Theory]
    [InlineData(".keras")]
    [InlineData(".h5")]
    public void Fit_ModelThatWasSavedAgain_GoesOnAsKeras(string extension)
    {
        using var folder = new TemporaryFolder();
        foreach (string name in Names.Select(n => n.Data))
        {
            JsonNode golden = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!;
            string path = folder.File(name + extension);
            Model.Load(Path.Combine(Folder, name + ".keras")).Save(path);

            Model again = Model.Load(path);

            Assert.Empty(again.LoadWarnings);
            GoOn(again, golden, name + extension);
            again.Save(path);
            float[] x = Data().X;
            ExchangeFiles.Add(again, path, $"optimizer_file_{name}", [((Shape)new[] { Rows, Features }, x)],
                [[.. again.Predict(Tensor.Create(x, [Rows, Features]), verbose: Verbosity.Silent)]]);
        }
    }

    private static void GoOn(Model model, JsonNode golden, string what)
    {
        (float[] x, float[] y) = Data();
        History history = model.Fit(Tensor.Create(x, [Rows, Features]), Tensor.Create(y, [Rows, 2]), batchSize: Rows, epochs: 3,
            shuffle: false, verbose: Verbosity.Silent);

        AssertClose.Equal(Numbers(golden["loss"]!), [.. history["loss"].Select(v => (float)v)], 1e-5, 2e-4, $"{what} loss");
        foreach ((Variable weight, JsonNode? want) in model.Weights.Zip(golden["weights"]!.AsArray()))
        {
            AssertClose.Equal([want!["norm"]!.GetValue<double>()], [Norm(weight.ToArray())], 1e-5, 2e-4, $"{what} {weight.Path} norm");
            AssertClose.Equal(Numbers(want["first"]!), [.. weight.ToArray().Take(8)], 2e-4, 2e-3, $"{what} {weight.Path}");
        }
        Optimizer optimizer = model.Optimizer!;
        Assert.Equal(golden["iterations"]!.GetValue<long>(), optimizer.Iterations / (optimizer.GradientAccumulationSteps ?? 1));
        AssertClose.Equal(Numbers(golden["optimizer"]!), [.. optimizer.Entries.Select(e => Norm([.. e.Read().Select(v => (float)v)]))],
            1e-5, 2e-3, $"{what} state");
    }

    private static (float[] X, float[] Y) Data()
    {
        float[] x = new float[Rows * Features], y = new float[Rows * 2];
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Features; j++) x[i * Features + j] = (float)Math.Sin(0.7 * i + 0.3 * j);
            for (int j = 0; j < 2; j++) y[i * 2 + j] = (float)Math.Cos(0.5 * i + j);
        }
        return (x, y);
    }

    private static double[] Numbers(JsonNode list) => [.. list.AsArray().Select(n => n!.GetValue<double>())];

    private static float Norm(float[] values) => (float)Math.Sqrt(values.Sum(v => (double)v * v));
}
