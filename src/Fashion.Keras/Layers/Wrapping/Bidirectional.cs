using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Fashion.Keras.Data;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Reads a sequence in both directions: a recurrent layer from the start, another one from the end.</summary>
/// <remarks>
/// Input (batch, steps, ...), output of the recurrent layers' shape (the last axis twice as long with
/// <see cref="MergeMode.Concat"/>), or two outputs without a merge mode; with returnState then the states of the forward layer
/// and of the backward layer. Initial states are given in the same order: <c>both.Apply([x, h1, c1, h2, c2])</c>. Output sequences of
/// both are in the order of the input. Weights: those of the forward layer, then those of the backward layer. With returnSequences the
/// outputs of missing steps (see <see cref="Layers.Masking"/>) are 0 in both; the outputs have no mask. Source:
/// keras.io/api/layers/recurrent_layers/bidirectional.
/// </remarks>
[KerasLayer]
public sealed partial class Bidirectional : Layer
{
    private const string Forward = "forward_", Backward = "backward_";

    /// <summary>Makes the layer.</summary>
    /// <param name="layer">
    /// The recurrent layer. Two copies with weights of their own are made of it, called <c>forward_</c> and <c>backward_</c>
    /// with its name; the second one reads from the end.
    /// </param>
    /// <param name="mergeMode">How both outputs are combined: <c>"concat"</c>, the default, <c>"sum"</c>, <c>"mul"</c> or <c>"ave"</c>;
    /// null for two outputs.</param>
    /// <param name="backwardLayer">A layer to read from the end, which is used itself; null for the copy.</param>
    /// <param name="activityRegularizer">Penalty on the outputs, divided by the batch size.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential; null for that of
    /// <paramref name="layer"/>.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">Both layers read in the same direction, or only one of them gives sequences or its state, or
    /// is stateful.</exception>
    /// <exception cref="NotSupportedException">A cell of the layer cannot be copied; see <see cref="RecurrentCell.Copy"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mergeMode"/> is no such mode.</exception>
    [OverloadResolutionPriority(1)]
    public Bidirectional(RecurrentLayer layer, MergeMode? mergeMode = Keras.MergeMode.Concat, RecurrentLayer? backwardLayer = null,
        Regularizer? activityRegularizer = null, Shape? inputShape = null, string? name = null)
        : this(layer is null ? throw new ArgumentNullException(nameof(layer))
            : layer.Copy(Prefixed(Forward, layer.Name), layer.GoBackwards),
            backwardLayer ?? BackwardCopy(layer), mergeMode, activityRegularizer, inputShape ?? layer.InputShape, name)
    { }

    /// <summary>Makes the layer; the mode by Keras's text: <c>"concat"</c>, <c>"sum"</c>, <c>"mul"</c> or <c>"ave"</c>.</summary>
    /// <inheritdoc cref="Bidirectional(RecurrentLayer, MergeMode?, RecurrentLayer?, Regularizer?, Shape?, string?)"/>
    public Bidirectional(RecurrentLayer layer, string mergeMode, RecurrentLayer? backwardLayer = null,
        Regularizer? activityRegularizer = null, Shape? inputShape = null, string? name = null)
        : this(layer, ((Choice<MergeMode>)(mergeMode ?? throw new ArgumentNullException(nameof(mergeMode))))
            .OrFirst(nameof(mergeMode)), backwardLayer,
            activityRegularizer, inputShape, name)
    { }

    private Bidirectional(RecurrentLayer forward, RecurrentLayer backward, MergeMode? mergeMode, Regularizer? activityRegularizer,
        Shape? inputShape, string? name) : base(name, inputShape)
    {
        if (mergeMode is { } mode && !Enum.IsDefined(mode))
            throw new ArgumentOutOfRangeException(nameof(mergeMode), mode,
                $"Bidirectional: mergeMode must be one of {string.Join(", ", Enum.GetNames<MergeMode>())} or null, not {mode}.");
        MergeMode = mergeMode;
        ForwardLayer = Track(forward);
        BackwardLayer = Track(backward);
        ActivityRegularizer = activityRegularizer;
        RequireMatch();
        ForwardLayer.ZeroOutputForMask = BackwardLayer.ZeroOutputForMask = ReturnSequences;
    }

    /// <summary>How both outputs are combined; null for two outputs.</summary>
    public MergeMode? MergeMode { get; }

    /// <summary>The layer that reads from the start.</summary>
    public RecurrentLayer ForwardLayer { get; }

    /// <summary>The layer that reads from the end.</summary>
    public RecurrentLayer BackwardLayer { get; }

    /// <summary>Whether the outputs of all steps are given, not only the last one of each direction.</summary>
    public bool ReturnSequences => ForwardLayer.ReturnSequences;

    /// <summary>Whether the last states of both layers are given as further outputs.</summary>
    public bool ReturnState => ForwardLayer.ReturnState;

    /// <summary>Whether the last states of a batch are the first ones of the next; see <see cref="RecurrentLayer.Stateful"/>.</summary>
    public bool Stateful => ForwardLayer.Stateful;

    internal override string? StatesKeyword => "initial_state";

    internal override string ChildKey(Layer child) => child == ForwardLayer ? "forward_layer" : "backward_layer";

    internal static Bidirectional FromConfig(ConfigReader config, Func<NestedConfig, Layer> inside)
    {
        RecurrentLayer? Read(string key) => config.GetObject(key) is not { } nested ? null
            : inside(nested) as RecurrentLayer ?? throw config.Wrong(key, "a recurrent layer (SimpleRNN, LSTM, GRU, RNN or ConvLSTM)");

        MergeMode? mode = !config.Contains("merge_mode") ? Keras.MergeMode.Concat : config.Choice<MergeMode>("merge_mode", " or null");
        RecurrentLayer layer = Read("layer") ?? throw config.Wrong("layer", "a recurrent layer");
        RecurrentLayer backward = Read("backward_layer") ?? BackwardCopy(layer);
        layer.Name = Prefixed(Forward, layer.Name);
        return new Bidirectional(layer, backward, mode, config.Regularizer("activity_regularizer"), null, config.Name());
    }

    internal override JsonArray NestStates(IReadOnlyList<JsonNode> states)
    {
        int forward = ForwardLayer.Cell.StateSizes.Count;
        return [.. ForwardLayer.NestStates([.. states.Take(forward)]).Concat(BackwardLayer.NestStates([.. states.Skip(forward)]))
            .Select(state => state!.DeepClone())];
    }

    /// <summary>
    /// Lets the next batch start as the first one did. Nothing happens in a layer that is not <see cref="Stateful"/>.
    /// </summary>
    public void ResetStates() => ForgetStates();

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        BuildInside(ForwardLayer, inputShape);
        BuildInside(BackwardLayer, inputShape);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => ComputeOutputShapes([inputShape])[0];

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        (IReadOnlyList<Shape> first, IReadOnlyList<Shape> second) = Divide(inputShapes);
        IReadOnlyList<Shape> forward = ForwardLayer.ComputeOutputShapes(first), backward = BackwardLayer.ComputeOutputShapes(second);
        Shape a = forward[0], b = backward[0];
        if (MergeMode is not null && (MergeMode == Keras.MergeMode.Concat ? !a[..^1].SequenceEqual(b[..^1]) : a != b))
            throw new ShapeMismatchException($"Layer '{Name}' (Bidirectional) cannot combine outputs of {a} and {b} by mergeMode " +
                $"{MergeMode}; the layers must have outputs of one " +
                $"shape{(MergeMode == Keras.MergeMode.Concat ? " but for the last axis" : ", or mergeMode be Concat")}.")
            { LayerName = Name, Received = b };
        Shape[] outputs = MergeMode switch
        {
            null => [a, b],
            Keras.MergeMode.Concat => [a.With(a.Rank - 1, Sizes.Axis((long)a[^1] + b[^1], "The output"))],
            _ => [a],
        };
        return [.. outputs, .. forward.Skip(1), .. backward.Skip(1)];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        ComputeOutputShapes([.. inputs.Select(i => i.Shape)]);
        (IReadOnlyList<SymbolicTensor> first, IReadOnlyList<SymbolicTensor> second) = Divide(inputs);
        SymbolicTensors forward = ForwardLayer.Apply(first, context);
        IReadOnlyList<SymbolicTensor> backward = BackwardLayer.ApplyMirrored(second, context);
        SymbolicTensor a = forward[0], b = backward[0];
        SymbolicTensor[] outputs = MergeMode switch
        {
            null => [a, b],
            Keras.MergeMode.Concat => [Ops.Concatenate([a, b], axis: -1)],
            Keras.MergeMode.Sum => [a + b],
            Keras.MergeMode.Mul => [a * b],
            _ => [(a + b) / 2],
        };
        return [.. outputs, .. forward.Skip(1), .. backward.Skip(1)];
    }

    // The sequence goes to both layers, and to each its initial states.
    private (IReadOnlyList<T> Forward, IReadOnlyList<T> Backward) Divide<T>(IReadOnlyList<T> inputs)
    {
        if (inputs.Count == 1) return (inputs, inputs);
        int forward = ForwardLayer.Cell.StateSizes.Count, backward = BackwardLayer.Cell.StateSizes.Count;
        if (inputs.Count != 1 + forward + backward)
            throw new ArgumentException($"Layer '{Name}' (Bidirectional) takes a sequence, and after it {forward} initial states of " +
                $"'{ForwardLayer.Name}' and {backward} of '{BackwardLayer.Name}' or none, but {inputs.Count - 1} were given.",
                nameof(inputs));
        return ([.. inputs.Take(1 + forward)], [inputs[0], .. inputs.Skip(1 + forward)]);
    }

    private void RequireMatch()
    {
        string both = $"Layer '{Name}' (Bidirectional): '{ForwardLayer.Name}' and '{BackwardLayer.Name}'";
        if (ForwardLayer.GoBackwards == BackwardLayer.GoBackwards)
            throw new ArgumentException($"{both} both have goBackwards {ForwardLayer.GoBackwards}; one of them must read from the " +
                "start, the other one from the end.");
        if (ForwardLayer.Stateful != BackwardLayer.Stateful)
            throw new ArgumentException(
                $"{both} must both be stateful or not, but have stateful {ForwardLayer.Stateful} and {BackwardLayer.Stateful}.");
        if (ForwardLayer.ReturnSequences != BackwardLayer.ReturnSequences || ForwardLayer.ReturnState != BackwardLayer.ReturnState)
            throw new ArgumentException($"{both} must have the same returnSequences and returnState, but have " +
                $"{ForwardLayer.ReturnSequences}, {ForwardLayer.ReturnState} and {BackwardLayer.ReturnSequences}, " +
                $"{BackwardLayer.ReturnState}.");
    }

    private static RecurrentLayer BackwardCopy(RecurrentLayer layer) => layer.Copy(Prefixed(Backward, layer.Name), goBackwards: true);

    private static string Prefixed(string prefix, string name) =>
        name.StartsWith(prefix, StringComparison.Ordinal) ? name : prefix + name;

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.WriteChoice("merge_mode", MergeMode).Set("layer", ForwardLayer.ToEntry(config.KeepsState))
            .Set("backward_layer", BackwardLayer.ToEntry(config.KeepsState));
    }
}
