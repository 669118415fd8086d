using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Models;

/// <summary>Training of a transformer block against Keras: losses, and weights after two steps.</summary>
public sealed class AttentionTrainingTests
{
    [Fact]
    public void TrainOnBatch_TransformerBlock_MovesTheWeightsAsKeras()
    {
        GoldenCase golden = GoldenCase.Load("attention_training", "block");
        SymbolicTensor ids = Input.Of([5]), x = new Embedding(8, 6, maskZero: true).Apply(ids);
        SymbolicTensor normed = new LayerNormalization().Apply(x);
        x = Merge.Add(x, new MultiHeadAttention(2, 3).Apply(normed, normed, useCausalMask: true));
        x = Merge.Add(x, new LayerNormalization().Apply(x).Dense(8, "relu").Dense(6));
        var model = new Model(ids, x.GlobalAveragePooling1D().Dense(3, "softmax"));
        JsonArray before = golden["weights"]!.AsArray(), after = golden["weights_after"]!.AsArray();
        Assert.Equal(before.Count, model.Weights.Count);
        foreach ((Variable weight, JsonNode? given) in model.Weights.Zip(before))
        {
            Assert.Equal(given!["name"]!.GetValue<string>(), weight.Name);
            weight.Set(new GoldenTensor(given["value"]!).Floats);
        }
        model.Compile(new Sgd(0.1, momentum: 0.9), "sparse_categorical_crossentropy");
        GoldenTensor tokens = golden.Tensor("x"), targets = golden.Tensor("y");
        foreach (JsonNode? loss in golden["losses"]!.AsArray())
            AssertClose.Equal([loss!.GetValue<double>()],
                [(float)model.TrainOnBatch(System.Numerics.Tensors.Tensor.Create(tokens.Floats, [3, 5]), targets.Floats)["loss"]], 1e-5,
                1e-5, "loss");
        foreach ((Variable weight, JsonNode? want) in model.Weights.Zip(after))
            AssertClose.Equal(new GoldenTensor(want!["value"]!).Values, weight.ToArray(), 2e-5, 1e-4, weight.Path);
    }
}
