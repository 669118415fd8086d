using Fashion.Keras.Activations;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

/// <summary>What reading a sequence gives.</summary>
/// <param name="Outputs">The outputs by their place in the sequence, (batch, steps, ...).</param>
/// <param name="Last">That of the step which was read last.</param>
/// <param name="States">The last states.</param>
internal sealed record RecurrentReading(SymbolicTensor Outputs, SymbolicTensor Last, IReadOnlyList<SymbolicTensor> States);

/// <summary>The loop that computes a cell, for cells that one knows.</summary>
/// <param name="Kind">What is computed.</param>
/// <param name="Activation">Function of the state.</param>
/// <param name="GateActivation">Function of the gates.</param>
/// <param name="Bias">What is added to the product of the state with the recurrent kernel; null for nothing.</param>
internal sealed record LoopSettings(RecurrentKind Kind, RecurrentFunction Activation, RecurrentFunction GateActivation,
    SymbolicTensor? Bias = null)
{
    /// <summary>The settings of a cell; null where a loop does not know its functions.</summary>
    public static LoopSettings? For(RecurrentKind kind, ActivationFunction? activation, ActivationFunction? gateActivation,
        SymbolicTensor? bias = null) =>
        Function(activation) is { } function && Function(gateActivation) is { } gate ? new(kind, function, gate, bias) : null;

    // A name alone tells nothing: functions of users have names, too.
    private static RecurrentFunction? Function(ActivationFunction? activation) => activation switch
    {
        null => RecurrentFunction.Linear,
        Relu { NegativeSlope: 0, MaxValue: null, Threshold: 0 } => RecurrentFunction.Relu,
        FunctionActivation { IsKeras: true, Name: var name } => name switch
        {
            "linear" => RecurrentFunction.Linear,
            "tanh" => RecurrentFunction.Tanh,
            "sigmoid" => RecurrentFunction.Sigmoid,
            "hard_sigmoid" => RecurrentFunction.HardSigmoid,
            _ => null,
        },
        _ => null,
    };
}
