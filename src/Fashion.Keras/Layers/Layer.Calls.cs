using System.Runtime.CompilerServices;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

// Applying the layer: to tensors between layers, inside another layer's Call, and for its output shapes alone. The first call builds it.
public abstract partial class Layer
{
    /// <summary>
    /// Uses the layer: between layers it adds to a functional model, inside another layer's <c>Call</c> it writes its
    /// operations right there, and on tensors with values it computes at once, as <c>Call</c> does with arrays.
    /// </summary>
    /// <param name="input">What to apply it to.</param>
    /// <param name="context">Inside <c>Call</c>: the context that was given there.</param>
    public SymbolicTensor Apply(SymbolicTensor input, CallContext? context = null) => First(Apply([input], LayerArguments.None, context));

    /// <summary>
    /// Uses the layer as in training or as in Predict, whatever the model around it does: <c>layer(x, training=False)</c> in Keras.
    /// </summary>
    /// <param name="input">What to apply it to.</param>
    /// <param name="training">Whether it works as in training: drops, draws, takes statistics of the batch; false also keeps moving
    /// averages as they are.</param>
    /// <param name="context">Inside <c>Call</c>: the context that was given there.</param>
    public SymbolicTensor Apply(SymbolicTensor input, bool training, CallContext? context = null) =>
        First(Apply([input], LayerArguments.None with { Training = training }, context));

    /// <summary>Uses a layer with several inputs or outputs.</summary>
    /// <param name="inputs">What to apply it to.</param>
    /// <param name="context">Inside <c>Call</c>: the context that was given there.</param>
    [OverloadResolutionPriority(1)]
    public SymbolicTensors Apply(IReadOnlyList<SymbolicTensor> inputs, CallContext? context = null) =>
        new(Apply(inputs, LayerArguments.None, context), Name);

    /// <summary>Uses a layer with several inputs or outputs as in training or as in Predict, whatever the model around it does.</summary>
    /// <param name="inputs">What to apply it to.</param>
    /// <param name="training">Whether it works as in training.</param>
    /// <param name="context">Inside <c>Call</c>: the context that was given there.</param>
    [OverloadResolutionPriority(1)]
    public SymbolicTensors Apply(IReadOnlyList<SymbolicTensor> inputs, bool training, CallContext? context = null) =>
        new(Apply(inputs, LayerArguments.None with { Training = training }, context), Name);

    // The first output knows the others, so that all can be taken at once.
    private SymbolicTensor First(IReadOnlyList<SymbolicTensor> outputs)
    {
        if (outputs.Count > 1) outputs[0].Together = new SymbolicTensors(outputs, Name);
        return outputs[0];
    }

    /// <summary>Refuses tensors between layers that the layer cannot take, whatever their shape.</summary>
    internal virtual void CheckSources(IReadOnlyList<LayerOutput> sources) { }

    /// <summary>Whether a weight trains was changed: models look again at what they train.</summary>
    private protected static void NoteTrainableChange() => Interlocked.Increment(ref s_trainableChanges);

    /// <summary>The weights have just been made.</summary>
    private protected virtual void AfterBuild() { }

    /// <summary>Makes the weights if they do not exist yet.</summary>
    internal void EnsureBuilt(IReadOnlyList<Shape> inputShapes)
    {
        if (Built) return;
        BuiltShapes = inputShapes;
        // What Build computes of values is kept for all graphs, so it belongs to none.
        using (GraphBuilder.Suspend()) LevelsInside = Named(() =>
        {
            int levels = Nesting.Build(this, () => BuildAll(inputShapes));
            AfterBuild();
            return levels;
        });
        Built = true;
    }

    /// <summary>Does something; an error about shapes or sizes, which operations cannot give a name to, gets the layer's.</summary>
    private protected T Named<T>(Func<T> step)
    {
        Layer shown = InMessages;
        try
        {
            return step();
        }
        catch (ShapeMismatchException e) when (e.LayerName is null
            && (IsNamed(e) || !e.Message.StartsWith("Layer '", StringComparison.Ordinal)))
        {
            throw new ShapeMismatchException(IsNamed(e) ? e.Message : $"Layer '{shown.Name}' ({shown.ClassName}): {e.Message}", e)
            { LayerName = shown.Name, Received = e.Received };
        }

        bool IsNamed(ShapeMismatchException e) => e.Message.Contains($"'{shown.Name}'", StringComparison.Ordinal);
    }

    /// <summary>Writes the layer's operations into the current graph, its activity penalty included.</summary>
    internal IReadOnlyList<SymbolicTensor> CallIn(IReadOnlyList<SymbolicTensor> inputs, CallContext context) =>
        CallIn(inputs, context, () => Call(inputs, context));

    /// <summary>Marks a source (an Input) as used: it has an output without inputs.</summary>
    internal LayerOutput AddSource(Shape shape)
    {
        var node = new LayerNode { Layer = this, Index = _nodes.Count, Inputs = [] };
        var output = new LayerOutput(node, 0, shape);
        node.Outputs = [output];
        _nodes.Add(node);
        Built = true;
        return output;
    }

    /// <summary>Makes all weights, once.</summary>
    private protected virtual void BuildAll(IReadOnlyList<Shape> inputShapes) => Build(inputShapes);

    // Sizes that are not known are tried with two numbers: what differs in the output is not known there either.
    private protected Shape[] TraceShapes(IReadOnlyList<Shape> inputShapes)
    {
        const int SomeSize = 60, OtherSize = 120;
        EnsureBuilt(inputShapes);
        Shape[] some = Traced(inputShapes, new CallContext(training: false), SomeSize);
        if (inputShapes.All(s => s.Skip(1).All(size => size != Shape.Unknown))) return some;
        return [.. some.Zip(Traced(inputShapes, new CallContext(training: false), OtherSize),
            (s, o) => Shape.Create([.. s.Zip(o, (size, other) => size == other ? size : Shape.Unknown)]))];
    }

    /// <summary>
    /// Output shapes by writing the layer into a graph that is thrown away. An unknown batch has one sample there and comes back unknown;
    /// other unknown sizes are <paramref name="unknown"/>.
    /// </summary>
    private protected Shape[] Traced(IReadOnlyList<Shape> inputShapes, CallContext context, int unknown = 1)
    {
        using var graph = new GraphBuilder { ShapesOnly = true };
        SymbolicTensor[] inputs =
            [.. inputShapes.Select((s, i) =>
                new GraphTensor(
                    graph.Input($"input{i}", s.Select((size, axis) => size != Shape.Unknown ? size : axis == 0 ? 1 : unknown).ToArray())))];
        bool unknownBatch = inputShapes.Any(s => s.Rank > 0 && s[0] == Shape.Unknown);
        return [.. CallIn(inputs, context).Select(
            o => unknownBatch && o.Resolve(graph).Shape.Rank > 0 ? o.Resolve(graph).Shape.With(0, Shape.Unknown) : o.Resolve(graph).Shape)];
    }
}
