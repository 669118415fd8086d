using Fashion.Keras.Activations;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Recurrent layers that make their cell themselves: its settings are theirs.</summary>
public abstract class PlainRecurrentLayer : RecurrentLayer
{
    private readonly GatedCell _cell;

    private protected PlainRecurrentLayer(GatedCell cell, SequenceOptions options) : base(cell, options)
    {
        _cell = cell;
        cell.HiddenBy = this;
    }

    /// <summary>Length of the state; of a convolutional layer its channels.</summary>
    public int Units => _cell.Units;

    /// <summary>Function applied to the new state; null for none.</summary>
    public ActivationFunction? Activation => _cell.Activation;

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias => _cell.UseBias;

    private protected override void Check(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        if (inputShape.Rank != 3)
            throw new ShapeMismatchException($"Layer '{Name}' ({ClassName}) needs inputs (batch, steps, features), but got {inputShape}.")
            { LayerName = Name, Received = inputShape };
    }

    /// <inheritdoc/>
    public sealed override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        if (ActivityRegularizer is null) config.Write("activity_regularizer", ActivityRegularizer);
        _cell.WriteSettings(config);
    }
}
