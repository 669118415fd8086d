using Fashion.Keras.Engine;
using Fashion.Keras.Layers;
using Fashion.Keras.Reference;

namespace Fashion.Keras.Tests.Engine;

/// <summary>What fused products take along: a bias of the usual length, and not what only looks like one.</summary>
public sealed class EpilogueTests
{
    [Fact]
    public void Predict_OneNumberAddedToAProduct_IsSpreadOverIt()
    {
        float[] want = Predict(new ModelOptions { Engine = new ReferenceEngine() }), got = Predict(new ModelOptions());
        Assert.Equal(want, got, (x, y) => MathF.Abs(x - y) < 1e-4f);
    }

    private static float[] Predict(ModelOptions options)
    {
        Sequential model = new Sequential().Input(30).Then(new Product()).Activation("relu");
        model.Options = options;
        var random = new Random(4);
        foreach (Variable weight in model.Weights)
            weight.Set([.. Enumerable.Range(0, weight.Shape.ElementCount).Select(_ => random.NextSingle() - 0.4f)]);
        var x = new float[3, 30];
        for (int i = 0; i < x.Length; i++) x[i / 30, i % 30] = random.NextSingle();
        return model.Predict(x, verbose: Verbosity.Silent).ToArray();
    }

    private sealed class Product : Layer
    {
        private Variable _weight = null!, _one = null!;

        protected override void Build(Shape inputShape)
        {
            _weight = AddWeight("weight", [inputShape[^1], 40]);
            _one = AddWeight("one", [1]);
        }

        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => Ops.MatMul(inputs, _weight) + _one;
    }
}
