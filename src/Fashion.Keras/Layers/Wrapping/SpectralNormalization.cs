using Fashion.Keras.Graph;
using Fashion.Keras.Initializers;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// Divides the kernel of a layer by its largest singular value in every training step, so that the layer enlarges no difference of
/// inputs.
/// </summary>
/// <remarks>
/// Input and output are those of the layer. Weights: the kernel, vector_u (1, outputs), which is not trained, and the others of the
/// layer. A training step first improves vector_u by power iterations with the kernel as a matrix (all other axes, last axis),
/// estimates the singular value, and replaces the kernel by the quotient; a kernel of zeros stays. No gradient passes through the
/// estimate. Where the layer is used several times in one step, that happens at the first use. Evaluate and Predict use the kernel as
/// it is. Source: Miyato et al. 2018; keras.io/api/layers/normalization_layers/spectral_normalization.
/// </remarks>
[KerasLayer]
public sealed partial class SpectralNormalization : Layer
{
    // Below it, a vector is not brought to length 1.
    private const float SmallSquare = 1e-14f;

    // More of them make a graph that no memory holds.
    private const int MostIterations = 10_000;

    private Variable? _kernel, _u;

    /// <summary>Makes the layer.</summary>
    /// <param name="layer">A layer with a weight called kernel or embeddings.</param>
    /// <param name="powerIterations">Iterations per training step, 1 to 10,000; each is written into the graph.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException"><paramref name="layer"/> is an input.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="powerIterations"/> is out of range.</exception>
    public SpectralNormalization(Layer layer, int powerIterations = 1, Shape? inputShape = null, string? name = null)
        : base(name, inputShape)
    {
        ArgumentNullException.ThrowIfNull(layer);
        PowerIterations = Guard.Positive(powerIterations, nameof(SpectralNormalization));
        if (powerIterations > MostIterations)
            throw new ArgumentOutOfRangeException(nameof(powerIterations), powerIterations,
                $"SpectralNormalization: powerIterations must be at most {MostIterations}, not {powerIterations}; 1 to 10 are usual.");
        if (layer is Input)
            throw new ArgumentException($"Layer '{Name}' (SpectralNormalization): an input ('{layer.Name}') has no kernel.",
                nameof(layer));
        Layer = Track(layer);
    }

    /// <summary>The layer whose kernel is divided.</summary>
    public Layer Layer { get; }

    /// <inheritdoc/>
    public override bool SupportsMasking => Layer.SupportsMasking;

    internal override string ChildKey(Layer child) => "layer";

    internal static SpectralNormalization FromConfig(ConfigReader config, Func<NestedConfig, Layer> inside) =>
        new(inside(config.GetObject("layer") ?? throw config.Wrong("layer", "a layer")), config.GetInt("power_iterations", 1),
            name: config.Name());

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        BuildInside(Layer, inputShape);
        // Recurrent layers keep their kernel in a cell, and models in the layers inside.
        _kernel = Layer is RecurrentLayer ? null : Layer.OwnWeights.FirstOrDefault(w => w.Name is "kernel" or "embeddings");
        if (_kernel is null) throw new InvalidOperationException($"Layer '{Name}' (SpectralNormalization): '{Layer.Name}' " +
            $"({Layer.ClassName}) has no weight called kernel or embeddings that could be normalized.");
        ShareWeight(_kernel);
        _u = AddWeight("vector_u", [1, _kernel.Shape[^1]], new TruncatedNormal(stddev: 0.02), trainable: false);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => Layer.ComputeOutputShape(inputShape);

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Training && !IsDivided(GraphBuilder.Current!)) Divide(context);
        return Layer.Apply(inputs, context);
    }

    /// <inheritdoc/>
    // The output has the mask that the layer inside gave it.
    protected override IReadOnlyList<SymbolicTensor?> ComputeMasks(IReadOnlyList<SymbolicTensor> inputs) => [null];

    // Another use in this step would read another kernel, and the gradient of the first use would be lost.
    private bool IsDivided(GraphBuilder graph) =>
        graph.Nodes.LastOrDefault(n => n.Op.Written.Contains(_u) || n.Op.Written.Contains(_kernel))?.Op.Written.Contains(_u) == true;

    private void Divide(CallContext context)
    {
        SymbolicTensor kernel = Ops.StopGradient(_kernel!), u = _u!, v = null!;
        SymbolicTensor matrix = Ops.Reshape(kernel, [_kernel!.Shape.ElementCount / _kernel.Shape[^1], _kernel.Shape[^1]]);
        for (int i = 0; i < PowerIterations; i++)
        {
            v = UnitLength(Ops.MatMul(u, matrix, transposeY: true));
            u = UnitLength(Ops.MatMul(v, matrix));
        }
        SymbolicTensor sigma = Ops.Reshape(Ops.MatMul(Ops.MatMul(v, matrix), u, transposeY: true), Shape.Scalar);
        SymbolicTensor zero = Ops.Equal(Ops.Max(Ops.Abs(kernel)), 0);
        SymbolicTensor divided = Ops.Where(zero, kernel, kernel / sigma), next = Ops.Where(zero, _u!, u);
        context.Assign(_kernel, divided);
        context.Assign(_u!, next);
    }

    private static SymbolicTensor UnitLength(SymbolicTensor x) => x * Ops.Rsqrt(Ops.Maximum(Ops.Sum(Ops.Square(x)), SmallSquare));

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("power_iterations", PowerIterations).Set("layer", Layer.ToEntry(config.KeepsState));
    }
}
