using System.Text.Json.Nodes;
using Fashion.Keras.Constraints;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Optimizers;

public class GoldenOptimizerTests
{
    private const double Atol = 1e-6, Rtol = 1e-5;

    public static IEnumerable<TheoryDataRow<string, string>> Cases => GraphRunner.WithEngines(GoldenCase.Names("optimizer"));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_GoldenCase_GivesKerassWeightsAndState(string engine, string name)
    {
        GoldenCase golden = GoldenCase.Load("optimizer", name);
        Optimizer optimizer = Make(golden);
        Variable[] weights = Weights(golden);
        var driver = new OptimizerDriver(GraphRunner.Engine(engine), optimizer, weights);

        JsonArray gradients = golden["gradients"]!.AsArray(), after = golden["weights_after_step"]!.AsArray(),
            rates = golden["learning_rate_before_step"]!.AsArray();
        for (int step = 0; step < gradients.Count; step++)
        {
            AssertClose.Equal([rates[step]!.GetValue<double>()], [(float)optimizer.LearningRate], Atol, Rtol,
                $"{golden} learning rate of step {step}");
            driver.Step([.. gradients[step]!.AsArray().Select(g => new GoldenTensor(g!).Floats)]);
            AssertWeights(after[step]!, weights, $"{golden} after step {step}");
        }

        JsonArray entries = golden["optimizer_variables_after_last_step"]!.AsArray();
        Assert.Equal(entries.Select(e => e!["path"]!.GetValue<string>()), optimizer.Entries.Select(e => e.Path));
        for (int i = 0; i < entries.Count; i++)
        {
            var want = new GoldenTensor(entries[i]!["value"]!);
            Assert.Equal(want.Shape, optimizer.Entries[i].Shape);
            AssertClose.Equal(want.Values, Array.ConvertAll(optimizer.Entries[i].Read(), v => (float)v), Atol, Rtol,
                $"{golden} {optimizer.Entries[i].Path}");
        }

        if (golden["weights_after_finalize"] is not { } final) return;
        optimizer.FinalizeWeights();
        AssertWeights(final, weights, $"{golden} after finalize");
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Names), "optimizer", MemberType = typeof(GoldenCase))]
    public void WriteConfig_GoldenCase_IsKerassConfig(string name)
    {
        GoldenCase golden = GoldenCase.Load("optimizer", name);

        Optimizer optimizer = Make(golden);

        Assert.Equal(golden.Text("class_name"), optimizer.ClassName);
        GoldenConfig.AssertWritten(golden["full_config"]!.AsObject(), optimizer, "learning_rate", "inner_optimizer");
    }

    private static Optimizer Make(GoldenCase golden) => OptimizerTable.From(golden["schedule"] is { } schedule
        ? GoldenConfig.Object(golden.Text("class_name"), golden["config"], ("learning_rate", schedule.DeepClone()))
        : GoldenConfig.Object(golden.Text("class_name"), golden["config"]))!;

    private static Variable[] Weights(GoldenCase golden)
    {
        Constraint? constraint = golden["constraint_on_first"] is { } first
            ? ConstraintTable.From(GoldenConfig.Object(first["class_name"]!.GetValue<string>(), first["config"]))
            : null;
        string[] names = ["kernel", "bias"];
        Variable[] weights =
            [.. golden.Tensors("initial_weights")
                .Select((t, i) => new Variable(names[i], t.Shape) { Constraint = i == 0 ? constraint : null })];
        foreach (var (weight, tensor) in weights.Zip(golden.Tensors("initial_weights"))) weight.Set(tensor.Floats);
        return weights;
    }

    private static void AssertWeights(JsonNode want, Variable[] weights, string what)
    {
        for (int i = 0; i < weights.Length; i++)
            AssertClose.Equal(new GoldenTensor(want.AsArray()[i]!).Values, weights[i].ToArray(), Atol, Rtol, $"{what}: {weights[i].Name}");
    }
}
