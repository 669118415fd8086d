using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Fashion.Keras.Tests.Architectures;

/// <summary>What real Keras says of one architecture: Golden/applications.py wrote it.</summary>
internal sealed class ApplicationCase(string name, string? folder = null)
{
    private static string Golden => Path.Combine(AppContext.BaseDirectory, "Golden");

    private readonly string _folder = folder ?? Golden;

    public JsonNode Json { get; } = Read(name, folder);

    public static IEnumerable<string> Names(Func<JsonNode, bool> which) =>
        Directory.GetFiles(Golden, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)
            .Where(n => Read(n)["architecture"] is not null && which(Read(n)));

    public static JsonNode Read(string name, string? folder = null) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(folder ?? Golden, name + ".json")))!;

    /// <summary>The model, with Keras's arguments.</summary>
    public Model Build(string? weights = null)
    {
        JsonNode arguments = Json["arguments"]!;
        Shape? inputShape = arguments["input_shape"] is JsonArray sizes ? Shape.Create([.. sizes.Select(s => s!.GetValue<int>())]) : null;
        bool top = arguments["include_top"]?.GetValue<bool>() ?? true, minimalistic = arguments["minimalistic"]?.GetValue<bool>() ?? false,
            preprocessing = arguments["include_preprocessing"]?.GetValue<bool>() ?? true;
        FeaturePooling? pooling = arguments["pooling"]?.GetValue<string>() switch
        {
            "avg" => FeaturePooling.Average,
            "max" => FeaturePooling.Max,
            _ => null
        };
        int classes = arguments["classes"]?.GetValue<int>() ?? 1000;
        double alpha = arguments["alpha"]?.GetValue<double>() ?? 1, dropout = arguments["dropout_rate"]?.GetValue<double>() ?? 0.2;
        string? activation = arguments.AsObject().ContainsKey("classifier_activation")
            ? arguments["classifier_activation"]?.GetValue<string>()
            : "softmax";
        return Json["architecture"]!.GetValue<string>() switch
        {
            "VGG16" => Applications.VGG16(top, weights, null, inputShape, pooling, classes, activation),
            "ResNet50" => Applications.ResNet50(top, weights, null, inputShape, pooling, classes, activation),
            "ResNet101" => Applications.ResNet101(top, weights, null, inputShape, pooling, classes, activation),
            "ResNet50V2" => Applications.ResNet50V2(top, weights, null, inputShape, pooling, classes, activation),
            "MobileNetV2" => Applications.MobileNetV2(inputShape, alpha, top, weights, null, pooling, classes, activation),
            "MobileNetV3Small" => Applications.MobileNetV3Small(inputShape, alpha, minimalistic, top, weights, null, classes, pooling,
                dropout, activation, preprocessing),
            "MobileNetV3Large" => Applications.MobileNetV3Large(inputShape, alpha, minimalistic, top, weights, null, classes, pooling,
                dropout, activation, preprocessing),
            "EfficientNetB0" => Applications.EfficientNetB0(top, weights, null, inputShape, pooling, classes, activation,
                imageNetScaling: arguments["weights"] is not null),
            var other => throw new InvalidOperationException(other),
        };
    }

    public string[] Texts(string key) => [.. Json[key]!.AsArray().Select(text => text!.GetValue<string>())];

    public double Gain => Json["gain"]!.GetValue<double>();

    public Tensor<float> Images =>
        FormulaWeights.Images(Json["count"]!.GetValue<int>(), Json["size"]!.GetValue<int>(), Json["scaled"]!.GetValue<bool>());

    // Sums of float32 err by a share of the largest numbers in them: for VGG16 those of the direct way by 2.3e-5 of the largest result, in
    // the mean of all by 1.9e-5 of a result.
    public void AssertPredicts(Model model, string what)
    {
        double[] want = Numbers(Json["prediction"]!);
        AssertClose.Equal(want, model.Predict(Images).ToArray(), 2e-5 * Math.Max(1, want.Max(Math.Abs)), 1e-4, what);
    }

    public static double[] Numbers(JsonNode json) => [.. json["data"]!.AsArray().Select(n => n!.GetValue<double>())];

    /// <summary>A file of Keras, unpacked into a folder.</summary>
    public string Unpack(string kind, TemporaryFolder target)
    {
        string file = target.File($"{name}.{kind}");
        using var packed = new GZipStream(File.OpenRead(Path.Combine(_folder, $"{name}.{kind}.gz")), CompressionMode.Decompress);
        using FileStream plain = File.Create(file);
        packed.CopyTo(plain);
        return file;
    }
}
