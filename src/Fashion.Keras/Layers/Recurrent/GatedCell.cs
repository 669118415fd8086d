using Fashion.Keras.Activations;
using Fashion.Keras.Data;
using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// What the library's own cells share: a kernel for the inputs, one for the state, a bias, each with a block of columns per gate. The
/// inputs of all steps of a sequence are multiplied with the kernel at once; the recurrent part is one loop where a loop knows the
/// functions, else it is written step by step.
/// </summary>
/// <remarks>
/// Dropout decides once per sequence: the same features of the inputs, and elements of the state, are 0 at all steps and for all gates.
/// </remarks>
public abstract class GatedCell : RecurrentCell
{
    private readonly int _gates;

    private protected GatedCell(CellOptions options, int gates, int states) : base(options.Name)
    {
        string name = options.Owner ?? GetType().Name;
        Options = options;
        _gates = gates;
        StateSizes = [.. Enumerable.Repeat(options.Units, states)];
        Guard.Positive(options.Units, name, UnitsName);
        Guard.InRange(options.Dropout, 0, 1, name, "dropout");
        Guard.InRange(options.RecurrentDropout, 0, 1, name, "recurrentDropout");
        DrawSeed = options.Seed ?? SeedSource.Next();
    }

    private protected CellOptions Options { get; }

    /// <summary>The settings of a copy. Names in files of older versions can have a '/', which constructors refuse.</summary>
    private protected CellOptions CopyOptions => Options with { Name = Name.Replace('/', '_') };

    /// <summary>Length of the state.</summary>
    public int Units => Options.Units;

    /// <summary>Function applied to the new state; null for none.</summary>
    public ActivationFunction? Activation => Options.Activation;

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias => Options.UseBias;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<int> StateSizes { get; }

    /// <summary>The layer that made the cell for itself; null for a cell that the user made.</summary>
    internal Layer? HiddenBy { get; set; }

    internal override Layer InMessages => HiddenBy ?? this;

    /// <summary>What the constructor's argument for the length of the state is called.</summary>
    private protected virtual string UnitsName => "units";

    /// <summary>The kernel from input to state.</summary>
    private protected Variable? Kernel { get; private set; }

    /// <summary>The kernel from state to state.</summary>
    private protected Variable? RecurrentKernel { get; private set; }

    private protected Variable? Bias { get; private set; }

    /// <summary>Length of all gates together.</summary>
    private protected int GateSize => Sizes.Product(_gates, Units, "The gates");

    /// <summary>Shape of the bias.</summary>
    private protected virtual Shape BiasShape => [GateSize];

    /// <summary>The part of the bias that is added to the projected inputs; null for none.</summary>
    private protected virtual SymbolicTensor? InputBias => Bias is { } bias ? (SymbolicTensor)bias : null;

    /// <summary>Shape of the kernel from <paramref name="features"/> to the gates.</summary>
    private protected virtual Shape KernelShape(int features) => [features, GateSize];

    /// <summary>Number of features of an input.</summary>
    private protected virtual int Features(Shape stepShape) => stepShape[^1];

    /// <summary>Writes the product of inputs (batch, steps, ...) with the kernel, without bias.</summary>
    private protected virtual SymbolicTensor Project(SymbolicTensor sequence) => Ops.MatMul(sequence, Kernel!);

    /// <summary>
    /// Writes one step: the projected input and the states before it become the states after it; the first one is the output.
    /// </summary>
    /// <param name="projected">The input, multiplied with the kernel.</param>
    /// <param name="states">The states before the step.</param>
    /// <param name="recurrentInput">The first state, with what dropout leaves of it.</param>
    private protected abstract SymbolicTensor[] Advance(SymbolicTensor projected, IReadOnlyList<SymbolicTensor> states,
        SymbolicTensor recurrentInput);

    /// <summary>Block <paramref name="gate"/> of the last axis.</summary>
    private protected SymbolicTensor Gate(SymbolicTensor x, int gate)
    {
        var begin = new int[x.Shape.Rank];
        begin[^1] = gate * Units;
        return Ops.Slice(x, begin, x.Shape.With(x.Shape.Rank - 1, Units));
    }

    private protected SymbolicTensor Activate(SymbolicTensor x) => Options.Activation?.Apply(x) ?? x;

    private protected SymbolicTensor ActivateGate(SymbolicTensor x) => Options.RecurrentActivation?.Apply(x) ?? x;

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        Kernel = AddWeight("kernel", KernelShape(Features(inputShape)), Options.Kernel.Initializer, regularizer: Options.Kernel.Regularizer,
            constraint: Options.Kernel.Constraint);
        RecurrentKernel = AddWeight("recurrent_kernel", KernelShape(Units), Options.Recurrent.Initializer,
            regularizer: Options.Recurrent.Regularizer, constraint: Options.Recurrent.Constraint);
        if (UseBias)
            Bias = AddWeight("bias", BiasShape, Options.Bias.Initializer, regularizer: Options.Bias.Regularizer,
                constraint: Options.Bias.Constraint);
    }

    /// <summary>The loop that computes the cell; null where none does, so that steps are written one by one.</summary>
    private protected virtual LoopSettings? Loop => null;

    internal sealed override RecurrentReading Read(SymbolicTensor sequence, IReadOnlyList<SymbolicTensor> states, SequenceReading reading,
        CallContext context)
    {
        if (Loop is not { } loop) return base.Read(sequence, states, reading, context);
        (SymbolicTensor projected, SymbolicTensor? kept) = Prepare(sequence, context);
        return reading.Run(projected, RecurrentKernel!, loop, states, kept);
    }

    internal sealed override CellStep Begin(SymbolicTensor sequence, CallContext context)
    {
        (SymbolicTensor projected, SymbolicTensor? kept) = Prepare(sequence, context);
        return (place, states) =>
        {
            SymbolicTensor[] next = Advance(SequenceReading.At(projected, place), states, kept is null ? states[0] : states[0] * kept);
            return (next[0], next);
        };
    }

    // The inputs of all steps, multiplied with the kernel, and what dropout leaves of the state.
    private (SymbolicTensor Projected, SymbolicTensor? Kept) Prepare(SymbolicTensor sequence, CallContext context)
    {
        Shape state = StateShapesOf(StepShape(sequence.Shape))[0];
        if (context.Training && Options.Dropout > 0) sequence = Drop(sequence, Options.Dropout, sequence.Shape.With(1, 1), context);
        SymbolicTensor projected = Project(sequence);
        if (InputBias is { } bias) projected += bias;
        return (projected, context.Training && Options.RecurrentDropout > 0
            ? Drop(Ops.BroadcastTo(1, state), Options.RecurrentDropout, state, context)
            : null);
    }

    /// <inheritdoc/>
    protected sealed override (SymbolicTensor Output, IReadOnlyList<SymbolicTensor> States) Step(SymbolicTensor inputs,
        IReadOnlyList<SymbolicTensor> states, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(context);
        return Begin(Ops.ExpandDims(inputs, 1), context)(0, states);
    }

    private SymbolicTensor Drop(SymbolicTensor x, double rate, Shape noise, CallContext context)
    {
        if (rate == 1) return Ops.BroadcastTo(0, x.Shape);
        var op = new DropoutOp((float)rate, (ulong)DrawSeed!.Value, context.NextStream(), noise);
        return Ops.Write("Dropout", [x], (g, v) => g.Add(op, v[0]));
    }

    /// <summary>Writes the settings, as the layer that hides the cell has them too.</summary>
    internal virtual void WriteSettings(ConfigWriter config)
    {
        config.Write("activation", Activation).Write("use_bias", UseBias).Write("dropout", Options.Dropout)
            .Write("recurrent_dropout", Options.RecurrentDropout).Write("seed", Options.Seed);
        Options.Kernel.WriteTo(config, "kernel");
        Options.Recurrent.WriteTo(config, "recurrent");
        Options.Bias.WriteTo(config, "bias");
    }

    /// <inheritdoc/>
    public sealed override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        WriteSettings(config);
    }
}
