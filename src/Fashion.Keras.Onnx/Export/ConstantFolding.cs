using Fashion.Keras.Execution;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Onnx.Export;

/// <summary>The part of a model that depends on its weights alone, computed by the engine that models use.</summary>
internal sealed class ConstantFolding
{
    private readonly HashSet<Value> _constants = [];
    private readonly Dictionary<Value, float[]> _values = [];

    public ConstantFolding(TracedModel model)
    {
        foreach (Node node in model.Nodes)
        {
            if (node.Op is InputOp or ScalarOp or RandomOp or VariateOp or DropoutOp or AssignOp || node.Outputs.Length == 0
                || node.Op.Written.Count > 0) continue;
            if (node.Inputs.All(_constants.Contains)
                && node.Outputs.All(output => Array.TrueForAll(model.Shape(output), dim => dim.IsConstant)))
                _constants.UnionWith(node.Outputs);
        }
        Value[] wanted = [.. model.Nodes.Where(n => !n.Outputs.Any(_constants.Contains)).SelectMany(n =>
            n.Inputs).Concat(model.Outputs).Distinct().Where(v => _constants.Contains(v)
            && v.Producer.Op is not (VariableOp or ConstantOp))];
        if (wanted.Length > 0) Compute(model, wanted);
    }

    /// <summary>Whether a value depends on weights alone.</summary>
    public bool IsConstant(Value value) => _constants.Contains(value);

    /// <summary>Its numbers.</summary>
    public float[] Values(Value value) => value.Producer.Op switch
    {
        VariableOp op => op.Variable.ToArray(),
        ConstantOp op => [.. Enumerable.Repeat(op.Fill, op.Shape.ElementCount)],
        _ => _values[value],
    };

    private void Compute(TracedModel model, Value[] wanted)
    {
        using var graph = new GraphBuilder();
        var copies = new Dictionary<Value, Value>();
        HashSet<Node> needed = NeededNodes.Of(wanted);
        foreach (Node node in model.Nodes.Where(needed.Contains))
        {
            Node copy = graph.AddNode(node.Op, [.. node.Inputs.Select(input => copies[input])]);
            for (int i = 0; i < copy.Outputs.Length; i++) copies[node.Outputs[i]] = copy.Outputs[i];
        }
        foreach (Value value in wanted) graph.Output(copies[value]);
        IExecutable executable = DefaultEngine.Create().Compile(graph.Build(), new ExecutionOptions());
        using IExecution execution = executable.Rent();
        execution.Run([], [], 0);
        for (int i = 0; i < wanted.Length; i++)
        {
            var values = new float[wanted[i].Shape.ElementCount];
            execution.Read(i, values);
            _values[wanted[i]] = values;
        }
    }
}
