using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>
/// Writes the graph of one step: forward, losses and penalties, metrics from the same forward pass, gradients, updates. What
/// can be read behind it: for prediction the outputs; else the total loss, then each output's own loss if there are several.
/// </summary>
internal sealed class StepWriter(Model model, Objectives? objectives)
{
    /// <summary>What the user should know about the graph that was written.</summary>
    public IReadOnlyCollection<string> Warnings { get; private set; } = [];

    public OpGraph Write(StepKey key)
    {
        using var graph = new GraphBuilder();
        Warnings = graph.Warnings;
        SymbolicTensor[] inputs = Feeds(graph, "x", key.Inputs), targets = Feeds(graph, "y", key.Targets), weights = Feeds(graph, "weight", key.Weights);
        bool training = key.Kind is StepKind.Train or StepKind.Accumulate;
        var context = new CallContext(training);
        IReadOnlyList<SymbolicTensor> outputs = model.Apply(inputs, context);
        graph.EndForward();
        if (key.Kind == StepKind.Predict)
        {
            for (int i = 0; i < outputs.Count; i++)
            {
                RequireRows(outputs[i].Shape, i, key.Inputs[0][0]);
                graph.Output(outputs[i].Resolve(graph));
            }
            return graph.Build();
        }
        Value loss = WriteLosses(graph, outputs, targets, weights, context);
        WriteMetrics(graph, outputs, targets, weights);
        if (training) WriteUpdate(graph, loss, accumulateOnly: key.Kind == StepKind.Accumulate);
        return graph.Build();
    }

    // Rows of results belong to rows of samples; an operation over the batch axis would leave some without.
    private void RequireRows(Shape output, int index, int samples)
    {
        if (output.Rank == 0 || output[0] != samples)
            throw new ShapeMismatchException($"Model '{model.Name}': output '{model.OutputNames[index]}' of a batch of {samples} samples has the shape {output}, but its first axis must be the samples. Leave the batch axis (0) alone in the operations of a model.") { Received = output };
    }

    private static SymbolicTensor[] Feeds(GraphBuilder graph, string name, IReadOnlyList<Shape> shapes) =>
        [.. shapes.Select((shape, i) => new GraphTensor(graph.Input(shapes.Count == 1 ? name : $"{name}{i}", shape)))];

    private Value WriteLosses(GraphBuilder graph, IReadOnlyList<SymbolicTensor> outputs, SymbolicTensor[] targets, SymbolicTensor[] weights, CallContext context)
    {
        SymbolicTensor? total = null;
        var own = new List<SymbolicTensor>();
        for (int i = 0; i < outputs.Count; i++)
        {
            if (objectives!.Losses[i] is not { } loss) continue;
            using GraphBuilder.Scope scope = graph.In(loss.Name);
            SymbolicTensor value = loss.ComputeScalar(targets[i], outputs[i], weights.Length > 0 ? weights[i] : null);
            own.Add(value);
            Include(objectives.LossWeights[i] == 1 ? value : value * objectives.LossWeights[i]);
        }
        foreach (Variable weight in model.TrainableWeights)
            if (weight.Regularizer is not null) Include(weight.Regularizer.Penalty(weight));
        foreach (SymbolicTensor penalty in context.Losses) Include(penalty);
        Value result = (total ?? throw new InvalidOperationException($"Model '{model.Name}' has nothing to make small: give Compile a loss, or add one in a layer (CallContext.AddLoss).")).Resolve(graph);
        graph.Output(result);
        if (objectives!.OutputLossNames.Count > 0)
            foreach (SymbolicTensor value in own) graph.Output(value.Resolve(graph));
        return result;

        void Include(SymbolicTensor part) => total = total is null ? part : total + part;
    }

    private void WriteMetrics(GraphBuilder graph, IReadOnlyList<SymbolicTensor> outputs, SymbolicTensor[] targets, SymbolicTensor[] weights)
    {
        foreach (MetricEntry entry in objectives!.Metrics)
        {
            SymbolicTensor target = targets[entry.Output], output = outputs[entry.Output];
            using GraphBuilder.Scope scope = graph.In(entry.Name);
            entry.Update(model.OutputNames[entry.Output], target, output, weights.Length > 0 ? weights[entry.Output] : null);
        }
    }

    private void WriteUpdate(GraphBuilder graph, Value loss, bool accumulateOnly)
    {
        IReadOnlyList<Variable> weights = model.TrainableWeights;
        model.Optimizer!.Build(weights);
        Value?[] gradients = Gradients.Of(graph, loss, [.. weights.Select(graph.Read)]);
        if (weights.Count > 0 && gradients.All(g => g is null))
            throw new InvalidOperationException($"Model '{model.Name}': the loss does not depend on any of its weights, so there is nothing to learn.");
        using GraphBuilder.Scope scope = graph.In(model.Optimizer.Name);
        var known = new List<WeightGradient>();
        for (int i = 0; i < weights.Count; i++)
            if (gradients[i] is { } gradient) known.Add(new WeightGradient(weights[i], gradient));
        model.Optimizer.Apply(graph, known, accumulateOnly);
    }
}
