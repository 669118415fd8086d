using Fashion.Keras.Serialization;
using Fashion.Keras.Regularizers;

namespace Fashion.Keras.Layers;

/// <summary>How a recurrent layer reads sequences and what it gives, whatever its cell.</summary>
internal sealed record SequenceOptions
{
    public bool ReturnSequences { get; init; }

    public bool ReturnState { get; init; }

    public bool GoBackwards { get; init; }

    public bool Stateful { get; init; }

    public bool Unroll { get; init; }

    public bool ZeroOutputForMask { get; init; }

    public Regularizer? ActivityRegularizer { get; init; }

    public Shape? InputShape { get; init; }

    public string? Name { get; init; }

    public static SequenceOptions From(ConfigReader config) => new()
    {
        ReturnSequences = config.GetBool("return_sequences", false),
        ReturnState = config.GetBool("return_state", false),
        GoBackwards = config.GetBool("go_backwards", false),
        Stateful = config.GetBool("stateful", false),
        Unroll = config.GetBool("unroll", false),
        ZeroOutputForMask = config.GetBool("zero_output_for_mask", false),
        ActivityRegularizer = config.Regularizer("activity_regularizer"),
        Name = config.Name(),
    };
}
