using System.Text.Json.Nodes;
using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// What recurrent layers share: a cell that is taken through the steps of a sequence, and states that every step changes. Missing steps
/// (see <see cref="Masking"/>) keep the states; the outputs have no mask.
/// </summary>
/// <remarks>
/// The states start at zero, at those of the batch before with <see cref="Stateful"/>, or at those that are given after the sequence:
/// <c>layer.Apply([x, h, c])</c>, Keras's <c>layer(x, initial_state=[h, c])</c>. As in Keras 3, a mask that comes along with the sequence
/// is not used where initial states are given.
/// </remarks>
public abstract class RecurrentLayer : Layer
{
    private readonly SequenceOptions _options;
    private readonly Lock _making = new();
    private KeptStates? _kept;

    private protected RecurrentLayer(RecurrentCell cell, SequenceOptions options) : base(options.Name, options.InputShape)
    {
        ArgumentNullException.ThrowIfNull(cell);
        if (cell.StateSizes is not { Count: > 0 } sizes || sizes.Any(size => size < 1))
            throw new ArgumentException($"Layer '{Name}' ({ClassName}): cell '{cell.Name}' ({cell.ClassName}) must have one state or " +
                "more, each of a positive length.", nameof(cell));
        _options = options;
        Cell = Track(cell);
        ActivityRegularizer = options.ActivityRegularizer;
        ZeroOutputForMask = options.ZeroOutputForMask;
    }

    /// <summary>What is done at each step.</summary>
    public RecurrentCell Cell { get; }

    /// <summary>Whether the outputs of all steps are given, not only the last one.</summary>
    public bool ReturnSequences => _options.ReturnSequences;

    /// <summary>Whether the last states are given as further outputs.</summary>
    public bool ReturnState => _options.ReturnState;

    /// <summary>Whether the sequence is read from its end; a returned sequence is in the order of reading.</summary>
    public bool GoBackwards => _options.GoBackwards;

    /// <summary>
    /// Whether the last states of a batch are the first ones of the next: sample i of a batch continues sample i of the batch before, in
    /// Fit, Evaluate, Predict and <c>Call</c> alike, until <see cref="ResetStates"/>. All batches must have as many samples as the first
    /// one. One thread at a time uses such a layer; another one gets an exception.
    /// </summary>
    public bool Stateful => _options.Stateful;

    /// <summary>Kept for files; it changes nothing.</summary>
    public bool Unroll => _options.Unroll;

    /// <summary>Whether outputs of missing steps are 0, instead of those of the step before.</summary>
    public bool ZeroOutputForMask { get; internal set; }

    /// <summary>The states that a <see cref="Stateful"/> layer keeps; empty before its first batch, and for other layers.</summary>
    public IReadOnlyList<Variable> States => Volatile.Read(ref _kept)?.Variables ?? [];

    /// <summary>Taken by the thread whose batches the states follow.</summary>
    internal object StatesOwner { get; } = new();

    internal override string? StatesKeyword => "initial_state";

    internal override bool KeepsStates => Stateful || base.KeepsStates;

    internal override string ChildKey(Layer child) => "cell";

    internal override JsonArray NestStates(IReadOnlyList<JsonNode> states) => Cell.NestStates(states);

    /// <summary>Lets the next batch start as the first one did. Nothing happens in a layer that is not <see cref="Stateful"/>.</summary>
    public void ResetStates() => ForgetStates();

    internal override void ForgetStates()
    {
        base.ForgetStates();
        Volatile.Read(ref _kept)?.Reset();
    }

    internal override bool MixesSamples(bool training, bool masked) => Stateful || base.MixesSamples(training, masked);

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        Check(inputShape);
        BuildInside(Cell, RecurrentCell.StepShape(inputShape));
    }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape)
    {
        Check(inputShape);
        Shape output = Cell.OutputShapeOf(RecurrentCell.StepShape(inputShape));
        return ReturnSequences ? [inputShape[0], inputShape[1], .. output[1..]] : output;
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        Shape output = ComputeOutputShape(inputShapes[0]);
        IReadOnlyList<Shape> states = Cell.StateShapesOf(RecurrentCell.StepShape(inputShapes[0]));
        Shape[] given = [.. inputShapes.Skip(1)];
        if (given.Length > 0 && !RecurrentCell.Fit(given, states))
            throw new ShapeMismatchException($"Layer '{Name}' ({ClassName}): the initial states have the shapes " +
                $"{RecurrentCell.Text(given)}, but must have {RecurrentCell.Text(states)}.")
            { LayerName = Name, Received = given[0] };
        return ReturnState ? [output, .. states] : [output];
    }

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context) =>
        Run(inputs, context, mirrored: false);

    /// <summary>Uses the layer inside another one's <c>Call</c>; a returned sequence is in the opposite order.</summary>
    internal IReadOnlyList<SymbolicTensor> ApplyMirrored(IReadOnlyList<SymbolicTensor> inputs, CallContext context)
    {
        using (GraphBuilder.Current!.In(Name)) return CallIn(inputs, context, () => Run(inputs, context, mirrored: true));
    }

    /// <summary>A layer of the same settings, with weights of its own.</summary>
    internal RecurrentLayer Copy(string name, bool goBackwards)
    {
        // Names in files of older versions can have a '/', which constructors refuse.
        RecurrentLayer copy = With(Cell.CopyAlike(),
            _options with { Name = "copy", InputShape = null, GoBackwards = goBackwards, ZeroOutputForMask = ZeroOutputForMask });
        (copy.Name, copy.Precision) = (name, Precision);
        if (!Trainable) copy.Trainable = false;
        return copy;
    }

    /// <summary>A layer of this class with another cell and other settings.</summary>
    private protected abstract RecurrentLayer With(RecurrentCell cell, SequenceOptions options);

    private IReadOnlyList<SymbolicTensor> Run(IReadOnlyList<SymbolicTensor> inputs, CallContext context, bool mirrored)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        ComputeOutputShapes([.. inputs.Select(i => i.Shape)]);
        SymbolicTensor x = inputs[0];
        Shape step = RecurrentCell.StepShape(x.Shape);
        // With initial states Keras uses no mask that only comes along with the sequence.
        SymbolicTensor? mask = inputs.Count == 1 || x.MaskIsGiven ? x.Mask : null;
        var reading = new SequenceReading(GoBackwards, mask, ZeroOutputForMask);
        // Shapes alone are asked with any batch size, which would become that of the states.
        KeptStates? kept = Stateful && !GraphBuilder.Current!.ShapesOnly ? Kept(step) : null;
        IReadOnlyList<SymbolicTensor> states = inputs.Count > 1 ? [.. inputs.Skip(1)] : kept?.Read(Cell.OwnStart(step))
            ?? Cell.OwnStart(step) ?? [.. Cell.StateShapesOf(step).Select(reading.Zeros)];
        (SymbolicTensor outputs, SymbolicTensor last, states) = Cell.Read(x, states, reading, context);
        kept?.Write(states, context);
        SymbolicTensor output = !ReturnSequences ? last : GoBackwards != mirrored ? Ops.Flip(outputs, 1) : outputs;
        return ReturnState ? [output, .. states] : [output];
    }

    // The states of the first batch decide how many samples every later one must have.
    private KeptStates Kept(Shape step)
    {
        IReadOnlyList<Shape> shapes = Cell.StateShapesOf(step);
        lock (_making)
        {
            if (_kept is null) Volatile.Write(ref _kept, new KeptStates(Name, shapes));
            Shape known = _kept.Variables[0].Shape;
            if (known[0] != step[0])
                throw new ShapeMismatchException($"Layer '{Name}' ({ClassName}) is stateful and keeps the states of batches of " +
                    $"{known[0]} samples, but got a batch of {step[0]}. Give all batches the same size: a batchSize that divides the " +
                    "number of samples.")
                { LayerName = Name, Received = step };
            if (!RecurrentCell.Fit([.. _kept.Variables.Select(v => v.Shape)], shapes))
                throw new ShapeMismatchException($"Layer '{Name}' ({ClassName}) is stateful and keeps states of the shapes " +
                    $"{RecurrentCell.Text([.. _kept.Variables.Select(v => v.Shape)])}, which do not fit inputs of {step}.")
                { LayerName = Name, Received = step };
            return _kept;
        }
    }

    /// <summary>Refuses shapes that the layer cannot read.</summary>
    private protected virtual void Check(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        if (inputShape.Rank < 3)
            throw new ShapeMismatchException(
                $"Layer '{Name}' ({ClassName}) needs inputs (batch, steps, ...) with at least three axes, but got {inputShape}.")
            { LayerName = Name, Received = inputShape };
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("return_sequences", ReturnSequences).Write("return_state", ReturnState).Write("go_backwards", GoBackwards)
            .Write("stateful", Stateful).Write("unroll", Unroll);
        if (ZeroOutputForMask) config.Write("zero_output_for_mask", true);
        if (ActivityRegularizer is not null) config.Write("activity_regularizer", ActivityRegularizer);
    }
}
