using Fashion.Keras.Activations;
using Fashion.Keras.Configuration;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;

namespace Fashion.Keras.Layers;

/// <summary>Settings of any recurrent layer.</summary>
internal sealed record RecurrentOptions
{
    public required int Units { get; init; }

    /// <summary>Null for none.</summary>
    public ActivationFunction? Activation { get; init; }

    /// <summary>Function of the gates; null for none.</summary>
    public ActivationFunction? RecurrentActivation { get; init; }

    public bool UseBias { get; init; } = true;

    public required WeightOptions Kernel { get; init; }

    public required WeightOptions Recurrent { get; init; }

    public required WeightOptions Bias { get; init; }

    public Regularizer? ActivityRegularizer { get; init; }

    public double Dropout { get; init; }

    public double RecurrentDropout { get; init; }

    public int? Seed { get; init; }

    public bool ReturnSequences { get; init; }

    public bool ReturnState { get; init; }

    public bool GoBackwards { get; init; }

    public bool ZeroOutputForMask { get; init; }

    public Shape? InputShape { get; init; }

    public string? Name { get; init; }

    public static WeightOptions KernelWeight(Initializer? initializer, Regularizer? regularizer, Constraint? constraint) => new(initializer ?? new GlorotUniform(), regularizer, constraint);

    public static WeightOptions RecurrentWeight(Initializer? initializer, Regularizer? regularizer, Constraint? constraint) => new(initializer ?? new Orthogonal(), regularizer, constraint);

    public static WeightOptions BiasWeight(Initializer? initializer, Regularizer? regularizer, Constraint? constraint) => new(initializer ?? new Zeros(), regularizer, constraint);

    public static RecurrentOptions From(ConfigReader config)
    {
        if (config.GetBool("stateful", false)) throw config.Wrong("stateful", "false; states that survive a batch are not supported");
        return new RecurrentOptions
        {
            Units = config.GetInt("units"),
            Activation = config.Has("activation") ? config.Activation() : "tanh",
            RecurrentActivation = config.Has("recurrent_activation") ? config.Activation("recurrent_activation") : "sigmoid",
            UseBias = config.GetBool("use_bias", true),
            Kernel = WeightOptions.From(config, "kernel", new GlorotUniform()),
            Recurrent = WeightOptions.From(config, "recurrent", new Orthogonal()),
            Bias = WeightOptions.From(config, "bias", new Zeros()),
            ActivityRegularizer = config.Regularizer("activity_regularizer"),
            Dropout = config.GetDouble("dropout", 0),
            RecurrentDropout = config.GetDouble("recurrent_dropout", 0),
            Seed = config.GetIntOrNull("seed"),
            ReturnSequences = config.GetBool("return_sequences", false),
            ReturnState = config.GetBool("return_state", false),
            GoBackwards = config.GetBool("go_backwards", false),
            ZeroOutputForMask = config.GetBool("zero_output_for_mask", false),
            Name = config.Name(),
        };
    }
}
