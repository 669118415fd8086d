using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Attention written with other operations: for gradients of its gradient.</summary>
internal static class AttentionFormula
{
    /// <summary>The result (batch, queries, heads, value size).</summary>
    /// <param name="graph">Where to.</param>
    /// <param name="op">What is computed.</param>
    /// <param name="inputs">The inputs of the attention.</param>
    public static Value Write(GraphBuilder graph, AttentionOp op, Value[] inputs)
    {
        Value query = inputs[0], key = inputs[1], value = inputs[2];
        (int batch, int queries, int heads, int size) = (query.Shape[0], query.Shape[1], query.Shape[2], query.Shape[3]);
        (int steps, int groups, int valueSize) = (key.Shape[1], key.Shape[2], value.Shape[3]);
        // The queries of all heads of a group are rows of one matrix.
        int rows = heads / groups * queries;
        Value left = graph.Reshape(graph.Add(new TransposeOp([0, 2, 1, 3]), graph.Times(query, op.Scale)), [batch, groups, rows, size]);
        Value scores = graph.Add(new MatMulOp(false, true), left, graph.Add(new TransposeOp([0, 2, 1, 3]), key));
        scores = graph.Reshape(scores, [batch, heads, queries, steps]);
        if (op.Added) scores = graph.Plus(scores, inputs[3]);
        Value weights = graph.Reshape(graph.Add(new SoftmaxOp(), scores), [batch, groups, rows, steps]);
        Value result = graph.Add(new MatMulOp(), weights, graph.Add(new TransposeOp([0, 2, 1, 3]), value));
        return graph.Add(new TransposeOp([0, 2, 1, 3]), graph.Reshape(result, [batch, heads, queries, valueSize]));
    }
}
