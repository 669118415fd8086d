using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>A tensor whose numbers are known. A graph reads it as a variable that does not change.</summary>
/// <param name="shape">Its shape.</param>
/// <param name="values">The numbers, row-major; it keeps the array.</param>
internal sealed class ValueTensor(Shape shape, float[] values) : KnownTensor(shape)
{
    private Variable? _constant;

    /// <summary>The numbers, row-major.</summary>
    public float[] Values => values;

    internal override ValueTensor Known => this;

    internal override Value Resolve(GraphBuilder graph) => graph.Feed(this) ?? graph.Read(_constant ??= Constant());

    public override string ToString() => TensorText.Of(Shape, values);

    private Variable Constant()
    {
        var variable = new Variable("constant", Shape, trainable: false);
        variable.Set(values);
        return variable;
    }
}
