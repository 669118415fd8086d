using Fashion.Keras.Layers;

namespace Fashion.Keras;

/// <summary>
/// The input of a layer; within a class of layers <c>Input</c> remains the class, whose <c>Of</c> starts a functional model.
/// </summary>
public static class LayerInput
{
    extension(Layer layer)
    {
        /// <summary>The tensor between layers that the layer was first applied to; where data enters for a model with one input.</summary>
        /// <exception cref="InvalidOperationException">It was not applied to a tensor between layers, or takes several; use
        /// <see cref="Layer.Inputs"/>.</exception>
        public SymbolicTensor Input
        {
            get
            {
                ArgumentNullException.ThrowIfNull(layer);
                return layer.Only(layer.Inputs, "input");
            }
        }
    }

    /// <summary>Says what one sample looks like; the first step of the fluent form.</summary>
    /// <param name="model">The model.</param>
    /// <param name="shape">Sizes of one sample's axes; -1 for one that varies.</param>
    public static Sequential Input(this Sequential model, params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Then(new Input(shape));
    }
}
