using Fashion.Keras.Graph;

namespace Fashion.Keras.Optimizers;

/// <summary>
/// What the update of one weight is written with: the graph, the learning rate and the optimizer's own scalars of the step.
/// </summary>
public readonly struct UpdateContext
{
    private readonly Value[] _scalars;

    internal UpdateContext(GraphBuilder graph, Value learningRate, Value[] scalars)
    {
        Graph = graph;
        LearningRateValue = learningRate;
        _scalars = scalars;
    }

    internal GraphBuilder Graph { get; }

    /// <summary>Learning rate of the step.</summary>
    public SymbolicTensor LearningRate => new GraphTensor(LearningRateValue);

    /// <summary>The same as a graph value, for fused operations.</summary>
    internal Value LearningRateValue { get; }

    /// <summary>A scalar of the optimizer's own, by its place.</summary>
    internal Value ScalarValue(int index) => _scalars[index];

    /// <summary>A number that the optimizer computes for each step.</summary>
    /// <param name="index">Its place in <see cref="Optimizer.ScalarNames"/>.</param>
    public SymbolicTensor Scalar(int index) => new GraphTensor(_scalars[index]);

    /// <summary>Writes variable := value.</summary>
    /// <param name="variable">A weight or a slot.</param>
    /// <param name="value">Its new value, of the same shape.</param>
    /// <returns>The new value.</returns>
    public SymbolicTensor Assign(Variable variable, SymbolicTensor value)
    {
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentNullException.ThrowIfNull(value);
        Graph.Assign(variable, value.Resolve(Graph));
        return variable;
    }

    /// <summary>Writes variable := share * variable + (1 - share) * value: a running mean.</summary>
    /// <param name="variable">A slot.</param>
    /// <param name="share">Weight of the old value.</param>
    /// <param name="value">What comes in.</param>
    /// <returns>The new value.</returns>
    public SymbolicTensor Blend(Variable variable, double share, SymbolicTensor value)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return Assign(variable, share * (SymbolicTensor)variable + (1 - share) * value);
    }

    /// <summary>Writes an operation that changes variables by itself.</summary>
    internal void Fused(Op op, Value[] inputs, params Variable?[] changed)
    {
        Graph.AddNode(op, inputs);
        foreach (Variable? variable in changed)
            if (variable is not null) Graph.Forget(variable);
    }
}
