using System.Globalization;
using Fashion.Keras.Data;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>The range of the row numbers of one operation, and the error about a number outside of it: one for all engines.</summary>
/// <param name="node">Who reads or writes rows.</param>
/// <param name="numbers">The row numbers, the batch axis first.</param>
/// <param name="rows">Rows of the table.</param>
internal sealed class RowNumberRange(Node node, Value numbers, int rows)
{
    public int Rows => rows;

    /// <summary>The row numbers.</summary>
    public Value Numbers => numbers;

    /// <summary>The row numbers that a node uses; null if it uses none.</summary>
    public static RowNumberRange? Of(Node node) => node.Op switch
    {
        GatherOp => new(node, node.Inputs[1], node.Inputs[0].Shape[0]),
        ScatterAddOp op => new(node, node.Inputs[0], op.Table[0]),
        ScatterOp => new(node, node.Inputs[1], node.Inputs[0].Shape[0]),
        TakeAlongOp => new(node, node.Inputs[1], node.Inputs[0].Shape[^1]),
        AddAlongOp op => new(node, node.Inputs[0], op.Size),
        _ => null,
    };

    /// <summary>The input whose data a value is, perhaps under another shape; null if it is computed.</summary>
    public static InputOp? SourceOf(Value value)
    {
        while (value.Producer.Op is ReshapeOp) value = value.Producer.Inputs[0];
        return value.Producer.Op as InputOp;
    }

    /// <summary>The error about a number that came in as data.</summary>
    /// <param name="feed">The data.</param>
    /// <param name="index">Its place in the batch, row-major.</param>
    public ArgumentException Error(in Feed feed, int index)
    {
        ArraySource source = feed.Source.Source;
        int length = feed.Source.RowLength, sample = feed.RowOf(index / length);
        return Error(source.Text(sample * length + index % length),
            node.Scope is null ? $"at place {sample * length + index % length} of the positions"
                : $"of sample {sample}{Step(source.Shape[1..], index % length)}");
    }

    /// <summary>The error about a number that was computed.</summary>
    /// <param name="number">The number.</param>
    /// <param name="index">Its place in the batch, row-major.</param>
    public ArgumentException Error(double number, int index)
    {
        Shape sample = numbers.Shape.Rank == 0 ? numbers.Shape : numbers.Shape[1..];
        return Error(number.ToString(CultureInfo.InvariantCulture),
            node.Scope is null ? $"at place {index} of the positions"
                : $"computed for sample {index / sample.ElementCount} of the batch{Step(sample, index % sample.ElementCount)}");
    }

    private ArgumentException Error(string number, string where) => node is { Scope: { } layer, Op: GatherOp }
        ? new($"Layer '{layer}': the id {number} {where} is out of range: the table has {rows} rows, so ids must lie in 0 .. {rows - 1}. " +
            "For an Embedding, inputDim is the largest id plus 1.")
        : new($"{(node.Scope is { } scope ? $"Layer '{scope}'" : Operation)}: the position {number} {where} is out of range: there are " +
            $"{rows} places{(rows > 0 ? $", 0 .. {rows - 1}" : "")}.");

    // The operations of users that are written with this one.
    private string Operation => node.Op switch
    {
        GatherOp => "Ops.Take",
        ScatterAddOp => "Ops.SegmentSum or Ops.Scatter",
        ScatterOp => "Ops.ScatterUpdate or a segment operation",
        _ => "Ops.TakeAlongAxis",
    };

    private static string Step(Shape sample, int index)
    {
        if (sample.ElementCount <= 1) return "";
        if (sample.Rank == 1) return $", step {index}";
        var place = new int[sample.Rank];
        for (int axis = sample.Rank - 1; axis >= 0; index /= sample[axis--]) place[axis] = index % sample[axis];
        return $", place ({string.Join(", ", place)})";
    }
}
