using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers;

// What an optimizer remembers per weight, in Keras's order: averages, accumulated gradients, then the slots of its kind.
public abstract partial class Optimizer
{
    private readonly List<Variable> _variables = [];
    private readonly Dictionary<Variable, int> _places = [];
    private Variable[] _averages = [], _accumulators = [];

    /// <summary>The state per weight (momenta ...), in the order in which Keras stores it; empty before the first use.</summary>
    public IReadOnlyList<Variable> Variables => _variables;

    /// <summary>The weights it was built for, in order; empty before.</summary>
    protected internal IReadOnlyList<Variable> Weights { get; private set; } = [];

    /// <summary>Whether its state has been made.</summary>
    internal bool Built => Weights.Count > 0;

    /// <summary>
    /// Everything that Keras stores, in its order: iteration, learning rate (not with a schedule), then <see cref="Variables"/>.
    /// </summary>
    internal virtual IReadOnlyList<OptimizerEntry> Entries
    {
        get
        {
            var entries =
                new List<OptimizerEntry> { new($"{Name}/iteration", DType.Int32, () => Iterations, value => Iterations = (long)value) };
            if (Schedule is null)
                entries.Add(new OptimizerEntry($"{Name}/learning_rate", DType.Float32, () => LearningRate,
                    value => LearningRate = SinglePrecision.Shortest(value)));
            entries.AddRange(_variables.Select(v => new OptimizerEntry(v)));
            return entries;
        }
    }

    /// <summary>
    /// Makes the state for these weights, once. Later it takes the same ones or fewer (layers that were frozen or removed).
    /// </summary>
    /// <exception cref="InvalidOperationException">Some are none of those that it was built for.</exception>
    internal void Build(IReadOnlyList<Variable> weights)
    {
        if (Weights.Count > 0)
        {
            Variable[] unknown = [.. weights.Where(w => !_places.ContainsKey(w))];
            if (unknown.Length == 0) return;
            throw new InvalidOperationException($"Optimizer '{Name}' was built for {Weights.Count} weights and knows nothing of " +
                $"{unknown.Length} others, '{unknown[0].Path}' among them (has a layer been unfrozen or added, or does another model use " +
                "the optimizer?). Compile with a new optimizer.");
        }
        Weights = [.. weights];
        for (int i = 0; i < weights.Count; i++) _places[weights[i]] = i;
        if (UseEma) _averages = AddSlots("average");
        if (GradientAccumulationSteps is not null) _accumulators = AddSlots("gradient_accumulator");
        CreateSlots();
    }

    /// <summary>Puts the moving averages in the place of the weights: what training ends with when it keeps averages.</summary>
    internal virtual void FinalizeWeights()
    {
        for (int i = 0; i < _averages.Length; i++) Weights[i].Set(_averages[i].ToArray());
    }

    /// <summary>Exchanges the moving averages with the weights.</summary>
    internal void SwapAverages()
    {
        for (int i = 0; i < _averages.Length; i++)
        {
            float[] weight = Weights[i].ToArray();
            Weights[i].Set(_averages[i].ToArray());
            _averages[i].Set(weight);
        }
    }

    /// <summary>Sets the moving averages to the weights as they are now.</summary>
    internal void RestartAverages()
    {
        for (int i = 0; i < _averages.Length; i++) _averages[i].Set(Weights[i].ToArray());
    }

    /// <summary>
    /// Makes the slots of this kind of optimizer with <see cref="AddSlots"/> or <see cref="AddSlot"/>. Files keep them in this order.
    /// </summary>
    protected virtual void CreateSlots() { }

    /// <summary>Makes a slot for every weight, one weight after the other.</summary>
    /// <param name="name">Name of the slot: momentum, velocity ...</param>
    /// <param name="initial">Its first values.</param>
    /// <returns>The slots, in the order of <see cref="Weights"/>.</returns>
    protected Variable[] AddSlots(string name, float initial = 0) => [.. Weights.Select(w => AddSlot(w, name, initial))];

    /// <summary>Makes a slot for one weight, of its shape.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="name">Name of the slot: momentum, velocity ...</param>
    /// <param name="initial">Its first values.</param>
    protected Variable AddSlot(Variable weight, string name, float initial = 0)
    {
        ArgumentNullException.ThrowIfNull(weight);
        string full = $"{weight.Path.Replace('/', '_')}_{name}";
        return Track(new Variable(full, weight.Shape, trainable: false) { Path = $"{Name}/{full}", SlotOf = weight }, initial);
    }

    /// <summary>Makes a part of the state that has a shape of its own.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initial">Its first values.</param>
    protected Variable AddVariable(string name, Shape shape, float initial = 0)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        return Track(new Variable(name, shape, trainable: false) { Path = $"{Name}/{name}" }, initial);
    }

    /// <summary>Counts a variable among the state.</summary>
    private protected Variable Track(Variable variable, float initial = 0)
    {
        if (initial != 0) variable.Initialize(values => values.Fill(initial));
        _variables.Add(variable);
        return variable;
    }
}
