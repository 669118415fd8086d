using Fashion.Keras.Layers;
using Fashion.Keras.Metrics;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras;

/// <summary>A graph of layers with inputs and outputs that can be compiled, trained, evaluated, saved.</summary>
public class Model : Layer
{
    private protected Model(string? name) : base(name) { }

    /// <summary>Set it to true, in a callback, to end training after the current batch.</summary>
    public bool StopTraining { get; set; }

    /// <summary>What changes the weights; null before Compile.</summary>
    public Optimizer? Optimizer { get; internal set; }

    /// <summary>What is reported beside the loss, in the order given to Compile.</summary>
    public IReadOnlyList<Metric> Metrics { get; internal set; } = [];
}
