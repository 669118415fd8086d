using Fashion.Keras.Activations;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>A dense layer over any axes: y = activation(einsum(equation, x, kernel) + bias).</summary>
/// <remarks>
/// The equation has one of the forms <c>ab,bc->ac</c>, <c>...ab,bc->...ac</c> and <c>ab...,bc->ac...</c> with any letters: the axes of
/// the input, of the kernel and of the output; the first axis without an ellipsis is the batch. Weights: kernel, of the
/// equation's second term; bias, of the axes in biasAxes. Source: keras.io/api/layers/core_layers/einsum_dense; see
/// <see cref="Ops.Einsum"/>.
/// </remarks>
[KerasLayer]
public sealed partial class EinsumDense : AdaptableLayer
{
    private readonly WeightOptions _kernelOptions, _biasOptions;
    private Variable? _kernel, _bias;

    /// <summary>Makes the layer.</summary>
    /// <param name="equation">The equation.</param>
    /// <param name="outputShape">Sizes of the output's axes without the batch and without those of an ellipsis; -1 where the input has
    /// the axis, too.</param>
    /// <param name="activation">Function applied to the outputs; null for none.</param>
    /// <param name="biasAxes">Letters of the output along which the bias differs; null for no bias.</param>
    /// <param name="kernelInitializer">Start values of the kernel; null for <c>glorot_uniform</c>, where the axes that are summed over
    /// count as inputs.</param>
    /// <param name="biasInitializer">Start values of the bias; null for zeros.</param>
    /// <param name="kernelRegularizer">Penalty on the kernel.</param>
    /// <param name="biasRegularizer">Penalty on the bias.</param>
    /// <param name="activityRegularizer">Penalty on the output, divided by the batch size.</param>
    /// <param name="kernelConstraint">Rule for the kernel.</param>
    /// <param name="biasConstraint">Rule for the bias.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The equation has another form, or <paramref name="biasAxes"/> is empty.</exception>
    public EinsumDense(string equation, Shape outputShape, ActivationFunction? activation = null, string? biasAxes = null,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? biasConstraint = null, Shape? inputShape = null, string? name = null)
        : base(name, inputShape)
    {
        ArgumentNullException.ThrowIfNull(equation);
        ArgumentNullException.ThrowIfNull(outputShape);
        if (!EinsumShapes.HasForm(equation))
            throw new ArgumentException($"Layer '{Name}' (EinsumDense): the equation '{equation}' must have the form 'ab,bc->ac', " +
                "'...ab,bc->...ac' or 'ab...,bc->ac...'.", nameof(equation));
        if (biasAxes is { Length: 0 })
            throw new ArgumentException($"Layer '{Name}' (EinsumDense): biasAxes is empty; null is a layer without a bias.",
                nameof(biasAxes));
        Equation = equation;
        OutputShape = outputShape;
        Activation = activation;
        BiasAxes = biasAxes;
        ActivityRegularizer = activityRegularizer;
        _kernelOptions = new(kernelInitializer ?? new GlorotUniform(), kernelRegularizer, kernelConstraint);
        _biasOptions = new(biasInitializer ?? new Zeros(), biasRegularizer, biasConstraint);
    }

    /// <summary>The axes of the input, the kernel and the output.</summary>
    public string Equation { get; }

    /// <summary>
    /// Sizes of the output's axes without the batch and without those of an ellipsis; -1 where they follow from the input.
    /// </summary>
    public Shape OutputShape { get; }

    internal override bool TakesLora => true;

    internal override Variable? LoraWeight => _kernel;

    internal static EinsumDense FromConfig(ConfigReader config)
    {
        WeightOptions kernel = WeightOptions.From(config, "kernel", new GlorotUniform()),
            bias = WeightOptions.From(config, "bias", new Zeros());
        Shape output = config.Json["output_shape"] is System.Text.Json.Nodes.JsonArray
            ? config.GetShape("output_shape")!
            : [config.GetInt("output_shape")];
        return new(config.GetString("equation") ?? throw config.Wrong("equation", "a text"), output, config.Activation(),
            config.GetString("bias_axes"), kernel.Initializer, bias.Initializer,
            kernel.Regularizer, bias.Regularizer, config.Regularizer("activity_regularizer"), kernel.Constraint, bias.Constraint,
            name: config.Name());
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        EinsumShapes shapes = Shapes(inputShape);
        Initializer initializer = _kernelOptions.Initializer is VarianceScaling scaling
            ? scaling.WithAxes(shapes.InputAxes, shapes.OutputAxes)
            : _kernelOptions.Initializer;
        _kernel = AddWeight("kernel", shapes.Kernel, initializer, regularizer: _kernelOptions.Regularizer,
            constraint: _kernelOptions.Constraint);
        if (shapes.Bias is { } bias) _bias =
            AddWeight("bias", bias, _biasOptions.Initializer, regularizer: _biasOptions.Regularizer,
                constraint: _biasOptions.Constraint);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => Shapes(inputShape).Output;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        SymbolicTensor y = Ops.Einsum(Equation, inputs, Adapted(_kernel!));
        if (_bias is not null) y += _bias;
        return Activation is null ? y : Activation.Apply(y);
    }

    private EinsumShapes Shapes(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        try
        {
            return EinsumShapes.Of(Equation, OutputShape, BiasAxes, inputShape);
        }
        catch (ArgumentException e)
        {
            throw new ShapeMismatchException($"Layer '{Name}' (EinsumDense): {e.Message}.", e)
            { LayerName = Name, Received = inputShape };
        }
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("output_shape", OutputShape).Write("equation", Equation).Write("activation", Activation)
            .Write("bias_axes", BiasAxes);
        _kernelOptions.WriteTo(config, "kernel");
        _biasOptions.WriteTo(config, "bias");
        config.Write("activity_regularizer", ActivityRegularizer);
    }
}
