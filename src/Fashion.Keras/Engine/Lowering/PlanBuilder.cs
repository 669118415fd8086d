using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// Collects the steps and slots of a plan while nodes are lowered one by one. Every value has a slot that holds it row-major;
/// a lowering may give it another value's slot (<see cref="Alias"/>) when the elements are the same.
/// </summary>
internal sealed class PlanBuilder(GraphEditor graph, int workers)
{
    private readonly List<Step> _steps = [];
    private readonly List<Slot> _slots = [];
    private readonly Dictionary<Value, Slot> _values = [];
    private readonly Dictionary<Variable, Slot> _variables = [];
    private Node? _node;

    /// <summary>Threads that will run the plan.</summary>
    public int Workers { get; } = workers;

    /// <summary>The graph that is lowered, for a look around.</summary>
    public GraphEditor Graph { get; } = graph;

    /// <summary>The slot of a value, row-major.</summary>
    public Slot this[Value value]
    {
        get
        {
            if (_values.TryGetValue(value, out Slot? slot)) return slot;
            slot = value.Producer.Op switch
            {
                VariableOp { Variable.Storage.Layout: { } layout } op => Unpacked(op.Variable, layout),
                VariableOp op => Variable(op.Variable),
                ConstantOp op => Add(new Slot(_slots.Count, SlotKind.Constant, value.Shape.ElementCount) { Fill = op.Fill }),
                ScalarOp op => Add(new Slot(_slots.Count, SlotKind.Scalar, 1) { Scalar = op.Index }),
                _ => Temporary(value.Shape.ElementCount),
            };
            return _values[value] = slot;
        }
    }

    /// <summary>A value has the same elements as a slot that is already there.</summary>
    public void Alias(Value value, Slot slot) => _values[value] = slot;

    /// <summary>The memory of a variable in the variable's own layout.</summary>
    public Slot Variable(Variable variable)
    {
        if (!_variables.TryGetValue(variable, out Slot? slot))
            _variables[variable] = slot = Add(new Slot(_slots.Count, SlotKind.Variable, variable.Storage.PackedCount) { Variable = variable });
        return slot;
    }

    /// <summary>Memory for something that is no value of the graph.</summary>
    public Slot Temporary(int count) => Add(new Slot(_slots.Count, SlotKind.Arena, count));

    /// <summary>Appends a step.</summary>
    public void Add(Step step)
    {
        if (_node is not null) step.Info = new StepInfo(_node);
        foreach (Access access in step.Accesses)
            if (access.Writes) access.Slot.Partition = access.Partition;
        _steps.Add(step);
    }

    /// <summary>Lowers a node.</summary>
    public void Lower(Node node)
    {
        _node = node;
        LoweringTable.Lower(node, this);
    }

    public Plan Build(bool profile)
    {
        var outputs = new List<Slot>();
        foreach (Value output in Graph.Outputs)
        {
            Slot slot = this[output];
            slot.IsOutput = true;
            outputs.Add(slot);
        }
        return new Plan(_steps, _slots, outputs, Graph.InputCount, Graph.ScalarCount, Workers, profile);
    }

    private Slot Add(Slot slot)
    {
        _slots.Add(slot);
        return slot;
    }

    private Slot Unpacked(Variable variable, VariableLayout layout)
    {
        Slot rowMajor = Temporary(variable.Shape.ElementCount);
        Add(new UnpackStep(Variable(variable), layout, rowMajor));
        return rowMajor;
    }
}
