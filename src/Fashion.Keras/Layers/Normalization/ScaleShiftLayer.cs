using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Internal;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// What normalizations of single samples share: an epsilon, and a learned factor gamma and summand beta after it.
/// </summary>
public abstract class ScaleShiftLayer : Layer
{
    private readonly WeightOptions _betaOptions, _gammaOptions;
    private Variable? _gamma, _beta;

    private protected ScaleShiftLayer(double epsilon, bool center, bool scale, WeightOptions beta, WeightOptions gamma, Shape? inputShape,
        string? name) : base(name, inputShape)
    {
        Epsilon = Guard.InRange(epsilon, 0, double.MaxValue, GetType().Name);
        Center = center;
        Scale = scale;
        _betaOptions = beta;
        _gammaOptions = gamma;
    }

    /// <summary>Added to the variance, so that the root never is 0.</summary>
    public double Epsilon { get; }

    /// <summary>Whether beta is added.</summary>
    public bool Center { get; }

    /// <summary>Whether gamma is multiplied.</summary>
    public bool Scale { get; }

    private protected static WeightOptions Beta(Initializer? initializer, Regularizer? regularizer, Constraint? constraint) =>
        new(initializer ?? new Zeros(), regularizer, constraint);

    private protected static WeightOptions Gamma(Initializer? initializer, Regularizer? regularizer, Constraint? constraint) =>
        new(initializer ?? new Ones(), regularizer, constraint);

    /// <summary>Makes gamma and beta, as far as they are wanted.</summary>
    private protected void BuildScaleShift(Shape shape) => BuildScaleShift(shape, Scale, Center);

    /// <summary>Makes gamma and beta where asked for.</summary>
    private protected void BuildScaleShift(Shape shape, bool scale, bool center)
    {
        if (scale)
            _gamma = AddWeight("gamma", shape, _gammaOptions.Initializer, regularizer: _gammaOptions.Regularizer,
                constraint: _gammaOptions.Constraint);
        if (center)
            _beta = AddWeight("beta", shape, _betaOptions.Initializer, regularizer: _betaOptions.Regularizer,
                constraint: _betaOptions.Constraint);
    }

    /// <summary>(x - mean) / sqrt(variance + epsilon) over the axes, with the biased variance.</summary>
    private protected SymbolicTensor Standardize(SymbolicTensor x, int[] axes) => Ops.Standardize(x, axes, Epsilon);

    /// <summary>(x - mean) / sqrt(variance + epsilon) * gamma + beta over the axes, which gamma and beta have.</summary>
    private protected SymbolicTensor Normalize(SymbolicTensor x, int[] axes) =>
        Ops.Normalize(x, axes, Epsilon, Symbol(_gamma), Symbol(_beta));

    private static SymbolicTensor? Symbol(Variable? weight) => weight is null ? null : (SymbolicTensor)weight;

    /// <summary>x * gamma + beta, both in the shape that broadcasts along x.</summary>
    private protected SymbolicTensor ScaleShift(SymbolicTensor x, Shape broadcast)
    {
        if (_gamma is not null) x *= Ops.Reshape(_gamma, broadcast);
        return _beta is null ? x : x + Ops.Reshape(_beta, broadcast);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("epsilon", Epsilon).Write("center", Center).Write("scale", Scale);
        _betaOptions.WriteTo(config, "beta");
        _gammaOptions.WriteTo(config, "gamma");
    }
}
