using Fashion.Keras.Activations;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Settings of any cell with gates.</summary>
/// <param name="Units">Length of the state; of a convolutional cell its channels.</param>
/// <param name="Activation">Null for none.</param>
/// <param name="RecurrentActivation">Function of the gates; null for none.</param>
/// <param name="UseBias">Whether a bias is added.</param>
/// <param name="Kernel">The kernel of the inputs.</param>
/// <param name="Recurrent">The kernel of the state.</param>
/// <param name="Bias">The bias.</param>
/// <param name="Dropout">Share of the inputs set to 0 while training.</param>
/// <param name="RecurrentDropout">Share of the state set to 0 while training.</param>
/// <param name="Seed">Seed of both; null draws a fresh one.</param>
/// <param name="Name">Name of the cell.</param>
internal sealed record CellOptions(int Units, ActivationFunction? Activation, ActivationFunction? RecurrentActivation, bool UseBias,
    WeightOptions Kernel, WeightOptions Recurrent, WeightOptions Bias, double Dropout, double RecurrentDropout, int? Seed,
    string? Name = null)
{
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
    public static CellOptions From(ConfigReader config, string units = "units") => new(
        config.GetInt(units),
        config.Has("activation") ? config.Activation() : "tanh",
        config.Has("recurrent_activation") ? config.Activation("recurrent_activation") : "sigmoid",
        config.GetBool("use_bias", true),
        WeightOptions.From(config, "kernel", new GlorotUniform()),
        WeightOptions.From(config, "recurrent", new Orthogonal()),
        WeightOptions.From(config, "bias", new Zeros()),
        config.GetDouble("dropout", 0),
        config.GetDouble("recurrent_dropout", 0),
        config.GetIntOrNull("seed"),
        config.Name());

    /// <summary>The same settings for the cell inside a layer.</summary>
    public CellOptions Inside(string layer, string cell) => this with { Owner = layer, Name = cell };
}
