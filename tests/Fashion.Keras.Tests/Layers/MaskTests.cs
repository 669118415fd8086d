using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Missing steps: recurrent layers carry their state over them.</summary>
public class MaskTests
{
    [Theory]
    [InlineData("SimpleRNN")]
    [InlineData("LSTM")]
    [InlineData("GRU")]
    public void Recurrent_MissingStepsAtTheEnd_GivesTheStateBeforeThem(string className)
    {
        Layer recurrent = LayerCase.Create(className, new System.Text.Json.Nodes.JsonObject { ["units"] = 3 });
        float[] whole = [1, 2, -1, 0.5f], padded = [.. whole, 0, 0, 0, 0];
        double[] expected =
            GraphRunner.Run(GraphRunner.Engine("reference"), [new Fed(whole, [1, 2, 2])],
                (x, context) => [recurrent.Apply(x[0], context)]).Outputs[0];
        var masking = new Masking();
        var between = new Activation("linear");
        double[] masked = GraphRunner.Run(GraphRunner.Engine("reference"), [new Fed(padded, [1, 4, 2])],
            (x, context) => [recurrent.Apply(between.Apply(masking.Apply(x[0], context), context), context)]).Outputs[0];
        Assert.Equal(expected, masked);
    }

    [Fact]
    public void Embedding_MaskZero_MarksZeros()
    {
        var layer = new Embedding(4, 2, maskZero: true);
        double[] mask =
            GraphRunner.Run(GraphRunner.Engine("reference"), [new Fed([1f, 0, 3, 0], [1, 4])],
                (x, context) => [layer.Apply(x[0], context).Mask!]).Outputs[0];
        Assert.Equal([1, 0, 1, 0], mask);
    }

    [Fact]
    public void LayerOfYourOwn_ReadsTheMask_AndHandsItOnIfItSaysSo()
    {
        Layer words = new Embedding(4, 2, embeddingsInitializer: "ones", maskZero: true);
        double[][] outputs = GraphRunner.Run(GraphRunner.Engine("reference"), [new Fed([1f, 0, 3, 0], [1, 4])], (x, context) =>
        {
            SymbolicTensor rows = words.Apply(x[0], context), doubled = new Doubled().Apply(rows, context),
                same = new Same().Apply(rows, context);
            Assert.Null(same.Mask);
            Assert.NotNull(rows.Mask);
            Assert.Null((doubled * 2).Mask);
            return [doubled.Mask!, new SumOfSteps().Apply(doubled, context), new SumOfSteps().Apply(same, context),
                new NoFirst().Apply(rows, context).Mask!];
        }).Outputs;
        Assert.Equal([1, 0, 1, 0], outputs[0]);
        Assert.Equal([4, 4], outputs[1]);
        Assert.Equal([4, 4], outputs[2]);
        Assert.Equal([0, 1, 0, 1], outputs[3]);
    }

    private sealed class SumOfSteps : Layer
    {
        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) =>
            Ops.Sum(inputs.Mask is { } mask ? Ops.Where(Ops.ExpandDims(mask, -1), inputs, 0) : inputs, axis: 1);
    }

    private sealed class Doubled : Layer
    {
        public override bool SupportsMasking => true;

        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => inputs * 2;
    }

    private sealed class Same : Layer
    {
        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => inputs;
    }

    private sealed class NoFirst : Layer
    {
        public override bool SupportsMasking => true;

        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => inputs;

        protected override IReadOnlyList<SymbolicTensor?> ComputeMasks(IReadOnlyList<SymbolicTensor> inputs) => [1 - inputs[0].Mask!];
    }
}
