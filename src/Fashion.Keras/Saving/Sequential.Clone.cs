using Fashion.Keras.Layers;

namespace Fashion.Keras;

// The same model once more.
public sealed partial class Sequential
{
    /// <inheritdoc/>
    public override Sequential Clone(Func<Layer, Layer>? cloneFunction = null, CustomObjects? customObjects = null)
    {
        var clone = new Sequential(Name);
        if (_input is not null) clone.Add(_input.Clone());
        var made = new Dictionary<Layer, Layer>();
        foreach (Layer layer in _layers)
        {
            if (!made.TryGetValue(layer, out Layer? copy)) made[layer] = copy = CloneOf(layer, cloneFunction, customObjects);
            clone.Add(copy);
        }
        if (!Trainable) clone.Trainable = false;
        return clone;
    }
}
