namespace Fashion.Keras.Layers;

/// <summary>The gates of a long short-term memory, whatever makes them: a product or a convolution.</summary>
internal static class LongShortTermMemory
{
    /// <summary>Number of gates: input, forget, candidate, output.</summary>
    public const int Gates = 4;

    /// <summary>The new state and memory: c = f * c + i * activation(z_c); h = o * activation(c).</summary>
    /// <param name="gate">Gives the part of one gate.</param>
    /// <param name="memory">The memory c before the step.</param>
    /// <param name="activate">Function of candidate and memory.</param>
    /// <param name="activateGate">Function of the gates.</param>
    public static SymbolicTensor[] Advance(Func<int, SymbolicTensor> gate, SymbolicTensor memory,
        Func<SymbolicTensor, SymbolicTensor> activate, Func<SymbolicTensor, SymbolicTensor> activateGate)
    {
        SymbolicTensor input = activateGate(gate(0)), forget = activateGate(gate(1)), output = activateGate(gate(3));
        SymbolicTensor next = forget * memory + input * activate(gate(2));
        return [output * activate(next), next];
    }

    /// <summary>Sets the forget gate's part of a bias to 1.</summary>
    public static void OpenForgetGate(Variable bias, int units)
    {
        float[] start = bias.ToArray();
        start.AsSpan(units, units).Fill(1);
        bias.Set(start);
    }
}
