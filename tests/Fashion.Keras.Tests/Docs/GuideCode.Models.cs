using System.Numerics.Tensors;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Docs;

// The guide of functional models.
public sealed partial class GuideCode
{
    [Fact]
    public void OneLayerCalledInFourWays()
    {
        float[,] values = { { 1, 2, 3 } };
        #region functional-models.md
        SymbolicTensor x = Input.Of([3]);
        var dense = new Dense(4, activation: "relu");

        SymbolicTensor a = dense.Apply(x);                              // a layer object: use it again to share its weights
        SymbolicTensor b = x.Dense(4, activation: "relu");              // the method of a tensor: makes a new layer
        SymbolicTensor c = Merge.Add(a, b);                             // several tensors into one: Merge, or new Add().Apply([a, b])
        Tensor<float> numbers = dense.Call(values);                     // numbers in, numbers out, at once
        #endregion
        Assert.Equal([1, 4], numbers.Lengths.ToArray().Select(n => (int)n));
        Assert.Equal(4, c.Shape[^1]);
    }

    [Fact]
    public void FunctionalModels()
    {
        using var output = new StringWriter();
        (float[,] titles, float[,] bodies) = (new float[8, 20], new float[8, 50]);
        (float[] urgent, int[] department) = (new float[8], new int[8]);
        #region functional-models.md
        SymbolicTensor title = Input.Of([20], name: "title"), body = Input.Of([50], name: "body");
        SymbolicTensor both = Merge.Concatenate(title.Dense(16, "relu"), body.Dense(16, "relu"));
        SymbolicTensor priority = both.Dense(1, "sigmoid", name: "priority");
        SymbolicTensor team = both.Dense(4, "softmax", name: "team");
        var tickets = new Model(inputs: [title, body], outputs: [priority, team]);
        #endregion
        tickets.Options = new ModelOptions { Output = output };
        #region functional-models.md
        tickets.Compile("adam",
            loss: new() { ["priority"] = "binary_crossentropy", ["team"] = "sparse_categorical_crossentropy" },
            lossWeights: new() { ["priority"] = 1.0, ["team"] = 0.2 },
            metrics: new() { ["team"] = ["accuracy"] });
        tickets.Fit([titles, bodies], [urgent, department], epochs: 2);
        tickets.Fit(x: new() { ["title"] = titles, ["body"] = bodies }, y: new() { ["priority"] = urgent, ["team"] = department });
        IReadOnlyList<Tensor<float>> scores = tickets.PredictAll([titles, bodies]);
        #endregion
        Assert.Equal([8, 4], scores[1].Lengths.ToArray().Select(n => (int)n));
        Assert.Contains("team_accuracy", output.ToString(), StringComparison.Ordinal);
        #region functional-models.md
        SymbolicTensor image = Input.Of([28, 28, 1]);
        SymbolicTensor h = image.Conv2D(16, 3, padding: Padding.Same, activation: "relu");
        SymbolicTensor block = h.Conv2D(16, 3, padding: Padding.Same).BatchNormalization();
        h = Merge.Add(h, block).Activation("relu");
        var residual = new Model(image, h.GlobalAveragePooling2D().Dense(10, "softmax"));
        #endregion
        Assert.Equal(10, residual.Outputs[0].Shape[^1]);
        #region functional-models.md
        var encoder = new Sequential { new Dense(16, "relu"), new Dense(8) };
        SymbolicTensor left = Input.Of([32]), right = Input.Of([32]);
        SymbolicTensor leftCode = encoder.Apply(left), rightCode = encoder.Apply(right);
        SymbolicTensor distance = Ops.Norm(leftCode - rightCode, axes: [-1], keepDimensions: true);
        var siamese = new Model(inputs: [left, right], outputs: distance);
        var embedding = new Model(left, leftCode);
        #endregion
        Assert.Equal(encoder.CountParams(), siamese.CountParams());
        Assert.Equal(8, embedding.Outputs[0].Shape[^1]);
    }
}
