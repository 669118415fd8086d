using System.Text.Json.Nodes;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Several cells as one: each reads the output of the one below it.</summary>
/// <remarks>
/// Input that of the first cell, output that of the last one; the states are those of all cells, the first cell's first. Weights: those of
/// the cells. Source: keras.io/api/layers/recurrent_layers/stacked_rnn_cells.
/// </remarks>
[KerasLayer]
[WithoutMethod]
public sealed partial class StackedRNNCells : RecurrentCell
{
    /// <summary>Makes the cell.</summary>
    /// <param name="cells">The cells, the one that reads the input first.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">No cell, or null among them.</exception>
    public StackedRNNCells(IReadOnlyList<RecurrentCell> cells, string? name = null) : base(name)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Count == 0 || cells.Any(cell => cell is null))
            throw new ArgumentException($"Cell '{Name}' ({ClassName}) needs one cell or more, none of them null.", nameof(cells));
        Cells = [.. cells.Select(Track)];
        StateSizes = [.. Cells.SelectMany(cell => cell.StateSizes)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<int> StateSizes { get; }

    /// <inheritdoc/>
    public override int OutputSize => Cells[^1].OutputSize;

    internal override string ChildKey(Layer child) => $"cells/{Internal.Names.SnakeCase(child.StoredClassName ?? child.ClassName)}";

    internal static StackedRNNCells FromConfig(ConfigReader config, Func<NestedConfig, Layer> inside) =>
        new([.. config.GetObjects("cells").Select(nested => RNN.CellOf(nested, config, "cells", inside))], config.Name());

    /// <inheritdoc/>
    public override RecurrentCell Copy() => new StackedRNNCells([.. Cells.Select(cell => cell.CopyAlike())], Name.Replace('/', '_'));

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        foreach ((RecurrentCell cell, Shape step) in Cells.Zip(InputsOf(inputShape))) BuildInside(cell, step);
    }

    internal override Shape OutputShapeOf(Shape stepShape) => Cells[^1].OutputShapeOf(InputsOf(stepShape)[^1]);

    internal override IReadOnlyList<Shape> StateShapesOf(Shape stepShape) =>
        [.. Cells.Zip(InputsOf(stepShape)).SelectMany(pair => pair.First.StateShapesOf(pair.Second))];

    internal override IReadOnlyList<SymbolicTensor>? OwnStart(Shape stepShape)
    {
        Shape[] inputs = InputsOf(stepShape);
        IReadOnlyList<SymbolicTensor>?[] own = [.. Cells.Zip(inputs, (cell, step) => cell.OwnStart(step))];
        return own.All(start => start is null) ? null
            : [.. own.SelectMany((start, i) => start ?? [.. Cells[i].StateShapesOf(inputs[i]).Select(shape => Ops.BroadcastTo(0, shape))])];
    }

    // Cell by cell through the whole sequence, not step by step: so the product of each with all of its inputs is one.
    internal override RecurrentReading Read(SymbolicTensor sequence, IReadOnlyList<SymbolicTensor> states, SequenceReading reading,
        CallContext context)
    {
        var after = new List<SymbolicTensor>(states.Count);
        for (int i = 0; ; i++)
        {
            bool isLast = i == Cells.Count - 1;
            SymbolicTensor[] own = [.. states.Skip(after.Count).Take(Cells[i].StateSizes.Count)];
            (SymbolicTensor outputs, SymbolicTensor last, IReadOnlyList<SymbolicTensor> next) =
                Cells[i].Read(sequence, own, isLast ? reading : reading.Within(), context);
            after.AddRange(next);
            if (isLast) return new(outputs, last, after);
            sequence = outputs;
        }
    }

    /// <inheritdoc/>
    protected override (SymbolicTensor Output, IReadOnlyList<SymbolicTensor> States) Step(SymbolicTensor inputs,
        IReadOnlyList<SymbolicTensor> states, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(states);
        var after = new List<SymbolicTensor>(states.Count);
        foreach (RecurrentCell cell in Cells)
        {
            (inputs, IReadOnlyList<SymbolicTensor> next) =
                cell.CheckedStep(inputs, [.. states.Skip(after.Count).Take(cell.StateSizes.Count)], context);
            after.AddRange(next);
        }
        return (inputs, after);
    }

    internal override JsonArray NestStates(IReadOnlyList<JsonNode> states)
    {
        int at = 0;
        var nested = new JsonArray();
        foreach (RecurrentCell cell in Cells)
        {
            nested.Add((JsonNode)cell.NestStates([.. states.Skip(at).Take(cell.StateSizes.Count)]));
            at += cell.StateSizes.Count;
        }
        return nested;
    }

    // Shapes of what each cell reads.
    private Shape[] InputsOf(Shape stepShape)
    {
        var shapes = new Shape[Cells.Count];
        for (int i = 0; i < shapes.Length; i++)
        {
            shapes[i] = stepShape;
            stepShape = Cells[i].OutputShapeOf(stepShape);
        }
        return shapes;
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Set("cells", new JsonArray([.. Cells.Select(cell => cell.ToEntry(config.KeepsState))]));
    }
}
