using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>How one weight starts, what it costs and what it must obey.</summary>
internal sealed record WeightOptions(Initializer Initializer, Regularizer? Regularizer = null, Constraint? Constraint = null)
{
    /// <summary>
    /// Reads <c>kernel_initializer</c>, <c>kernel_regularizer</c> and <c>kernel_constraint</c> of a weight called kernel.
    /// </summary>
    public static WeightOptions From(ConfigReader config, string weight, Initializer fallback) =>
        new(config.Initializer(weight + "_initializer") ?? fallback, config.Regularizer(weight + "_regularizer"),
            config.Constraint(weight + "_constraint"));

    public void WriteTo(ConfigWriter config, string weight) =>
        config.Write(weight + "_initializer", Initializer).Write(weight + "_regularizer", Regularizer)
            .Write(weight + "_constraint", Constraint);
}
