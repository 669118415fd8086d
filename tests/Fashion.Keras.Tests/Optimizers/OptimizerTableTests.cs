using System.Text.Json.Nodes;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Optimizers.Schedules;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Tests.Optimizers;

public class OptimizerTableTests
{
    [Theory]
    [InlineData("adam", "Adam", 0.001)]
    [InlineData("ADAM", "Adam", 0.001)]
    [InlineData("sgd", "SGD", 0.01)]
    [InlineData("SGD", "SGD", 0.01)]
    [InlineData("RMSprop", "RMSprop", 0.001)]
    [InlineData("adamw", "AdamW", 0.001)]
    public void ByName_AnyCase_GivesTheOptimizerWithItsDefaults(string name, string className, double learningRate)
    {
        Optimizer optimizer = name;

        Assert.Equal((className, learningRate), (optimizer.ClassName, optimizer.LearningRate));
    }

    [Fact]
    public void ByName_Misspelled_SuggestsTheNearest()
    {
        var error = Assert.Throws<ArgumentException>(() => (Optimizer)"adamm");

        Assert.Contains("'adamm'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'adam'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_TensorFlow215_IsRead()
    {
        var adam =
            (Adam)From(
                """{"class_name":"Custom>Adam","config":{"name":"Adam","weight_decay":null,"clipnorm":null,"jit_compile":true,"is_legacy_optimizer":false,"learning_rate":0.0020000000949949026,"beta_1":0.8,"beta_2":0.99,"epsilon":1e-05,"amsgrad":true}}""");

        Assert.Equal((0.002, 0.8, 0.99, 1e-5, true, "adam"),
            (adam.LearningRate, adam.Beta1, adam.Beta2, adam.Epsilon, adam.Amsgrad, adam.Name));
    }

    [Fact]
    public void From_Keras22_ReadsLrAndIgnoresDecay()
    {
        var sgd = (Sgd)From("""{"class_name":"SGD","config":{"lr":0.009999999776482582,"decay":0.0,"momentum":0.9,"nesterov":true}}""");

        Assert.Equal((0.01, 0.9, true), (sgd.LearningRate, sgd.Momentum, sgd.Nesterov));
    }

    [Fact]
    public void From_Keras2WithDecay_LetsTheRateFallWithEveryStep()
    {
        Optimizer optimizer = From("""{"class_name":"SGD","config":{"learning_rate":0.1,"decay":0.5}}""");

        Assert.Equal([0.1, 0.1 / 1.5, 0.05], new long[] { 0, 1, 2 }.Select(step => optimizer.Schedule!.At(step)));
    }

    [Fact]
    public void From_WrittenSchedule_IsTheSameSchedule()
    {
        var writer = new ConfigWriter();
        new Sgd(learningRate: new CosineDecay(initialLearningRate: 0.1, decaySteps: 100, alpha: 0.2), momentum: 0.9, nesterov: true)
            .WriteConfig(writer);

        Optimizer read =
            OptimizerTable.From(NestedConfig.From(new JsonObject { ["class_name"] = "SGD", ["config"] = writer.Json }, "here"))!;

        var schedule = Assert.IsType<CosineDecay>(read.Schedule);
        Assert.Equal((0.1, 100, 0.2), (schedule.InitialLearningRate, schedule.DecaySteps, schedule.Alpha));
    }

    private static Optimizer From(string json) => OptimizerTable.From(NestedConfig.From(JsonNode.Parse(json)!, "here"))!;
}
