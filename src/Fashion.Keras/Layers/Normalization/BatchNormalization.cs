using Fashion.Keras.Constraints;
using Fashion.Keras.Graph;
using Fashion.Keras.Initializers;
using Fashion.Keras.Internal;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// Brings every channel to mean 0 and variance 1, then scales and shifts it by learned numbers:
/// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta.
/// </summary>
/// <remarks>
/// Output of the input's shape. Weights, each (channels,): gamma, beta, and the not trainable moving_mean and
/// moving_variance. Training uses the batch's own mean and biased variance over all axes but <see cref="Axis"/> and moves
/// the moving ones: moving = moving * momentum + batch * (1 - momentum). Missing steps (see <see cref="Layers.Masking"/>) are
/// normalized, but take no part in the batch's statistics. Inference, and a layer with
/// <see cref="Layer.Trainable"/> false, uses the moving ones and leaves them alone.
/// With renorm, training corrects the normalized values by r and d, so that they are those of slowly moving statistics of the batches:
/// (x r + d) gamma + beta with r = s / renorm_stddev and d = (mean - renorm_mean) / renorm_stddev, s = sqrt(variance + epsilon), both
/// without gradient; not trainable weights moving_stddev, renorm_mean and renorm_stddev are added (Ioffe 2017).
/// Source: Ioffe and Szegedy 2015; keras.io/api/layers/normalization_layers/batch_normalization.
/// </remarks>
[KerasLayer]
public sealed partial class BatchNormalization : Layer
{
    private const float SmallCount = 1e-7f;

    private readonly WeightOptions _betaOptions, _gammaOptions;
    private readonly Initializer _meanInitializer, _varianceInitializer;
    private Variable? _gamma, _beta, _mean, _variance, _stddev, _renormMean, _renormStddev;

    /// <summary>Makes a batch normalization.</summary>
    /// <param name="axis">The channel axis, counted with the batch axis; -1 for the last.</param>
    /// <param name="momentum">Share of the old moving value that stays in a step, in [0, 1].</param>
    /// <param name="epsilon">Added to the variance, so that the root never is 0.</param>
    /// <param name="center">Whether beta is added.</param>
    /// <param name="scale">Whether gamma is multiplied.</param>
    /// <param name="betaInitializer">Start values of beta; null for zeros.</param>
    /// <param name="gammaInitializer">Start values of gamma; null for ones.</param>
    /// <param name="movingMeanInitializer">Start values of the moving mean; null for zeros.</param>
    /// <param name="movingVarianceInitializer">Start values of the moving variance; null for ones.</param>
    /// <param name="betaRegularizer">Penalty on beta.</param>
    /// <param name="gammaRegularizer">Penalty on gamma.</param>
    /// <param name="betaConstraint">Rule for beta.</param>
    /// <param name="gammaConstraint">Rule for gamma.</param>
    /// <param name="synchronized">Whether statistics are those of the whole batch where several processes share it
    /// (<see cref="Model.Distribute"/>); with one it changes nothing.</param>
    /// <param name="renorm">Whether training normalizes with slowly moving statistics of the batches (batch renormalization).</param>
    /// <param name="renormClipping">Limits of the corrections r and d of renorm; null for none.</param>
    /// <param name="renormMomentum">Share of the old value that stays in a step of renorm's statistics, in [0, 1].</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A momentum lies outside [0, 1], or <paramref name="epsilon"/> is
    /// negative.</exception>
    public BatchNormalization(int axis = -1, double momentum = 0.99, double epsilon = 0.001, bool center = true, bool scale = true,
        Initializer? betaInitializer = null, Initializer? gammaInitializer = null, Initializer? movingMeanInitializer = null,
        Initializer? movingVarianceInitializer = null,
        Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null, Constraint? betaConstraint = null,
        Constraint? gammaConstraint = null,
        bool synchronized = false, bool renorm = false, RenormClipping? renormClipping = null, double renormMomentum = 0.99,
        Shape? inputShape = null,
        string? name = null) : base(name, inputShape)
    {
        Renorm = renorm;
        RenormClipping = renormClipping ?? new();
        RenormMomentum = Guard.InRange(renormMomentum, 0, 1, nameof(BatchNormalization));
        Synchronized = synchronized;
        Axis = axis;
        Momentum = Guard.InRange(momentum, 0, 1, nameof(BatchNormalization));
        Epsilon = Guard.InRange(epsilon, 0, double.MaxValue, nameof(BatchNormalization));
        Center = center;
        Scale = scale;
        _betaOptions = new(betaInitializer ?? new Zeros(), betaRegularizer, betaConstraint);
        _gammaOptions = new(gammaInitializer ?? new Ones(), gammaRegularizer, gammaConstraint);
        _meanInitializer = movingMeanInitializer ?? new Zeros();
        _varianceInitializer = movingVarianceInitializer ?? new Ones();
    }

    /// <summary>Whether several devices would share their statistics.</summary>
    public bool Synchronized { get; }

    /// <summary>Limits of the corrections of <see cref="Renorm"/>.</summary>
    public RenormClipping RenormClipping { get; }

    /// <summary>Share of the old value that stays in a step of the statistics of <see cref="Renorm"/>.</summary>
    public double RenormMomentum { get; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal override bool IsCalledWithMask => true;

    internal override bool MixesSamples(bool training, bool masked) => (training && Trainable) || base.MixesSamples(training, masked);

    internal static BatchNormalization FromConfig(ConfigReader config)
    {
        if (config.GetInt("mode", 0) != 0) throw config.Wrong("mode", "0; the other ways of Keras 1 to normalize are not supported");
        // Keras 2 wrote the axis as a list of one.
        IReadOnlyList<int> axes = config.GetAxes("axis") ?? [-1];
        if (axes.Count != 1) throw config.Wrong("axis", "one axis");
        return new BatchNormalization(axes[0], config.GetDouble("momentum", 0.99), config.GetDouble("epsilon", 0.001),
            config.GetBool("center", true), config.GetBool("scale", true),
            config.Initializer("beta_initializer"), config.Initializer("gamma_initializer"),
            config.Initializer("moving_mean_initializer"), config.Initializer("moving_variance_initializer"),
            config.Regularizer("beta_regularizer"), config.Regularizer("gamma_regularizer"), config.Constraint("beta_constraint"),
            config.Constraint("gamma_constraint"),
            config.GetBool("synchronized", false), config.GetBool("renorm", false), RenormClipping.Read(config),
            config.GetDouble("renorm_momentum", 0.99), name: config.Name());
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        Shape channels = [inputShape[AxisOf(inputShape)]];
        if (Scale)
            _gamma = AddWeight("gamma", channels, _gammaOptions.Initializer, regularizer: _gammaOptions.Regularizer,
                constraint: _gammaOptions.Constraint);
        if (Center)
            _beta = AddWeight("beta", channels, _betaOptions.Initializer, regularizer: _betaOptions.Regularizer,
                constraint: _betaOptions.Constraint);
        _mean = AddWeight("moving_mean", channels, _meanInitializer, trainable: false);
        _variance = AddWeight("moving_variance", channels, _varianceInitializer, trainable: false);
        if (!Renorm) return;
        _stddev = AddWeight("moving_stddev", channels, new RootOf(_varianceInitializer), trainable: false);
        _renormMean = AddWeight("renorm_mean", channels, _meanInitializer, trainable: false);
        _renormStddev = AddWeight("renorm_stddev", channels, new RootOf(_varianceInitializer), trainable: false);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        return context.Training && Trainable ? Train(inputs, context) : Normalize(inputs, _mean!, _variance!);
    }

    private SymbolicTensor Train(SymbolicTensor inputs, CallContext context)
    {
        bool joint = Synchronized && context.Ranks is not null;
        if (inputs.Mask is { } mask)
        {
            if (joint) throw new NotSupportedException($"Layer '{Name}' (BatchNormalization): synchronized over ranks is not " +
                "supported for inputs with a mask. Leave synchronized out, so that each rank normalizes its own samples.");
            return TrainMasked(inputs, mask, context);
        }
        if (Renorm || joint)
        {
            (SymbolicTensor batchMean, SymbolicTensor batchVariance) =
                joint ? JointMoments(inputs, context) : Ops.Moments(inputs, OtherAxes(inputs.Shape));
            if (Renorm) return Renormalize(inputs, batchMean, batchVariance, context);
            context.Assign(_mean!, Move(_mean!, batchMean));
            context.Assign(_variance!, Move(_variance!, batchVariance));
            return Normalize(inputs, batchMean, batchVariance);
        }
        // The operation wants the channels last; the swap undoes itself.
        int axis = AxisOf(inputs.Shape), last = inputs.Shape.Rank - 1;
        int[] order = [.. Enumerable.Range(0, last + 1)];
        (order[axis], order[last]) = (order[last], order[axis]);
        SymbolicTensor x = axis == last ? inputs : Ops.Transpose(inputs, order);

        Shape channels = _mean!.Shape;
        SymbolicTensor gamma = _gamma is null ? Ops.BroadcastTo(1, channels) : _gamma,
            beta = _beta is null ? Ops.BroadcastTo(0, channels) : _beta;
        GraphBuilder graph = GraphBuilder.Current!;
        Node node =
            graph.AddNode(new BatchNormalizationOp((float)Epsilon), x.Resolve(graph), gamma.Resolve(graph), beta.Resolve(graph));
        context.Assign(_mean, Move(_mean, new GraphTensor(node.Outputs[1])));
        context.Assign(_variance!, Move(_variance!, new GraphTensor(node.Outputs[2])));
        var y = new GraphTensor(node.Outputs[0]);
        return axis == last ? y : Ops.Transpose(y, order);
    }

    // Of the samples of all ranks: first the mean, then the squares of the distances from it, which loses no digits.
    private (SymbolicTensor Mean, SymbolicTensor Variance) JointMoments(SymbolicTensor inputs, CallContext context)
    {
        GraphBuilder graph = GraphBuilder.Current!;
        int[] others = OtherAxes(inputs.Shape);
        SymbolicTensor mean = Joint(Ops.Mean(inputs, others));
        return (mean, Joint(Ops.Mean(Ops.Square(inputs - AlongAxis(mean, inputs.Shape)), others)));

        SymbolicTensor Joint(SymbolicTensor own) =>
            RankAverages.Of(graph, [context.RankWeight == 1 ? own : own * context.RankWeight], context.Ranks!, context.RankWeight)[0];
    }

    // The statistics of the steps that are there; the small summand is Keras's way around a batch without any.
    private SymbolicTensor TrainMasked(SymbolicTensor inputs, SymbolicTensor mask, CallContext context)
    {
        if (mask.Shape.Rank != inputs.Shape.Rank - 1)
            throw new ShapeMismatchException($"Layer '{Name}' (BatchNormalization) got a mask of shape {mask.Shape} for inputs " +
                $"{inputs.Shape}; a mask has one axis less than the inputs.")
            { LayerName = Name, Received = mask.Shape };
        int[] others = OtherAxes(inputs.Shape);
        SymbolicTensor present = Ops.BroadcastTo(Ops.ExpandDims(mask, -1), inputs.Shape);
        SymbolicTensor count = Ops.Sum(present, others) + SmallCount;
        SymbolicTensor mean = Ops.Sum(Ops.Where(present, inputs, 0), others) / count;
        SymbolicTensor deviations = Ops.Where(present, inputs - AlongAxis(mean, inputs.Shape), 0);
        SymbolicTensor variance = Ops.Sum(Ops.Square(deviations), others) / count;
        if (Renorm) return Renormalize(inputs, mean, variance, context);
        context.Assign(_mean!, Move(_mean!, mean));
        context.Assign(_variance!, Move(_variance!, variance));
        return Normalize(inputs, mean, variance);
    }

    private SymbolicTensor Renormalize(SymbolicTensor inputs, SymbolicTensor mean, SymbolicTensor variance, CallContext context)
    {
        SymbolicTensor stddev = Ops.Sqrt(variance + Epsilon), reference = Ops.Maximum(_renormStddev!, (float)Math.Sqrt(Epsilon));
        (SymbolicTensor factor, SymbolicTensor shift) = RenormClipping.Apply(stddev / reference, (mean - _renormMean!) / reference);
        (SymbolicTensor scale, SymbolicTensor offset) = _gamma is null ? (factor, shift) : (factor * _gamma, shift * _gamma);
        SymbolicTensor y = Ops.BatchNormalization(inputs, mean, variance, AxisOf(inputs.Shape), _beta is null ? offset : offset + _beta,
            scale, Epsilon);

        SymbolicTensor moved = Move(_stddev!, stddev, Momentum);
        context.Assign(_renormMean!, Move(_renormMean!, mean, RenormMomentum));
        context.Assign(_renormStddev!, Move(_renormStddev!, stddev, RenormMomentum));
        context.Assign(_mean!, Move(_mean!, mean));
        context.Assign(_stddev!, moved);
        context.Assign(_variance!, Ops.Relu(moved * moved - Epsilon));
        return y;
    }

    private SymbolicTensor Move(SymbolicTensor moving, SymbolicTensor batch) => Move(moving, batch, Momentum);

    private static SymbolicTensor Move(SymbolicTensor moving, SymbolicTensor batch, double momentum) =>
        moving * (float)momentum + batch * (float)(1 - momentum);

    private SymbolicTensor Normalize(SymbolicTensor inputs, SymbolicTensor mean, SymbolicTensor variance) =>
        Ops.BatchNormalization(inputs, mean, variance, AxisOf(inputs.Shape), _beta is { } beta ? (SymbolicTensor)beta : null,
            _gamma is { } gamma ? (SymbolicTensor)gamma : null, Epsilon);

    private int[] OtherAxes(Shape inputs)
    {
        int axis = AxisOf(inputs);
        return [.. Enumerable.Range(0, inputs.Rank).Where(a => a != axis)];
    }

    // (channels) with axes of size 1 after it, so that it broadcasts along the channel axis.
    private SymbolicTensor AlongAxis(SymbolicTensor channels, Shape inputs)
    {
        int after = inputs.Rank - 1 - AxisOf(inputs);
        return after == 0 ? channels : Ops.Reshape(channels, (int[])[channels.Shape[0], .. Enumerable.Repeat(1, after)]);
    }

    private int AxisOf(Shape inputShape)
    {
        int axis = Axis < 0 ? Axis + inputShape.Rank : Axis;
        if (axis < 1 || axis >= inputShape.Rank)
            throw new ShapeMismatchException(
                $"Layer '{Name}' (BatchNormalization): axis {Axis} is no channel axis of inputs {inputShape}.")
            { LayerName = Name, Received = inputShape };
        return axis;
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("axis", Axis).Write("momentum", Momentum).Write("epsilon", Epsilon).Write("center", Center).Write("scale", Scale)
            .Write("moving_mean_initializer", _meanInitializer).Write("moving_variance_initializer", _varianceInitializer);
        // tf.keras knows it from 2.12 on only.
        if (Synchronized) config.Write("synchronized", true);
        if (Renorm)
        {
            config.Write("renorm", true).Write("renorm_momentum", RenormMomentum);
            RenormClipping.Write(config);
        }
        _betaOptions.WriteTo(config, "beta");
        _gammaOptions.WriteTo(config, "gamma");
    }
}
