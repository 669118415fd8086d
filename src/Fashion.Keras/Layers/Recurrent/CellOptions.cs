using Fashion.Keras.Activations;
using Fashion.Keras.Serialization;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;

namespace Fashion.Keras.Layers;

/// <summary>Settings of any cell with gates.</summary>
internal sealed record CellOptions
{
    /// <summary>Length of the state; of a convolutional cell its channels.</summary>
    public required int Units { get; init; }

    /// <summary>Null for none.</summary>
    public ActivationFunction? Activation { get; init; }

    /// <summary>Function of the gates; null for none.</summary>
    public ActivationFunction? RecurrentActivation { get; init; }

    public bool UseBias { get; init; } = true;

    public required WeightOptions Kernel { get; init; }

    public required WeightOptions Recurrent { get; init; }

    public required WeightOptions Bias { get; init; }

    public double Dropout { get; init; }

    public double RecurrentDropout { get; init; }

    public int? Seed { get; init; }

    public string? Name { get; init; }

    /// <summary>The layer that the user made, for messages; null for the cell itself.</summary>
    public string? Owner { get; init; }

    public static WeightOptions KernelWeight(Initializer? initializer, Regularizer? regularizer, Constraint? constraint) =>
        new(initializer ?? new GlorotUniform(), regularizer, constraint);

    public static WeightOptions RecurrentWeight(Initializer? initializer, Regularizer? regularizer, Constraint? constraint) =>
        new(initializer ?? new Orthogonal(), regularizer, constraint);

    public static WeightOptions BiasWeight(Initializer? initializer, Regularizer? regularizer, Constraint? constraint) =>
        new(initializer ?? new Zeros(), regularizer, constraint);

    /// <summary>Reads Keras's keys.</summary>
    /// <param name="config">Of the cell, or of the layer that hides it.</param>
    /// <param name="units">The key of the length of the state.</param>
    public static CellOptions From(ConfigReader config, string units = "units") => new()
    {
        Units = config.GetInt(units),
        Activation = config.Has("activation") ? config.Activation() : "tanh",
        RecurrentActivation = config.Has("recurrent_activation") ? config.Activation("recurrent_activation") : "sigmoid",
        UseBias = config.GetBool("use_bias", true),
        Kernel = WeightOptions.From(config, "kernel", new GlorotUniform()),
        Recurrent = WeightOptions.From(config, "recurrent", new Orthogonal()),
        Bias = WeightOptions.From(config, "bias", new Zeros()),
        Dropout = config.GetDouble("dropout", 0),
        RecurrentDropout = config.GetDouble("recurrent_dropout", 0),
        Seed = config.GetIntOrNull("seed"),
        Name = config.Name(),
    };

    /// <summary>The same settings for the cell inside a layer.</summary>
    public CellOptions Inside(string layer, string cell) => this with { Owner = layer, Name = cell };
}
