using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers.Lookup;

/// <summary>CategoryEncoding, Discretization and what layers learn from batches, against numbers of real Keras.</summary>
public sealed class GoldenCategoryTests
{
    [Fact]
    public void CategoryEncoding_CountWeights_AreAddedUp()
    {
        int[,] codes = { { 0, 1 }, { 0, 0 }, { 3, 9 } };
        var weights = new float[,] { { 0.5f, 2 }, { 0.25f, 0.5f }, { 4, 1 } };

        Assert.Equal([0.5f, 2, 0, 0, 0.75f, 0, 0, 0, 0, 0, 0, 4],
            new CategoryEncoding(4, outputMode: "count").Apply(codes, countWeights: weights).ToArray());
        Assert.Contains("Count", Assert.Throws<ArgumentException>(() => new CategoryEncoding(4).Apply(codes, weights)).Message,
            StringComparison.Ordinal);
        Assert.Contains("(3, 2)",
            Assert.Throws<ShapeMismatchException>(() => new CategoryEncoding(4, "count").Apply(codes, new float[] { 1, 2 })).Message,
            StringComparison.Ordinal);
    }

    public static IEnumerable<TheoryDataRow<string, int>> Encodings =>
        GraphRunner.Engines.SelectMany(
            engine => Enumerable.Range(0, Cases("encoding").Length).Select(i => new TheoryDataRow<string, int>(engine, i)));

    public static IEnumerable<TheoryDataRow<int>> Adapted =>
        Enumerable.Range(0, Cases("discretization_adapt").Length).Select(i => new TheoryDataRow<int>(i));

    public static IEnumerable<TheoryDataRow<int>> Normalized =>
        Enumerable.Range(0, Cases("normalization_stream").Length).Select(i => new TheoryDataRow<int>(i));

    [Theory, MemberData(nameof(Encodings))]
    public void Call_KerasNumbers_AreEncodedAsKerasDoes(string engine, int index)
    {
        JsonNode golden = Cases("encoding")[index];
        Layer layer = LayerCase.Create(golden["class_name"]!.GetValue<string>(), golden["config"]);
        (Shape shape, float[] x) = Tensor(golden["x"]!);
        (Shape want, float[] y) = Tensor(golden["y"]!);
        Assert.Equal(want, layer.ComputeOutputShape(shape));
        GraphResult result = GraphRunner.Run(GraphRunner.Engine(engine), [new Fed(x, shape)],
            (inputs, context) => [.. layer.CallIn(inputs, context)], training: false);
        Assert.Equal(want, result.Shapes[0]);
        Assert.Equal(y, result.Outputs[0].Select(v => (float)v));
    }

    [Theory, MemberData(nameof(Adapted))]
    public void Adapt_KerasBatches_LearnsKerasBoundaries(int index)
    {
        JsonNode golden = Cases("discretization_adapt")[index];
        var layer = new Discretization(numBins: golden["num_bins"]!.GetValue<int>(), epsilon: golden["epsilon"]!.GetValue<double>());
        layer.Adapt(Batches(golden));
        AssertClose.Equal([.. golden["boundaries"]!.AsArray().Select(b => b!.GetValue<double>())],
            [.. layer.BinBoundaries!.Select(b => (float)b)], 1e-6, 1e-6, "boundaries");
    }

    [Theory, MemberData(nameof(Normalized))]
    public void Adapt_StreamOfKerasBatches_LearnsKerasMoments(int index)
    {
        JsonNode golden = Cases("normalization_stream")[index];
        IReadOnlyList<int> axis = golden["axis"] switch
        {
            null => [],
            JsonArray list => [.. list.Select(n => n!.GetValue<int>())],
            var one => [one.GetValue<int>()]
        };
        var layer = new Normalization(axis);
        layer.Adapt(Batches(golden));
        AssertClose.Equal(Doubles(Tensor(golden["mean"]!).Values), layer.Weights[0].ToArray(), 1e-5, 1e-5, "mean");
        AssertClose.Equal(Doubles(Tensor(golden["variance"]!).Values), layer.Weights[1].ToArray(), 1e-5, 1e-5, "variance");
    }

    [Fact]
    public void Adapt_ArrayTensorAndStream_LearnTheSame()
    {
        float[,] array = new float[50, 2];
        var random = new Random(7);
        for (int i = 0; i < array.Length; i++) array[i / 2, i % 2] = random.NextSingle() * 9 - 2;
        float[] column = [.. Enumerable.Range(0, 50).Select(i => array[i, 0])];
        Normalization ofArray = new(), ofTensor = new(), ofBatches = new(), ofValues = new(), ofColumn = new();
        ofArray.Adapt(array);
        ofTensor.Adapt(System.Numerics.Tensors.Tensor.Create([.. array.Cast<float>()], [50, 2]));
        ofBatches.Adapt(Dataset.FromIndex(50, i => new[] { array[i, 0], array[i, 1] }).Batch(7));
        ofValues.Adapt(column);
        ofColumn.Adapt(Column(column));
        foreach (Normalization other in (Normalization[])[ofTensor, ofBatches])
            for (int i = 0; i < 2; i++)
                AssertClose.Equal(Doubles(ofArray.Weights[i].ToArray()), other.Weights[i].ToArray(), 1e-6, 1e-6, "weight");
        for (int i = 0; i < 2; i++)
            AssertClose.Equal(Doubles(ofColumn.Weights[i].ToArray()), ofValues.Weights[i].ToArray(), 1e-6, 1e-6, "weight of a column");
    }

    [Fact]
    public void Discretization_UnusualData_IsRefusedOrTakenAsDocumented()
    {
        Assert.Throws<ArgumentException>(() => new Discretization());
        Assert.Throws<ArgumentException>(() => new Discretization([2, 1]));
        Assert.Throws<ArgumentException>(() => new Discretization([1], numBins: 3));
        Assert.Throws<InvalidOperationException>(() => new Discretization([1]).Adapt([1f, 2f]));
        Assert.Throws<ArgumentException>(() => new Discretization(numBins: 3).Adapt(Array.Empty<float>()));
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new Discretization(numBins: 3).Adapt([1f, float.NaN])).Message,
            StringComparison.Ordinal);
        var none = new Discretization([]);
        Assert.Equal([0f, 0],
            new Sequential { new Input(1), none }.Predict(new[,] { { 1f }, { -1f } }, verbose: Verbosity.Silent).ToArray());
        var model = new Sequential { new Input(1), new Discretization([0, 1]) };
        Assert.Equal([2f, 2, 0],
            model.Predict(new[,] { { float.NaN }, { float.PositiveInfinity }, { float.NegativeInfinity } }, verbose: Verbosity.Silent)
                .ToArray());
    }

    [Fact]
    public void Discretization_AdaptedAgain_TakesEffectInAModel()
    {
        var layer = new Discretization(numBins: 2);
        layer.Adapt([1f, 2, 3, 4]);
        var model = new Sequential { new Input(1), layer };
        Assert.Equal(1, model.Predict(new[,] { { 5f } }, verbose: Verbosity.Silent)[0, 0]);
        layer.Adapt([10f, 20, 30, 40]);
        Assert.Equal(0, model.Predict(new[,] { { 5f } }, verbose: Verbosity.Silent)[0, 0]);
    }

    private static ModelData Column(float[] values)
    {
        float[,] column = new float[values.Length, 1];
        for (int i = 0; i < values.Length; i++) column[i, 0] = values[i];
        return column;
    }

    private static JsonNode[] Cases(string name) => [.. GoldenCase.Load("lookup", name).Json["cases"]!.AsArray().OfType<JsonNode>()];

    private static IEnumerable<DataBatch> Batches(JsonNode golden) => golden["batches"]!.AsArray().Select(b =>
    {
        (Shape shape, float[] values) = Tensor(b!);
        return new DataBatch(System.Numerics.Tensors.Tensor.Create(values, [.. shape.Select(s => (nint)s)]));
    });

    private static (Shape Shape, float[] Values) Tensor(JsonNode node) =>
        (node["shape"]!.AsArray().Select(n => n!.GetValue<int>()).ToArray(),
            [.. node["values"]!.AsArray().Select(n => n!.GetValue<float>())]);

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, v => (double)v);
}
