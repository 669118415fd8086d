using Fashion.Keras.Data;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// Collects the steps and slots of a plan while nodes are lowered one by one. Every value has a slot that holds it row-major;
/// a lowering may give it another value's slot (<see cref="Alias"/>) when the elements are the same.
/// </summary>
internal sealed class PlanBuilder
{
    private readonly List<PlanStep> _steps = [];
    private readonly List<Slot> _slots = [];
    private readonly Dictionary<Value, Slot> _values = [];
    private readonly Dictionary<Value, (WeightLayout Layout, Slot Slot)> _packed = [];
    private readonly Dictionary<Variable, Slot> _variables = [];
    private readonly Dictionary<(Value, int), Slot> _rowNumbers = [];
    private Node? _node;

    /// <param name="graph">The graph to lower.</param>
    /// <param name="workers">Threads that will run the plan.</param>
    public PlanBuilder(GraphEditor graph, int workers)
    {
        (Graph, Workers) = (graph, workers);
        Buckets = new RankBuckets(graph, make => Add(make(_slots.Count)));
    }

    /// <summary>Threads that will run the plan.</summary>
    public int Workers { get; }

    /// <summary>The graph that is lowered, for a look around.</summary>
    public GraphEditor Graph { get; }

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<PlanStep> Steps => _steps;

    /// <summary>The messages between ranks.</summary>
    public RankBuckets Buckets { get; }

    /// <summary>The slot of a value, row-major.</summary>
    public Slot this[Value value]
    {
        get
        {
            if (_values.TryGetValue(value, out Slot? slot)) return slot;
            slot = value.Producer.Op switch
            {
                _ when LayoutOf(value) is { } layout => Unpacked(value, layout),
                VariableOp op => Variable(op.Variable),
                ConstantOp op => Add(new Slot(_slots.Count, SlotKind.Constant, value.Shape.ElementCount) { Fill = op.Fill }),
                ScalarOp op => Add(new Slot(_slots.Count, SlotKind.Scalar, 1) { Scalar = op.Index }),
                _ => Buckets.PlaceOf(value) ?? Temporary(value.Shape.ElementCount),
            };
            return _values[value] = slot;
        }
    }

    /// <summary>A value has the same elements as a slot that is already there.</summary>
    public void Alias(Value value, Slot slot) => _values[value] = slot;

    /// <summary>The memory of a variable in the variable's own layout.</summary>
    public Slot Variable(Variable variable)
    {
        if (_variables.TryGetValue(variable, out Slot? slot)) return slot;
        ManagedPlacement placement = ManagedPlacement.Of(variable)!;
        return _variables[variable] =
            Add(new Slot(_slots.Count, SlotKind.Variable, placement.Count) { Placement = placement, Layout = placement.Layout });
    }

    /// <summary>The layout in which a value can be had without converting it; null for row-major.</summary>
    public WeightLayout? LayoutOf(Value value) =>
        _packed.TryGetValue(value, out (WeightLayout Layout, Slot) known) ? known.Layout
        : value.Producer.Op is VariableOp op ? ManagedPlacement.Of(op.Variable)!.Layout
        : null;

    /// <summary>A value in a layout, if it lies in that one already.</summary>
    public Slot? FindPacked(Value value, WeightLayout layout) =>
        LayoutOf(value) != layout ? null : _packed.TryGetValue(value, out (WeightLayout, Slot Slot) known)
            ? known.Slot
            : Variable(((VariableOp)value.Producer.Op).Variable);

    /// <summary>A value in a layout; a step converts it where it lies otherwise.</summary>
    public Slot Packed(Value value, WeightLayout layout)
    {
        if (FindPacked(value, layout) is { } known) return known;
        Slot rowMajor = this[value], packed = Temporary(layout);
        Add(new PackStep(rowMajor, packed, layout));
        return packed;
    }

    /// <summary>Memory for a value that a step computes in a layout.</summary>
    public Slot AddPacked(Value value, WeightLayout layout)
    {
        Slot slot = Temporary(layout);
        _packed[value] = (layout, slot);
        return slot;
    }

    /// <summary>The row numbers (int32) that a node uses, checked; the step that makes them is appended at the first use.</summary>
    public Slot RowNumbers(Node node, Value numbers)
    {
        RowNumberRange range = RowNumberRange.Of(node)!;
        Value source = numbers;
        while (source.Producer.Op is ReshapeOp) source = source.Producer.Inputs[0];
        if (_rowNumbers.TryGetValue((source, range.Rows), out Slot? slot)) return slot;
        _rowNumbers[(source, range.Rows)] = slot = Temporary(numbers.Shape.ElementCount);
        Add(source.Producer.Op is InputOp input
            ? new RowNumberFeedStep(input, slot, range)
            : new RowNumberStep(this[numbers], slot, range, Rows.Batch(numbers)));
        return slot;
    }

    /// <summary>Memory for something that is no value of the graph.</summary>
    /// <exception cref="ShapeMismatchException">More than a buffer holds; the message names the layer.</exception>
    public Slot Temporary(long count) =>
        Add(new Slot(_slots.Count, SlotKind.Arena,
            Sizes.Buffer(count, _node?.Scope is { } scope ? $"'{scope}' ({_node.Op.Name})" : "A step")));

    /// <summary>Appends a step.</summary>
    public void Add(PlanStep step)
    {
        if (_node is not null) step.Info = new StepInfo(_node);
        Sizes.Buffer(step.ScratchFloats, $"'{step.Info.Scope}' ({step.Info.Operation})");
        foreach (Access access in step.Accesses)
            if (access.Writes) access.Slot.Partition = access.Partition;
        _steps.Add(step);
    }

    /// <summary>Lowers a node.</summary>
    public void Lower(Node node)
    {
        _node = node;
        // Nothing to compute: kernels have a row to do in every part of a partition.
        if (node.Outputs.All(o => o.Shape.ElementCount == 0) && node.Op.Written.All(v => v.Shape.ElementCount == 0)) return;
        LoweringTable.Lower(node, this);
    }

    public Plan Build(bool profile, TurnSizes? turns = null)
    {
        var outputs = new List<Slot>();
        foreach (Value output in Graph.Outputs)
        {
            Slot slot = this[output];
            slot.IsOutput = true;
            outputs.Add(slot);
        }
        return new Plan(WeightSteps.First(_steps), _slots, outputs, Graph.InputCount, Graph.ScalarCount, Workers, profile, turns);
    }

    private Slot Add(Slot slot)
    {
        _slots.Add(slot);
        return slot;
    }

    private Slot Temporary(WeightLayout layout) => Add(new Slot(_slots.Count, SlotKind.Arena, layout.PackedCount) { Layout = layout });

    private Slot Unpacked(Value value, WeightLayout layout)
    {
        Slot rowMajor = Buckets.PlaceOf(value) ?? Temporary(value.Shape.ElementCount);
        Add(new UnpackStep(FindPacked(value, layout)!, layout, rowMajor));
        return rowMajor;
    }
}
