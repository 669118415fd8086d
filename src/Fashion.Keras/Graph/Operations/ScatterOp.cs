using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>What a row does to the row of a table in whose place it is put.</summary>
[Experimental(ExperimentalApi.Engines)]
public enum ScatterKind
{
    /// <summary>It takes the place.</summary>
    Replace,

    /// <summary>The larger number stays, place by place.</summary>
    Maximum,

    /// <summary>The smaller number stays, place by place.</summary>
    Minimum,

    /// <summary>The product.</summary>
    Multiply,
}

/// <summary>
/// A table whose rows at row numbers are changed, in the order of the numbers; sums are <see cref="ScatterAddOp"/>. Inputs: the table
/// (rows, width...), row numbers (floats, truncated), and rows, of the shape of the numbers followed by the width. Output: the changed
/// table. A number out of range ends the run with an error.
/// </summary>
/// <param name="Kind">What a row does to the row in its place.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record ScatterOp(ScatterKind Kind) : Op
{
    /// <inheritdoc/>
    public override string Name => "scatter_" + Kind.ToString().ToLowerInvariant();

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape table = inputs[0].Shape, numbers = inputs[1].Shape, rows = inputs[2].Shape;
        if (table.Rank == 0 || rows != (Shape)(int[])[.. numbers, .. table[1..]])
            throw new ShapeMismatchException(
                $"Rows of shape {rows} cannot be put into a table of shape {table} at row numbers of shape {numbers}.");
        return [new(table)];
    }

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        Value table = node.Inputs[0], numbers = node.Inputs[1], rows = node.Inputs[2], gradient = outputGradients[0]!;
        (Value ofTable, Value ofRows) = Kind switch
        {
            ScatterKind.Replace => Replaced(graph, table, numbers, rows, gradient),
            ScatterKind.Multiply => Multiplied(graph, table, numbers, rows, gradient),
            _ => Extreme(graph, table, numbers, rows, node.Output, gradient),
        };
        return [ofTable, null, ofRows];
    }

    // What was replaced has none, be it of the table or a row that another one came after.
    private static (Value, Value) Replaced(GraphBuilder graph, Value table, Value numbers, Value rows, Value gradient)
    {
        Shape count = [numbers.Shape.ElementCount];
        Value order = graph.Add(new RecurrenceOp(), graph.Constant(1, count)), flat = graph.Reshape(numbers, count);
        Value last = graph.Add(new ScatterOp(ScatterKind.Replace), graph.Constant(0, [table.Shape[0]]), flat, order);
        Value isLast = graph.Compare(BinaryKind.Equal, graph.Add(new GatherOp(), last, flat), order);
        Shape wide = (int[])[.. numbers.Shape, .. Ones(table)];
        return (graph.KeepWhereNot(graph.Reshape(last, (int[])[table.Shape[0], .. Ones(table)]), gradient),
            graph.KeepWhere(graph.Reshape(isLast, wide), graph.Add(new GatherOp(), gradient, numbers)));
    }

    private static (Value, Value) Extreme(GraphBuilder graph, Value table, Value numbers, Value rows, Value result, Value gradient)
    {
        Value tableHolds = graph.Compare(BinaryKind.Equal, table, result),
            rowHolds = graph.Compare(BinaryKind.Equal, rows, graph.Add(new GatherOp(), result, numbers));
        Value share = graph.Over(gradient, graph.Plus(tableHolds, graph.Add(new ScatterAddOp(table.Shape), numbers, rowHolds)));
        return (graph.KeepWhere(tableHolds, share), graph.KeepWhere(rowHolds, graph.Add(new GatherOp(), share, numbers)));
    }

    // The product of all others: 0 if one of them is 0, else the product of what is not 0 over the own part in it.
    private static (Value, Value) Multiplied(GraphBuilder graph, Value table, Value numbers, Value rows, Value gradient)
    {
        Value tableIsZero = graph.Compare(BinaryKind.Equal, table, graph.Constant(0)),
            rowIsZero = graph.Compare(BinaryKind.Equal, rows, graph.Constant(0));
        Value tableFactors = graph.Add(new SelectOp(), tableIsZero, graph.Constant(1), table),
            rowFactors = graph.Add(new SelectOp(), rowIsZero, graph.Constant(1), rows);
        Value scaled = graph.Times(gradient, graph.Add(new ScatterOp(ScatterKind.Multiply), tableFactors, numbers, rowFactors));
        Value zeros = graph.Plus(tableIsZero, graph.Add(new ScatterAddOp(table.Shape), numbers, rowIsZero));
        Value ofTable = graph.KeepWhereNot(graph.Minus(zeros, tableIsZero), graph.Over(scaled, tableFactors));
        Value ofRows = graph.KeepWhereNot(graph.Minus(graph.Add(new GatherOp(), zeros, numbers), rowIsZero),
            graph.Over(graph.Add(new GatherOp(), scaled, numbers), rowFactors));
        return (ofTable, ofRows);
    }

    private static int[] Ones(Value table) => [.. Enumerable.Repeat(1, table.Shape.Rank - 1)];
}
