using Fashion.Keras.Layers;

namespace Fashion.Keras;

// Models that say themselves what they compute.
public partial class Model
{
    private IReadOnlyList<Shape> _ownOutputs = [];

    /// <summary>
    /// For a class of your own that overrides <see cref="Layer.Call(SymbolicTensor, CallContext)"/>, or the form with several inputs or
    /// outputs. Its layers are made in the constructor with <see cref="Layer.Track{T}(T)"/>; weights are made for the first data.
    /// </summary>
    /// <param name="name">Its name; null for an automatic one (the class in snake case, numbered).</param>
    /// <example><code>
    /// sealed class TwoLayers : Model
    /// {
    ///     private readonly Dense _hidden, _last;
    ///
    ///     public TwoLayers()
    ///     {
    ///         _hidden = Track(new Dense(32, "relu"));
    ///         _last = Track(new Dense(10, "softmax"));
    ///     }
    ///
    ///     protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) =>
    ///         _last.Apply(_hidden.Apply(inputs, context), context);
    /// }
    /// </code></example>
    protected Model(string? name = null) : this(name, hasOwnCall: true) { }

    /// <summary>Whether <c>Call</c> of a derived class says what is computed, and not a graph of layers.</summary>
    internal bool HasOwnCall { get; }

    /// <summary>Whether the shapes of the inputs are known, and so all weights made.</summary>
    internal bool IsBuilt => HasOwnCall ? Built : Topology is not null;

    /// <summary>Makes the weights now, for batches of these shapes. Nothing happens when they exist.</summary>
    /// <param name="inputShapes">Shape of a batch per input: the batch axis (-1) first, for example <c>[-1, 28, 28]</c>.</param>
    public void Build(params Shape[] inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        if (inputShapes.Any(s => s is null || s.Rank < 1))
            throw new ArgumentException($"Model '{Name}': the shape of a batch has at least the batch axis.", nameof(inputShapes));
        EnsureBuilt([.. inputShapes.Select(s => s.With(0, Shape.Unknown))]);
    }

    // Writing Call once makes the weights of all layers that it applies.
    private protected override void BuildAll(IReadOnlyList<Shape> inputShapes)
    {
        base.BuildAll(inputShapes);
        if (!HasOwnCall) return;
        Layer[] fresh = [.. Inside(this).Where(l => !l.Built)];
        var context = new CallContext(training: false) { Applied = [] };
        Shape[] outputs = Traced(inputShapes, context);
        if (context.Applied.FirstOrDefault(l => l != this && !Inside(this).Contains(l)) is { } stranger)
            throw new InvalidOperationException($"Model '{Name}' ({ClassName}) applies layer '{stranger.Name}' ({stranger.ClassName}) in " +
                "its Call, but the layer does not belong to it: make it in the constructor with Track(...).");
        foreach (Variable weight in fresh.SelectMany(l => l.OwnWeights)) weight.Path = $"{Name}/{weight.Path}";
        InputNames = [.. Enumerable.Range(1, inputShapes.Count).Select(i => FormattableString.Invariant($"input_{i}"))];
        OutputNames = [.. Enumerable.Range(1, outputs.Length).Select(i => FormattableString.Invariant($"output_{i}"))];
        _ownOutputs = outputs;
    }

    private static IEnumerable<Layer> Inside(Layer layer) => layer.Children.SelectMany(child => Inside(child).Prepend(child)).Distinct();
}
