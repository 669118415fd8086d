using Fashion.Keras.Layers;

namespace Fashion.Keras;

/// <summary>
/// Layers as methods: <c>model.Dense(10)</c> appends a <see cref="Layers.Dense"/> to a <see cref="Sequential"/> or applies one to a
/// symbolic tensor. Each takes the arguments of the layer's constructor, but for the shape of the input, which is known.
/// </summary>
public static partial class LayerMethods;
