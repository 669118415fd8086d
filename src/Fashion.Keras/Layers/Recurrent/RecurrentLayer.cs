using Fashion.Keras.Activations;
using Fashion.Keras.Configuration;
using Fashion.Keras.Data;
using Fashion.Keras.Graph;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Layers;

/// <summary>
/// What recurrent layers share: a state that every step of a sequence changes. The inputs of all steps are multiplied with the
/// kernel at once; only the recurrent part is written step by step. Missing steps (see <see cref="Masking"/>)
/// keep the state; the outputs have no mask.
/// </summary>
public abstract class RecurrentLayer : Layer
{
    private readonly int _gates, _states;
    private Variable? _kernel;

    private protected RecurrentLayer(RecurrentOptions options, int gates, int states) : base(options.Name, options.InputShape)
    {
        string layer = GetType().Name;
        Options = options;
        _gates = gates;
        _states = states;
        Guard.Positive(options.Units, layer, "units");
        Guard.InRange(options.Dropout, 0, 1, layer, "dropout");
        Guard.InRange(options.RecurrentDropout, 0, 1, layer, "recurrentDropout");
        DrawSeed = options.Seed ?? SeedSource.Next();
        ActivityRegularizer = options.ActivityRegularizer;
        ZeroOutputForMask = options.ZeroOutputForMask;
    }

    private protected RecurrentOptions Options { get; }

    internal override string WeightsGroup => "cell/vars";

    /// <summary>Length of the state.</summary>
    public int Units => Options.Units;

    /// <summary>Function applied to the new state; null for none.</summary>
    public ActivationFunction? Activation => Options.Activation;

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias => Options.UseBias;

    /// <summary>Whether the outputs of all steps are given, not only the last one.</summary>
    public bool ReturnSequences => Options.ReturnSequences;

    /// <summary>Whether the last state is given as further outputs.</summary>
    public bool ReturnState => Options.ReturnState;

    /// <summary>Whether the sequence is read from its end; a returned sequence is in the order of reading.</summary>
    public bool GoBackwards => Options.GoBackwards;

    /// <summary>Whether outputs of missing steps are 0, instead of those of the step before.</summary>
    internal bool ZeroOutputForMask { get; set; }

    /// <summary>The kernel from state to state.</summary>
    private protected Variable? RecurrentKernel { get; private set; }

    private protected Variable? Bias { get; private set; }

    /// <summary>Shape of the bias.</summary>
    private protected virtual Shape BiasShape => [Sizes.Product(_gates, Units, "The gates")];

    /// <summary>The part of the bias that is added to the projected inputs; null for none.</summary>
    private protected virtual SymbolicTensor? InputBias => Bias is { } bias ? (SymbolicTensor)bias : null;

    /// <summary>Writes one step: the projected input and the states before it become the states behind it; the first one is the output.</summary>
    private protected abstract SymbolicTensor[] Step(SymbolicTensor projected, SymbolicTensor[] states, SymbolicTensor recurrentInput);

    /// <summary>Block <paramref name="gate"/> of the last axis.</summary>
    private protected SymbolicTensor Gate(SymbolicTensor x, int gate) => Ops.Slice(x, [0, gate * Units], [x.Shape[0], Units]);

    private protected SymbolicTensor Activate(SymbolicTensor x) => Options.Activation?.Apply(x) ?? x;

    private protected SymbolicTensor ActivateGate(SymbolicTensor x) => Options.RecurrentActivation?.Apply(x) ?? x;

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        Check(inputShape);
        _kernel = AddWeight("kernel", [inputShape[2], Sizes.Product(_gates, Units, "The gates")], Options.Kernel.Initializer, regularizer: Options.Kernel.Regularizer, constraint: Options.Kernel.Constraint);
        RecurrentKernel = AddWeight("recurrent_kernel", [Units, Sizes.Product(_gates, Units, "The gates")], Options.Recurrent.Initializer, regularizer: Options.Recurrent.Regularizer, constraint: Options.Recurrent.Constraint);
        if (UseBias) Bias = AddWeight("bias", BiasShape, Options.Bias.Initializer, regularizer: Options.Bias.Regularizer, constraint: Options.Bias.Constraint);
    }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape)
    {
        Check(inputShape);
        return ReturnSequences ? [inputShape[0], inputShape[1], Units] : [inputShape[0], Units];
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        Shape output = ComputeOutputShape(inputShapes[0]);
        return ReturnState ? [output, .. Enumerable.Repeat<Shape>([output[0], Units], _states)] : [output];
    }

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context) => Run(inputs, context, mirrored: false);

    /// <summary>Uses the layer inside another one's <c>Call</c>; a returned sequence is in the opposite order.</summary>
    internal IReadOnlyList<SymbolicTensor> ApplyMirrored(IReadOnlyList<SymbolicTensor> inputs, CallContext context)
    {
        using (GraphBuilder.Current!.In(Name)) return CallIn(inputs, context, () => Run(inputs, context, mirrored: true));
    }

    /// <summary>A layer of the same settings, with weights of its own.</summary>
    internal RecurrentLayer Copy(string name, bool goBackwards)
    {
        // Names in files of older versions can have a '/', which constructors refuse.
        RecurrentLayer copy = With(Options with { Name = "copy", InputShape = null, GoBackwards = goBackwards, ZeroOutputForMask = ZeroOutputForMask });
        (copy.Name, copy.Precision, copy.Trainable) = (name, Precision, Trainable);
        return copy;
    }

    /// <summary>A layer of this class with other settings.</summary>
    private protected abstract RecurrentLayer With(RecurrentOptions options);

    private IReadOnlyList<SymbolicTensor> Run(IReadOnlyList<SymbolicTensor> inputs, CallContext context, bool mirrored)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        if (inputs.Count != 1) throw new ArgumentException($"Layer '{Name}' ({ClassName}) takes one input, but {inputs.Count} were given; initial states are not supported.", nameof(inputs));
        SymbolicTensor x = inputs[0];
        int batch = x.Shape[0], steps = x.Shape[1];
        // One decision per sample and feature holds for all steps.
        if (context.Training && Options.Dropout > 0) x = Drop(x, Options.Dropout, [batch, 1, x.Shape[2]], context);
        SymbolicTensor projected = Ops.MatMul(x, _kernel!);
        if (InputBias is { } bias) projected += bias;
        SymbolicTensor? kept = context.Training && Options.RecurrentDropout > 0 ? Drop(Ops.BroadcastTo(1, [batch, Units]), Options.RecurrentDropout, [batch, Units], context) : null;

        var states = new SymbolicTensor[_states];
        Array.Fill(states, Ops.BroadcastTo(0, [batch, Units]));
        SymbolicTensor last = states[0];
        var outputs = new List<SymbolicTensor>(steps);
        for (int i = 0; i < steps; i++)
        {
            int step = GoBackwards ? steps - 1 - i : i;
            SymbolicTensor[] next = Step(At(projected, step), states, kept is null ? states[0] : states[0] * kept);
            SymbolicTensor? shown = null;
            if (inputs[0].Mask is { } mask)
            {
                SymbolicTensor present = Ops.Slice(mask, [0, step], [batch, 1]);
                if (ZeroOutputForMask) shown = Ops.Where(present, next[0], 0);
                for (int s = 0; s < next.Length; s++) next[s] = Ops.Where(present, next[s], states[s]);
            }
            states = next;
            last = shown ?? states[0];
            if (ReturnSequences) outputs.Add(Ops.ExpandDims(last, 1));
        }
        if (mirrored) outputs.Reverse();
        SymbolicTensor output = ReturnSequences ? Ops.Concatenate(outputs, axis: 1) : last;
        return ReturnState ? [output, .. states] : [output];
    }

    // (batch, steps, features) at one step.
    private static SymbolicTensor At(SymbolicTensor x, int step) => Ops.Squeeze(Ops.Slice(x, [0, step, 0], [x.Shape[0], 1, x.Shape[2]]), 1);

    private SymbolicTensor Drop(SymbolicTensor x, double rate, Shape noise, CallContext context)
    {
        if (rate == 1) return Ops.BroadcastTo(0, x.Shape);
        var op = new DropoutOp((float)rate, (ulong)DrawSeed!.Value, context.NextStream(), noise);
        return Ops.Write("Dropout", [x], (g, v) => g.Add(op, v[0]));
    }

    private void Check(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        if (inputShape.Rank != 3)
            throw new ShapeMismatchException($"Layer '{Name}' ({ClassName}) needs inputs (batch, steps, features), but got {inputShape}.") { LayerName = Name, Received = inputShape };
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("return_sequences", ReturnSequences).Write("return_state", ReturnState).Write("go_backwards", GoBackwards).Write("stateful", false).Write("unroll", false)
            .Write("units", Units).Write("activation", Activation).Write("use_bias", UseBias)
            .Write("activity_regularizer", ActivityRegularizer).Write("dropout", Options.Dropout).Write("recurrent_dropout", Options.RecurrentDropout);
        if (ZeroOutputForMask) config.Write("zero_output_for_mask", true);
        Options.Kernel.WriteTo(config, "kernel");
        Options.Recurrent.WriteTo(config, "recurrent");
        Options.Bias.WriteTo(config, "bias");
    }
}
