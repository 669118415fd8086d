using System.Text.Json.Nodes;
using Fashion.Keras.Losses;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Tests.Losses;

public class LossTableTests
{
    [Theory]
    [InlineData("mse", "MeanSquaredError")]
    [InlineData("MSE", "MeanSquaredError")]
    [InlineData("mean_squared_error", "MeanSquaredError")]
    [InlineData("KLD", "KLDivergence")]
    [InlineData("kl_divergence", "KLDivergence")]
    [InlineData("huber", "Huber")]
    [InlineData("sparse_categorical_crossentropy", "SparseCategoricalCrossentropy")]
    [InlineData("BinaryCrossentropy", "BinaryCrossentropy")]
    public void ByName_KnownName_GivesTheLossAndKeepsTheText(string name, string className)
    {
        Loss loss = name;

        Assert.Equal(className, loss.ClassName);
        Assert.Equal(name, loss.GivenName);
    }

    // keras.losses.get knows these, and the functions of keras.losses.
    [Theory]
    [InlineData("BCE MAE MAPE MSE MSLE KLD bce kld mae mape mse msle")]
    [InlineData("binary_crossentropy binary_focal_crossentropy categorical_crossentropy categorical_focal_crossentropy " +
        "categorical_generalized_cross_entropy categorical_hinge circle cosine_similarity ctc dice")]
    [InlineData("hinge huber kl_divergence log_cosh mean_absolute_error mean_absolute_percentage_error mean_squared_error " +
        "mean_squared_logarithmic_error poisson sparse_categorical_crossentropy squared_hinge tversky")]
    [InlineData("CTC Circle Dice Huber KLDivergence LogCosh Tversky SparseCategoricalCrossentropy CategoricalGeneralizedCrossEntropy")]
    public void ByName_EveryNameOfKeras_IsKnown(string names)
    {
        foreach (string name in names.Split(' ')) Assert.Equal(name, LossTable.ByName(name).GivenName);
    }

    [Fact]
    public void ByName_Misspelled_SuggestsTheNearest()
    {
        var error = Assert.Throws<ArgumentException>(() => LossTable.ByName("sparse_categorical_crosentropy"));

        Assert.Contains("Did you mean 'sparse_categorical_crossentropy'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_Keras2Object_IsRead()
    {
        var loss =
            (SparseCategoricalCrossentropy)From(
                """{"class_name":"SparseCategoricalCrossentropy","config":{"reduction":"auto","name":"s","from_logits":true,"ignore_class":null,"fn":"sparse_categorical_crossentropy"}}""")!;

        Assert.Equal((Reduction.SumOverBatchSize, true, "s"), (loss.Reduction, loss.FromLogits, loss.Name));
    }

    [Fact]
    public void From_FunctionObject_IsTheNamedLoss() =>
        Assert.IsType<MeanAbsoluteError>(
            From("""{"class_name":"function","config":"mean_absolute_error","registered_name":"mean_absolute_error"}"""));

    [Fact]
    public void From_UnknownClass_NamesItAndItsPlace()
    {
        var error = Assert.Throws<ModelFormatException>(() => From("""{"class_name":"Mine","config":{}}"""));

        Assert.Contains("Mine", error.Message, StringComparison.Ordinal);
        Assert.Contains("here", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_UnknownReduction_Throws() =>
        Assert.Throws<ModelFormatException>(() => From("""{"class_name":"Huber","config":{"reduction":"median"}}"""));

    private static Loss? From(string json) => LossTable.From(NestedConfig.From(JsonNode.Parse(json)!, "here"));
}
