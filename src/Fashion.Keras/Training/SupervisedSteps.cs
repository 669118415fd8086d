using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>
/// The steps of one model with targets: forward, losses and penalties, metrics from the same forward pass, gradients, updates.
/// For prediction only forward.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="lossesAndMetrics">Losses and metrics; null when the model was not compiled and only predicts.</param>
/// <param name="optimizer">What changes the weights; null likewise.</param>
/// <param name="ranks">The ranks that train together; null for one.</param>
internal sealed class SupervisedSteps(ITrainable model, LossesAndMetrics? lossesAndMetrics, Optimizer? optimizer, ICollective? ranks = null)
    : IStepProgram
{
    public LossesAndMetrics? LossesAndMetrics => lossesAndMetrics;

    public IReadOnlyList<Layer> Models => [model.Layer];

    public IReadOnlyList<Optimizer> Optimizers { get; } = optimizer is null ? [] : [optimizer];

    public IReadOnlyList<string> LossNames { get; } = lossesAndMetrics is null ? [] : ["loss", .. lossesAndMetrics.OutputLossNames];

    public IReadOnlyList<MetricEntry> Metrics { get; } = lossesAndMetrics?.Metrics ?? [];

    public bool SumsSamples { get; } = lossesAndMetrics?.Losses.Any(l => l?.Reduction == Reduction.Sum) ?? false;

    public StepOutputs Write(GraphBuilder graph, StepKey key)
    {
        SymbolicTensor[] inputs = StepFeeds.Of(graph, "x", key.Shapes.Inputs), targets = StepFeeds.Of(graph, "y", key.Shapes.Targets),
            weights = StepFeeds.Of(graph, "weight", key.Shapes.Weights);
        bool training = key.Kind == StepKind.Train;
        var context = new CallContext(training) { Ranks = training ? ranks : null, RankWeight = key.Weight };
        SymbolicTensors outputs = model.InStep.Apply(inputs, context);
        graph.EndForward();
        if (key.Kind == StepKind.Predict)
        {
            for (int i = 0; i < outputs.Count; i++) RequireRows(outputs[i].Shape, i, key.Shapes.Rows);
            return new StepOutputs { Predictions = [.. outputs.Select(o => graph.Output(o.Resolve(graph)))] };
        }
        (Value loss, int[] losses) = WriteLosses(graph, outputs, targets, weights, context, key.AllPerOwn);
        // A batch that only stands in for none must not be counted.
        if (key.Weight != 0) WriteMetrics(graph, outputs, targets, weights);
        return new StepOutputs { Losses = losses, Scalars = training ? [WriteUpdate(graph, loss, key)] : [] };
    }

    // Rows of results belong to rows of samples; an operation over the batch axis would leave some without.
    private void RequireRows(Shape output, int index, int samples)
    {
        if (output.Rank == 0 || output[0] != samples)
            throw new ShapeMismatchException($"Model '{model.Name}': output '{model.OutputNames[index]}' of a batch of {samples} samples " +
                $"has the shape {output}, but its first axis must be the samples. Leave the batch axis (0) alone in the operations of a " +
                "model.")
            { Received = output };
    }

    // The total first, then, if there are several, each output's own loss.
    private (Value Total, int[] Outputs) WriteLosses(GraphBuilder graph, SymbolicTensors outputs, SymbolicTensor[] targets,
        SymbolicTensor[] weights, CallContext context, double allPerOwn)
    {
        SymbolicTensor? total = null;
        var own = new List<SymbolicTensor>();
        for (int i = 0; i < outputs.Count; i++)
        {
            if (lossesAndMetrics!.Losses[i] is not { } loss) continue;
            using GraphBuilder.Scope scope = graph.In(loss.Name);
            SymbolicTensor? weight = weights.Length > 0 ? weights[i] : null;
            SymbolicTensor value = context.Training
                ? loss.ComputeScalar(targets[i], outputs[i], weight)
                : Ops.Mean(loss.Compute(targets[i], outputs[i], weight));
            // The mean over the ranks, weighted by their samples, is the sum then.
            if (loss.Reduction == Reduction.Sum && allPerOwn != 1) value *= allPerOwn;
            own.Add(value);
            Include(lossesAndMetrics.LossWeights[i] == 1 ? value : value * lossesAndMetrics.LossWeights[i]);
        }
        foreach (Variable weight in model.Layer.TrainableWeights)
            if (weight.Regularizer is not null) Include(weight.Regularizer.Penalty(weight));
        foreach (SymbolicTensor penalty in context.Losses) Include(penalty);
        Value result = (total ?? throw new InvalidOperationException($"Model '{model.Name}' has nothing to minimize: give Compile a " +
            "loss, or add one in a layer (CallContext.AddLoss).")).Resolve(graph);
        List<int> places = [graph.Output(result)];
        if (lossesAndMetrics!.OutputLossNames.Count > 0) places.AddRange(own.Select(value => graph.Output(value.Resolve(graph))));
        return (result, [.. places]);

        void Include(SymbolicTensor part) => total = total is null ? part : total + part;
    }

    private void WriteMetrics(GraphBuilder graph, SymbolicTensors outputs, SymbolicTensor[] targets, SymbolicTensor[] weights)
    {
        foreach (MetricEntry entry in lossesAndMetrics!.Metrics)
        {
            SymbolicTensor target = targets[entry.Output], output = outputs[entry.Output];
            using GraphBuilder.Scope scope = graph.In(entry.Name);
            entry.Update(model.OutputNames[entry.Output], target, output, weights.Length > 0 ? weights[entry.Output] : null);
        }
    }

    private OptimizerScalars WriteUpdate(GraphBuilder graph, Value loss, StepKey key)
    {
        IReadOnlyList<Variable> weights = model.Layer.TrainableWeights;
        optimizer!.Build(weights);
        return Update.Write(graph, loss, weights, optimizer, accumulateOnly: key.Accumulating != 0, ranks, key.Weight)
            ?? throw new InvalidOperationException(
                $"Model '{model.Name}': the loss does not depend on any of its weights, so there is nothing to learn.");
    }
}
