using Fashion.Keras.Graph;

namespace Fashion.Keras.Optimizers;

/// <summary>What the update of one weight is written with: the graph, the learning rate and the optimizer's own scalars of the step.</summary>
internal readonly struct UpdateContext(GraphBuilder graph, Value learningRate, Value[] scalars)
{
    public GraphBuilder Graph { get; } = graph;

    /// <summary>Learning rate of the step.</summary>
    public SymbolicTensor LearningRate { get; } = new GraphTensor(learningRate);

    /// <summary>The same as a graph value, for fused operations.</summary>
    public Value LearningRateValue { get; } = learningRate;

    /// <summary>A scalar of the optimizer's own, by its place.</summary>
    public Value ScalarValue(int index) => scalars[index];

    /// <summary>The same as a tensor.</summary>
    public SymbolicTensor Scalar(int index) => new GraphTensor(scalars[index]);

    /// <summary>Writes variable := value.</summary>
    public SymbolicTensor Assign(Variable variable, SymbolicTensor value)
    {
        Graph.Assign(variable, value.Resolve(Graph));
        return variable;
    }

    /// <summary>Writes variable := share * variable + (1 - share) * value: a running mean.</summary>
    public SymbolicTensor Blend(Variable variable, double share, SymbolicTensor value) => Assign(variable, share * (SymbolicTensor)variable + (1 - share) * value);

    /// <summary>Writes an operation that changes variables by itself.</summary>
    public void Fused(Op op, Value[] inputs, params Variable?[] changed)
    {
        Graph.AddNode(op, inputs);
        foreach (Variable? variable in changed)
            if (variable is not null) Graph.Forget(variable);
    }
}
