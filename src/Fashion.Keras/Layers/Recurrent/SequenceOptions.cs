using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>How a recurrent layer reads sequences and what it gives, whatever its cell.</summary>
internal sealed record SequenceOptions(bool ReturnSequences, bool ReturnState, bool GoBackwards, bool Stateful, bool Unroll,
    bool ZeroOutputForMask, Regularizer? ActivityRegularizer, Shape? InputShape, string? Name)
{
    public static SequenceOptions From(ConfigReader config) => new(
        config.GetBool("return_sequences", false),
        config.GetBool("return_state", false),
        config.GetBool("go_backwards", false),
        config.GetBool("stateful", false),
        config.GetBool("unroll", false),
        config.GetBool("zero_output_for_mask", false),
        config.Regularizer("activity_regularizer"),
        InputShape: null,
        config.Name());
}
