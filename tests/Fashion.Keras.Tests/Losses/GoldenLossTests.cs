using System.Text.Json.Nodes;
using Fashion.Keras.Losses;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Losses;

public class GoldenLossTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases => GraphRunner.WithEngines(GoldenCase.Names("loss"));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compute_GoldenCase_GivesKerassValueAndGradient(string engine, string name)
    {
        GoldenCase golden = GoldenCase.Load("loss", name);
        Loss loss = LossTable.From(GoldenConfig.Object(golden.Text("class_name"), golden["config"]))!;
        GoldenTensor value = golden.Tensor("value"), gradient = golden.Tensor("gradient_wrt_y_pred_of_sum");

        GraphResult result = GraphRunner.RunWithGradients(GraphRunner.Engine(engine), Inputs(golden),
            (x, _) => [loss.Compute(x[0], x[1], x.Length > 2 ? x[2] : null)]);

        Assert.Equal(value.Shape, result.Shapes[0]);
        AssertClose.Equal(value.Values, Floats(result.Outputs[0]), 1e-5, 1e-5, $"{golden} value");
        AssertClose.Equal(gradient.Values, Floats(result.InputGradients[1]), 1e-5, 1e-4, $"{golden} gradient");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compute_WithoutReductionAndWeights_GivesKerassValuePerSample(string engine, string name)
    {
        GoldenCase golden = GoldenCase.Load("loss", name);
        Loss loss = LossTable.From(GoldenConfig.Object(golden.Text("class_name"), golden["config"], ("reduction", "none")))!;
        GoldenTensor values = golden.Tensor("per_element_unweighted");

        GraphResult result = GraphRunner.Run(GraphRunner.Engine(engine), [.. Inputs(golden).Take(2)],
            (x, _) => [loss.Compute(x[0], x[1])]);

        Assert.Equal(values.Shape, result.Shapes[0]);
        AssertClose.Equal(values.Values, Floats(result.Outputs[0]), 1e-5, 1e-5, $"{golden} per element");
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Names), "loss", MemberType = typeof(GoldenCase))]
    public void WriteConfig_GoldenCase_IsKerassConfig(string name)
    {
        GoldenCase golden = GoldenCase.Load("loss", name);

        Loss loss = LossTable.From(GoldenConfig.Object(golden.Text("class_name"), golden["config"]))!;

        Assert.Equal(golden.Text("class_name"), loss.ClassName);
        GoldenConfig.AssertWritten(golden["full_config"]!.AsObject(), loss);
    }

    [Fact]
    public void EveryLoss_HasAGoldenCase()
    {
        // Our own cases, whatever other directory is named.
        string[] judged = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden", "loss"), "*.json")
            .Select(file => JsonNode.Parse(File.ReadAllText(file))!["class_name"]!.GetValue<string>())];
        Expect.None(typeof(Loss).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Loss)) && !type.IsAbstract)
            .Select(type => type.Name).Except(judged), "No case in Golden/loss; Golden/scripts/losses.py writes it for");
    }

    private static Fed[] Inputs(GoldenCase golden)
    {
        var inputs = new List<Fed> { new(golden.Tensor("y_true")), new(golden.Tensor("y_pred")) };
        if (golden.TensorOrNull("sample_weight") is { } weight) inputs.Add(new Fed(weight));
        return [.. inputs];
    }

    private static float[] Floats(double[] values) => Array.ConvertAll(values, v => (float)v);
}
