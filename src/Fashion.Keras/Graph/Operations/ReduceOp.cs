using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Ways to reduce many numbers to one.</summary>
internal enum ReduceKind { Sum, Mean, Max, Min, Product }

/// <summary>Reduces over the given axes (sorted, from 0), which stay with size 1 or vanish. Max and Min send the gradient to every place that holds the extreme, divided by their number.</summary>
internal sealed record ReduceOp(ReduceKind Kind, Shape Axes, bool KeepDimensions) : Op
{
    public override string Name => "reduce_" + Kind.ToString().ToLowerInvariant();

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var sizes = new List<int>();
        for (int i = 0; i < inputs[0].Shape.Rank; i++)
            if (!Axes.Contains(i)) sizes.Add(inputs[0].Shape[i]);
            else if (KeepDimensions) sizes.Add(1);
        return [new(sizes.ToArray())];
    }
}
