using System.Numerics.Tensors;
using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Calls of attention layers by name, on values, between layers and in layers of one's own; what they refuse.</summary>
public sealed class AttentionTests
{
    private static readonly float[] Numbers = [.. Enumerable.Range(0, 2 * 4 * 3).Select(i => MathF.Sin(i))];

    [Fact]
    public void Apply_BetweenLayersOnValuesAndInALayer_GivesTheSame()
    {
        var attention = new MultiHeadAttention(2, 3);
        SymbolicTensor query = Input.Of([4, 3]), mask = Input.Of([4, 4]);
        (SymbolicTensor output, SymbolicTensor scores) = attention.ApplyWithScores(query, query, attentionMask: mask, useCausalMask: true);
        Assert.Equal([Shape.Unknown, 2, 4, 4], scores.Shape);
        var model = new Model((SymbolicTensor[])[query, mask], (SymbolicTensor[])[output, scores]);
        Tensor<float> x = Tensor.Create(Numbers, [2, 4, 3]),
            m = Tensor.Create([.. Enumerable.Range(0, 32).Select(i => i % 3 == 0 ? 0f : 1)], [2, 4, 4]);
        Tensor<float>[] want = [.. model.PredictAll([x, m], verbose: Verbosity.Silent)];

        SymbolicTensor value = x;
        (SymbolicTensor y, SymbolicTensor weights) = attention.ApplyWithScores(value, value, attentionMask: m, useCausalMask: true);
        Assert.Equal(want[0].ToArray(), y.ToTensor().ToArray());
        Assert.Equal(want[1].ToArray(), weights.ToTensor().ToArray());
        Assert.Equal(want[0].ToArray(), new Within(attention).Call([x, m])[0].ToArray());
        Assert.NotEqual(want[0].ToArray(), attention.Apply(value, value).ToTensor().ToArray());
    }

    [Fact]
    public void ValueMask_Given_StandsForTheOneOfTheValue()
    {
        var attention = new GroupQueryAttention(3, 2, 1);
        SymbolicTensor x = Input.Of([4, 3]), steps = Input.Of([4]);
        var model = new Model((SymbolicTensor[])[x, steps], attention.Apply(x, x, valueMask: steps));
        Tensor<float> values = Tensor.Create(Numbers, [2, 4, 3]);
        Model copy = Model.FromJson(model.ToJson());
        foreach ((Variable a, Variable b) in copy.Weights.Zip(model.Weights)) a.Set(b.ToArray());
        float[] Predict(Model from, float last) =>
            [.. from.PredictAll([values, Tensor.Create([1f, 1, 0, last, 1, 1, 1, 1], [2, 4])], verbose: Verbosity.Silent)[0]];
        Assert.NotEqual(Predict(model, 0), Predict(model, 1));
        Assert.Equal(Predict(model, 0), Predict(copy, 0));
    }

    [Fact]
    public void Load_CallsOfKeras2_BindArgumentsByName()
    {
        // tf.keras 2: the query in order, everything else by name.
        const string kwargs = """{"value": ["b", 0, 0], "key": ["b", 0, 0], "use_causal_mask": true, "return_attention_scores": false}""";
        Model model =
            Model.FromJson(
                Functional("MultiHeadAttention",
                    """{"name": "mha", "num_heads": 2, "key_dim": 3, "query_shape": [null, 4, 3], "key_shape": [null, 2, 3], "value_shape": [null, 2, 3]}""", $"""[[["a", 0, 0, {kwargs}]]]"""));
        LayerNode node = model.Topology!.Nodes[^1];
        Assert.Equal(["query", "value", "key"], node.Arguments.Names);
        Assert.Equal(["use_causal_mask"], node.Arguments.Flags);
    }

    [Theory]
    [InlineData("""{"value": ["b", 0, 0], "scale": 2}""", "'scale'")]
    [InlineData("""{"value": ["b", 0, 0], "use_causal_mask": 2}""", "'use_causal_mask'")]
    [InlineData("""{"value": 3}""", "'value'")]
    [InlineData("""{"key": ["b", 0, 0]}""", "a query, a value")]
    [InlineData("""{"query": ["a", 0, 0], "value": ["b", 0, 0]}""", "'query' twice")]
    [InlineData("""{"value": ["b", 0, 0], "mask": ["b", 0, 0]}""", "'mask'")]
    public void Load_CallsThatCannotBe_NameLayerAndArgument(string kwargs, string part)
    {
        var e =
            Assert.Throws<ModelFormatException>(
                () => Model.FromJson(Functional("MultiHeadAttention", """{"name": "mha", "num_heads": 2, "key_dim": 3}""",
                    $"""[[["a", 0, 0, {kwargs}]]]""")));
        Assert.Contains("'mha'", e.Message, StringComparison.Ordinal);
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_ThatDoNotFit_NameLayerAndShapes()
    {
        SymbolicTensor x = Input.Of([4, 3]), longer = Input.Of([5, 3]), wide = Input.Of([4, 2]), flat = Input.Of([3]);
        Fails(() => new MultiHeadAttention(2, 3, name: "m").Apply(x, x, longer), "'m' (MultiHeadAttention)", "(None, 5, 3)");
        Fails(() => new MultiHeadAttention(2, 3, attentionAxes: [2], name: "m").Apply(x, x), "attentionAxes (2)");
        Fails(() => new MultiHeadAttention(2, 3, name: "m").Apply(flat, flat), "equally many axes");
        Fails(() => new GroupQueryAttention(3, 2, 1, name: "g").Apply(x, wide), "'g' (GroupQueryAttention)", "equally many features");
        Fails(() => new Attention(name: "a").Apply(x, wide), "'a' (Attention)", "(None, 4, 2)");
        Fails(() => new Attention(name: "a").Apply(x, longer, x), "equally many steps");
        Fails(() => new AdditiveAttention(name: "a").Apply(flat, flat), "(batch, steps, features)");
        Assert.Contains("but got 1 input", Assert.Throws<ArgumentException>(() => new MultiHeadAttention(2, 3).Apply(x)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_WhatCannotBe_IsRefused()
    {
        Assert.Contains("numHeads", Assert.Throws<ArgumentOutOfRangeException>(() => new MultiHeadAttention(0, 3)).Message,
            StringComparison.Ordinal);
        Assert.Contains("slidingWindow",
            Assert.Throws<ArgumentOutOfRangeException>(() => new MultiHeadAttention(1, 3, slidingWindow: 0)).Message,
            StringComparison.Ordinal);
        Assert.Contains("flashAttention",
            Assert.Throws<ArgumentException>(() => new GroupQueryAttention(3, 2, 1, flashAttention: true)).Message,
            StringComparison.Ordinal);
        Assert.Contains("multiple", Assert.Throws<ArgumentException>(() => new GroupQueryAttention(3, 3, 2)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Attention(dropout: 1));
        Assert.Contains("'ab->cd'", Assert.Throws<ArgumentException>(() => new EinsumDense("ab->cd", [3])).Message,
            StringComparison.Ordinal);
        Assert.Contains("biasAxes", Assert.Throws<ArgumentException>(() => new EinsumDense("ab,bc->ac", [3], biasAxes: "")).Message,
            StringComparison.Ordinal);
        Fails(() => Input.Of([4]).EinsumDense("abc,cd->abd", [4, 5]), "names 3 axes");
        Fails(() => Input.Of([4, 3]).EinsumDense("abc,cd->abd", [5, 5]), "'b' has the size 4");
        Fails(() => Input.Of([4, 3]).EinsumDense("abc,cd->abd", [5]), "needs 2");
        Fails(() => Input.Of([4, 3]).EinsumDense("abc,cde->abd", [4, 5]), "'e' in the kernel only");
        Fails(() => Input.Of([4, 3]).EinsumDense("abc,cd->abd", [4, 5], biasAxes: "c"), "'c', which is no axis");
    }

    [Fact]
    public void Kernel_OfAHead_StartsWithTheSpreadOfItsInputsAndOutputs()
    {
        var layer = new EinsumDense("abc,cde->abde", [-1, 4, 5], kernelInitializer: new GlorotUniform(seed: 1));
        layer.Apply(Input.Of([2, 30]));
        Assert.Equal(Math.Sqrt(6.0 / (30 + 20)), layer.Weights[0].ToArray().Max(MathF.Abs), 2e-2);
    }

    private static void Fails(Func<object> use, params string[] parts)
    {
        var e = Assert.Throws<ShapeMismatchException>(use);
        foreach (string part in parts) Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    private static string Functional(string className, string config, string nodes) => $$$"""
        {"class_name": "Functional", "config": {"name": "m", "layers": [
          {"class_name": "InputLayer", "name": "a", "config": {"name": "a", "batch_input_shape": [null, 4, 3]}, "inbound_nodes": []},
          {"class_name": "InputLayer", "name": "b", "config": {"name": "b", "batch_input_shape": [null, 2, 3]}, "inbound_nodes": []},
          {"class_name": "{{{className}}}", "name": "mha", "config": {{{config}}}, "inbound_nodes": {{{nodes}}}}],
         "input_layers": [["a", 0, 0], ["b", 0, 0]], "output_layers": [["mha", 0, 0]]}}
        """;

    /// <summary>Attention within a layer of one's own.</summary>
    private sealed class Within(MultiHeadAttention attention) : Layer
    {
        protected override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context) =>
            [attention.ApplyWithScores(inputs[0], inputs[0], attentionMask: inputs[1], useCausalMask: true, context: context).Output];
    }
}
