using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>exp(x - max) / sum over the last axis; with Log the logarithm of that, computed without overflow.</summary>
internal sealed record SoftmaxOp(bool Log = false) : Op
{
    public override string Name => Log ? "log_softmax" : "softmax";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape)];
}
