using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Samples;

/// <summary>Adds a learned vector for its place to every step: attention by itself does not know the order.</summary>
[RegisterSerializable("samples")]
internal sealed class Positions(string? name = null) : Layer(name)
{
    private Variable _places = null!;

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    protected override void Build(Shape inputShape) => _places = AddWeight("places", inputShape[1..], initializer: new RandomUniform());

    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => inputs + _places;
}
