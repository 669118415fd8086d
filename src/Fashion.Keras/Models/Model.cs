using Fashion.Keras.Layers;

namespace Fashion.Keras;

/// <summary>A graph of layers with inputs and outputs that can be compiled, trained, evaluated, saved.</summary>
public class Model : Layer
{
    private protected Model(string? name) : base(name) { }

    /// <summary>Set it to true, in a callback, to end training after the current batch.</summary>
    public bool StopTraining { get; set; }
}
