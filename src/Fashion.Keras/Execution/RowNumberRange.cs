using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Fashion.Keras.Data;
using Fashion.Keras.Graph;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Execution;

/// <summary>
/// The range of the row numbers of one operation, and the error about a number outside of it: one for all engines. Every engine checks the
/// numbers before it uses them.
/// </summary>
[Experimental(ExperimentalApi.Engines)]
public sealed class RowNumberRange
{
    private readonly Node _node;

    private RowNumberRange(Node node, Value numbers, int rows)
    {
        _node = node;
        Numbers = numbers;
        Rows = rows;
    }

    /// <summary>Rows of the table: numbers, truncated, lie in 0 .. Rows - 1.</summary>
    public int Rows { get; }

    /// <summary>The row numbers, the batch axis first.</summary>
    public Value Numbers { get; }

    /// <summary>The row numbers that a node uses; null if it uses none.</summary>
    /// <param name="node">Who reads or writes rows.</param>
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
    /// <param name="value">The value.</param>
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
            _node.Scope is null ? $"at place {sample * length + index % length} of the positions"
                : $"of sample {sample}{PlaceIn(source.Shape[1..], index % length)}");
    }

    /// <summary>The error about a number that was computed.</summary>
    /// <param name="number">The number.</param>
    /// <param name="index">Its place in the batch, row-major.</param>
    public ArgumentException Error(double number, int index)
    {
        Shape sample = Numbers.Shape.Rank == 0 ? Numbers.Shape : Numbers.Shape[1..];
        return Error(number.ToString(CultureInfo.InvariantCulture),
            _node.Scope is null ? $"at place {index} of the positions"
                : $"computed for sample {index / sample.ElementCount} of the batch{PlaceIn(sample, index % sample.ElementCount)}");
    }

    private ArgumentException Error(string number, string where) => _node is { Scope: { } layer, Op: GatherOp }
        ? new($"Layer '{layer}': the id {number} {where} is out of range: the table has {Rows} rows, so ids must lie in 0 .. {Rows - 1}. " +
            "For an Embedding, inputDim is the largest id plus 1.")
        : new($"{(_node.Scope is { } scope ? $"Layer '{scope}'" : Operation)}: the position {number} {where} is out of range: there are " +
            $"{Rows} places{(Rows > 0 ? $", 0 .. {Rows - 1}" : "")}.");

    // The operations of users that are written with this one.
    private string Operation => _node.Op switch
    {
        GatherOp => "Ops.Take",
        ScatterAddOp => "Ops.SegmentSum or Ops.Scatter",
        ScatterOp => "Ops.ScatterUpdate or a segment operation",
        _ => "Ops.TakeAlongAxis",
    };

    private static string PlaceIn(Shape sample, int index)
    {
        if (sample.ElementCount <= 1) return "";
        if (sample.Rank == 1) return $", step {index}";
        var place = new int[sample.Rank];
        for (int axis = sample.Rank - 1; axis >= 0; index /= sample[axis--]) place[axis] = index % sample[axis];
        return $", place ({string.Join(", ", place)})";
    }
}
