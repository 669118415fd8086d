using Fashion.Keras.Graph;

namespace Fashion.Keras.Optimizers;

// One step, in Keras's order: unscale, accumulate, clip, decay, update, average, constrain.
public abstract partial class Optimizer
{
    private readonly HashSet<string> _notDecayed = [];

    /// <summary>
    /// Whether the next call only adds its gradients to the accumulated ones. Such a call runs another graph: the one that
    /// <see cref="Apply"/> writes with <c>accumulateOnly</c>.
    /// </summary>
    internal virtual bool NextOnlyAccumulates => GradientAccumulationSteps is { } steps && (Iterations + 1) % steps != 0;

    /// <summary>
    /// Names of the numbers, in addition to the learning rate, that change from step to step (bias corrections). <see cref="WriteScalars"/>
    /// computes them.
    /// </summary>
    protected virtual IReadOnlyList<string> ScalarNames => [];

    private bool OverwritesWithAverage => UseEma && EmaOverwriteFrequency is not null;

    /// <summary>Weights whose name contains one of these texts ("bias", "gamma") do not decay. Call it before training.</summary>
    /// <param name="names">Parts of names.</param>
    public void ExcludeFromWeightDecay(params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (Weights.Count > 0)
            throw new InvalidOperationException($"Optimizer '{Name}' is in use already; say what does not decay before training.");
        _notDecayed.UnionWith(names);
    }

    /// <summary>
    /// Writes one step for all weights that have a gradient. Numbers that change from step to step become host scalars, in
    /// the order in which <see cref="WriteAllScalars"/> gives them.
    /// </summary>
    /// <param name="graph">Where to write.</param>
    /// <param name="gradients">The gradients of this rank.</param>
    /// <param name="accumulateOnly">Whether they are only added to the accumulated ones.</param>
    /// <param name="ranks">Over which ranks gradients are averaged before they are clipped; null for none.</param>
    internal virtual void Apply(GraphBuilder graph, IReadOnlyList<WeightGradient> gradients, bool accumulateOnly = false,
        ICollective? ranks = null)
    {
        Value learningRate = graph.Scalar("learning_rate");
        Value? emaMomentum = UseEma ? graph.Scalar("ema_momentum") : null;
        Value? overwrite = OverwritesWithAverage ? graph.Scalar("ema_overwrite") : null;
        var context = new UpdateContext(graph, learningRate, [.. ScalarNames.Select(graph.Scalar)]);

        SymbolicTensor[] values = [.. gradients.Select(g => Unscaled(new GraphTensor(g.Gradient)))];
        for (int i = 0; i < values.Length && GradientAccumulationSteps is not null; i++)
            values[i] = Accumulated(context, values[i], gradients[i].Weight, accumulateOnly);
        if (!accumulateOnly)
        {
            if (ranks is not null) values = RankAverages.Of(graph, values, ranks);
            Clip(values);
            BeforeUpdates(context);
            for (int i = 0; i < values.Length; i++)
            {
                Variable weight = gradients[i].Weight;
                if (DecayOf(weight) is { } decay && !_notDecayed.Any(weight.Name.Contains))
                    context.Assign(weight, weight - (SymbolicTensor)weight * (decay * context.LearningRate));
                Update(context, _places[weight], weight, values[i]);
            }
        }
        for (int i = 0; i < _averages.Length; i++)
            Average(context, i, new GraphTensor(emaMomentum!), overwrite is null ? null : new GraphTensor(overwrite));
        foreach (WeightGradient g in gradients)
            if (g.Weight.Constraint is { } constraint) context.Assign(g.Weight, constraint.Apply(g.Weight));
    }

    /// <summary>
    /// Computes the scalars of the call that comes next (it sees <see cref="Iterations"/> and <see cref="LearningRate"/>).
    /// </summary>
    internal virtual void WriteAllScalars(Span<float> scalars)
    {
        int next = 0;
        float learningRate = (float)LearningRate;
        scalars[next++] = learningRate;
        // The average starts as a copy of the weights.
        if (UseEma) scalars[next++] = AppliedSteps == 0 ? 0 : (float)EmaMomentum;
        if (OverwritesWithAverage) scalars[next++] = (AppliedSteps + 1) % EmaOverwriteFrequency!.Value == 0 ? 1 : 0;
        WriteScalars(scalars[next..], learningRate, AppliedSteps + 1);
    }

    /// <summary>Computes the numbers of <see cref="ScalarNames"/>.</summary>
    /// <param name="scalars">Room for them.</param>
    /// <param name="learningRate">Learning rate of the step.</param>
    /// <param name="step">Number of the step, 1 for the first.</param>
    protected virtual void WriteScalars(Span<float> scalars, float learningRate, long step) { }

    /// <summary>Writes what happens once per step, before any weight changes.</summary>
    /// <param name="context">What it is written with.</param>
    protected virtual void BeforeUpdates(UpdateContext context) { }

    /// <summary>Writes the step of one weight.</summary>
    /// <param name="context">What it is written with: learning rate, numbers of the step, assignments.</param>
    /// <param name="index">Place of the weight among those it was built for, and so of its slots.</param>
    /// <param name="weight">What to change.</param>
    /// <param name="gradient">Its gradient, clipped.</param>
    protected abstract void Update(UpdateContext context, int index, Variable weight, SymbolicTensor gradient);

    /// <summary>Share of a weight that a step takes away, times the learning rate; null for none.</summary>
    private protected virtual double? DecayOf(Variable weight) => WeightDecay;

    /// <summary>Writes the loss whose gradients <see cref="Apply"/> expects.</summary>
    internal virtual SymbolicTensor ScaleLoss(SymbolicTensor loss) => LossScaleFactor is { } scale ? loss * scale : loss;

    /// <summary>Counts a call after it has run.</summary>
    internal virtual void Advance() => Iterations++;

    private SymbolicTensor Unscaled(SymbolicTensor gradient) => LossScaleFactor is { } scale ? gradient / scale : gradient;

    private SymbolicTensor Accumulated(UpdateContext context, SymbolicTensor gradient, Variable weight, bool accumulateOnly)
    {
        Variable accumulator = _accumulators[_places[weight]];
        SymbolicTensor sum = gradient + accumulator;
        if (accumulateOnly) return context.Assign(accumulator, sum);
        SymbolicTensor mean = sum / GradientAccumulationSteps!.Value;
        context.Assign(accumulator, Ops.BroadcastTo(0, accumulator.Shape));
        return mean;
    }

    private void Clip(SymbolicTensor[] gradients)
    {
        SymbolicTensor? scale = GlobalClipnorm is { } limit && gradients.Length > 0
            ? limit * Ops.Minimum(1 / Ops.Sqrt(gradients.Select(g => Ops.Sum(Ops.Square(g))).Aggregate(Ops.Add)), 1 / limit)
            : null;
        for (int i = 0; i < gradients.Length; i++)
        {
            SymbolicTensor g = gradients[i];
            if (Clipnorm is { } norm) gradients[i] = g * norm / Ops.Maximum(Ops.Sqrt(Ops.Sum(Ops.Square(g))), norm);
            else if (Clipvalue is { } value) gradients[i] = Ops.Clip(g, (float)-value, (float)value);
            else if (scale is not null) gradients[i] = g * scale;
        }
    }

    private void Average(UpdateContext context, int index, SymbolicTensor momentum, SymbolicTensor? overwrite)
    {
        Variable weight = Weights[index];
        SymbolicTensor average = context.Assign(_averages[index], momentum * _averages[index] + (1 - momentum) * weight);
        if (overwrite is not null) context.Assign(weight, Ops.Where(overwrite, average, weight));
    }
}
