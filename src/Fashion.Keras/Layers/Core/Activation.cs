using Fashion.Keras.Activations;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Applies an activation function to every output of the layer before.</summary>
/// <remarks>Output of the input's shape; no weights. Source: keras.io/api/layers/core_layers/activation.</remarks>
[KerasLayer]
public sealed partial class Activation : Layer
{
    /// <summary>Makes an activation layer.</summary>
    /// <param name="activation">The function, or its name: <c>"relu"</c>; null for none.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    public Activation(ActivationFunction? activation, Shape? inputShape = null, string? name = null) : base(name, inputShape) =>
        Function = activation ?? "linear";

    /// <summary>The function.</summary>
    public ActivationFunction Function { get; }

    internal override bool IsBuiltAtOnce => true;

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal static Activation FromConfig(ConfigReader config) => new(config.Activation() ?? "linear", name: config.Name());

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => Function.Apply(inputs);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("activation", Function);
    }
}
