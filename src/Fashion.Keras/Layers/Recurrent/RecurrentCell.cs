namespace Fashion.Keras.Layers;

/// <summary>
/// What a recurrent layer does at one step: an input and the states before it become an output and the states after it. <see cref="RNN"/>
/// takes it through a sequence. For a cell of your own override <see cref="StateSizes"/>, <c>Build</c> and <see cref="Step"/>; to read it
/// out of files register it as any other layer, and give it a <c>WriteConfig</c>.
/// </summary>
/// <remarks>
/// A cell is a layer, too: applied to an input of one step and its states, <c>cell.Apply([x, h, c])</c>, it gives the output and the new
/// states. <c>Build</c> gets the shape of one step, (batch, features). Source: keras.io/api/layers/recurrent_layers/rnn.
/// </remarks>
/// <example><code>
/// sealed class MinimalCell(int units) : RecurrentCell
/// {
///     Variable _kernel = null!, _recurrentKernel = null!;
///     public override IReadOnlyList&lt;int&gt; StateSizes =&gt; [units];
///     protected override void Build(Shape inputShape)
///     {
///         _kernel = AddWeight("kernel", [inputShape[^1], units]);
///         _recurrentKernel = AddWeight("recurrent_kernel", [units, units]);
///     }
///     protected override (SymbolicTensor, IReadOnlyList&lt;SymbolicTensor&gt;) Step(
///         SymbolicTensor inputs, IReadOnlyList&lt;SymbolicTensor&gt; states, CallContext context)
///     {
///         SymbolicTensor output = Ops.Tanh(Ops.MatMul(inputs, _kernel) + Ops.MatMul(states[0], _recurrentKernel));
///         return (output, [output]);
///     }
/// }
/// </code></example>
public abstract class RecurrentCell : Layer
{
    /// <summary>Makes a cell.</summary>
    /// <param name="name">Its name; null for an automatic one.</param>
    protected RecurrentCell(string? name = null) : base(name) { }

    /// <summary>Lengths of the states in order, one or more; a state is (batch, length).</summary>
    public abstract IReadOnlyList<int> StateSizes { get; }

    /// <summary>Length of the output, which is (batch, length). Default: that of the first state.</summary>
    public virtual int OutputSize => StateSizes[0];

    internal override string? StatesKeyword => "states";

    /// <summary>Writes one step.</summary>
    /// <param name="inputs">The input of the step, (batch, features).</param>
    /// <param name="states">The states before the step.</param>
    /// <param name="context">Training or not; takes penalties and new values of weights.</param>
    /// <returns>The output, (batch, <see cref="OutputSize"/>), and as many states as were given, of the same shapes.</returns>
    protected abstract (SymbolicTensor Output, IReadOnlyList<SymbolicTensor> States) Step(SymbolicTensor inputs,
        IReadOnlyList<SymbolicTensor> states, CallContext context);

    /// <summary>The states at the start of a sequence where none are given; null, the default, for zeros.</summary>
    /// <param name="batchSize">Samples of the batch.</param>
    protected virtual IReadOnlyList<SymbolicTensor>? InitialStates(int batchSize) => null;

    /// <summary>
    /// A cell of the same settings with weights of its own: <see cref="Bidirectional"/> makes its two layers of one. Override it in a cell
    /// of your own that shall be used there.
    /// </summary>
    /// <exception cref="NotSupportedException">The cell cannot be copied.</exception>
    public virtual RecurrentCell Copy() =>
        throw new NotSupportedException($"Cell '{Name}' ({ClassName}) cannot be copied, as Bidirectional does: override Copy.");

    /// <summary>A copy that is called, and trained or not, as this one.</summary>
    internal RecurrentCell CopyAlike()
    {
        RecurrentCell copy = Copy() ?? throw new InvalidOperationException($"Cell '{Name}' ({ClassName}): Copy gave null.");
        (copy.Name, copy.Precision, copy.Trainable) = (Name, Precision, Trainable);
        return copy;
    }

    /// <summary>Shape of one output.</summary>
    /// <param name="stepShape">Shape of one input.</param>
    internal virtual Shape OutputShapeOf(Shape stepShape) => [stepShape[0], OutputSize];

    /// <summary>Shapes of the states.</summary>
    /// <param name="stepShape">Shape of one input.</param>
    internal virtual IReadOnlyList<Shape> StateShapesOf(Shape stepShape) =>
        [.. StateSizes.Select(size => Shape.Create([stepShape[0], size]))];

    /// <summary>The states at the start that the cell itself says; null for zeros.</summary>
    /// <param name="stepShape">Shape of one input.</param>
    internal virtual IReadOnlyList<SymbolicTensor>? OwnStart(Shape stepShape) =>
        InitialStates(stepShape[0]) is { } states ? Checked(states, stepShape, "initial states") : null;

    /// <summary>Prepares the steps of one sequence; what is the same for all of them is written once.</summary>
    /// <param name="sequence">The inputs, (batch, steps, ...).</param>
    /// <param name="context">Training or not.</param>
    internal virtual CellStep Begin(SymbolicTensor sequence, CallContext context) =>
        (place, states) => CheckedStep(SequenceReading.At(sequence, place), states, context);

    /// <summary>Reads a whole sequence.</summary>
    /// <param name="sequence">The inputs, (batch, steps, ...).</param>
    /// <param name="states">The states at the start.</param>
    /// <param name="reading">The way through it.</param>
    /// <param name="context">Training or not.</param>
    internal virtual RecurrentReading Read(SymbolicTensor sequence, IReadOnlyList<SymbolicTensor> states, SequenceReading reading,
        CallContext context) =>
        reading.Run(sequence.Shape[1], OutputShapeOf(StepShape(sequence.Shape)), states, Begin(sequence, context));

    /// <summary>Shape of one input of a sequence (batch, steps, ...).</summary>
    internal static Shape StepShape(Shape sequence) => [sequence[0], .. sequence[2..]];

    /// <summary>Writes one step and checks what it gives.</summary>
    internal (SymbolicTensor Output, IReadOnlyList<SymbolicTensor> States) CheckedStep(SymbolicTensor inputs,
        IReadOnlyList<SymbolicTensor> states, CallContext context)
    {
        IReadOnlyList<SymbolicTensor> all = CallIn([inputs, .. states], context);
        return (all[0], [.. all.Skip(1)]);
    }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape) => OutputShapeOf(Known(inputShape));

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        Shape step = Known(inputShapes[0]);
        CheckStates(inputShapes.Skip(1), step, "states");
        return [OutputShapeOf(step), .. StateShapesOf(step)];
    }

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        SymbolicTensor x = inputs[0];
        SymbolicTensor[] states = [.. inputs.Skip(1)];
        CheckStates(states.Select(s => s.Shape), x.Shape, "states");
        (SymbolicTensor output, IReadOnlyList<SymbolicTensor> next) = Step(x, states, context);
        Shape expected = OutputShapeOf(x.Shape);
        if (output.Shape != expected) throw new ShapeMismatchException($"Cell '{Name}' ({ClassName}): the output of a step has the shape " +
            $"{output.Shape}, but outputSize {OutputSize} makes it {expected}.")
        { LayerName = Name, Received = output.Shape };
        return [output, .. Checked(next, x.Shape, "states after a step")];
    }

    private IReadOnlyList<SymbolicTensor> Checked(IReadOnlyList<SymbolicTensor> states, Shape stepShape, string what)
    {
        CheckStates(states.Select(s => s.Shape), stepShape, what);
        return states;
    }

    private void CheckStates(IEnumerable<Shape> given, Shape stepShape, string what)
    {
        Shape[] shapes = [.. given];
        IReadOnlyList<Shape> expected = StateShapesOf(stepShape);
        if (!Fit(shapes, expected))
            throw new ShapeMismatchException(
                $"Cell '{Name}' ({ClassName}): the {what} have the shapes {Text(shapes)}, but must have {Text(expected)}.")
            { LayerName = Name, Received = shapes.FirstOrDefault() };
    }

    /// <summary>Whether shapes are as expected; a batch axis may be unknown on either side.</summary>
    internal static bool Fit(IReadOnlyList<Shape> given,
        IReadOnlyList<Shape> expected) => given.Count == expected.Count && given.Zip(expected).All(pair =>
        pair.First.Rank == pair.Second.Rank
            && pair.First.Zip(pair.Second)
                .All(size => size.First == size.Second || size.First == Shape.Unknown || size.Second == Shape.Unknown));

    /// <summary>Shapes for a message.</summary>
    internal static string Text(IReadOnlyList<Shape> shapes) => shapes.Count == 0 ? "(none)" : string.Join(", ", shapes);

    private Shape Known(Shape stepShape)
    {
        ArgumentNullException.ThrowIfNull(stepShape);
        if (stepShape.Rank < 2) throw new ShapeMismatchException($"Cell '{Name}' ({ClassName}) needs the inputs of one step, (batch, " +
            $"features), but got {stepShape}.")
        { LayerName = Name, Received = stepShape };
        return stepShape;
    }
}
