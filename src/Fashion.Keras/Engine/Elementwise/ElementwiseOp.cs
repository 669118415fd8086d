using Fashion.Keras.Data;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// Several element-wise operations of the graph in one: one pass over memory, everything between in registers and the nearest cache.
/// </summary>
internal sealed record ElementwiseOp(ElementwiseProgram Program, Shape Shape) : Op
{
    public override string Name => "elementwise";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var results = new TensorSpec[Program.Results.Length];
        for (int i = 0; i < results.Length; i++) results[i] = new TensorSpec(Shape);
        return results;
    }
}
