using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// A layer around another one: derive from it, and say in <c>Call</c> what becomes of the inputs and of what <see cref="Layer"/> makes of
/// them. By default it applies the layer. The layer inside is built for the input's shape, and files keep it.
/// </summary>
/// <example><code>
/// [RegisterSerializable("my_package", "Residual")]
/// sealed class Residual(Layer layer) : Wrapper(layer)
/// {
///     protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) =&gt; inputs + Layer.Apply(inputs, context);
/// }
/// Model loaded = Model.Load(path, customObjects: new CustomObjects { config =&gt; new Residual(Wrapper.ReadLayer(config)) });
/// </code></example>
public abstract partial class Wrapper : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="layer">The layer or model inside.</param>
    /// <param name="name">Its name; null for an automatic one.</param>
    /// <exception cref="ArgumentException"><paramref name="layer"/> is an <see cref="Input"/>.</exception>
    protected Wrapper(Layer layer, string? name = null) : base(name)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer is Input) throw new ArgumentException($"Layer '{Name}' ({ClassName}): an input ('{layer.Name}') computes nothing that " +
            "could be wrapped.", nameof(layer));
        Layer = Track(layer);
    }

    /// <summary>The layer or model inside.</summary>
    public Layer Layer { get; }

    internal override string ChildKey(Layer child) => child == Layer ? "layer" : base.ChildKey(child);

    /// <inheritdoc/>
    protected override void Build(Shape inputShape) => BuildInside(Layer, inputShape);

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => Layer.Apply(inputs, context);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        base.WriteConfig(config);
        config.Set("layer", Layer.ToEntry(config.KeepsState));
    }
}
