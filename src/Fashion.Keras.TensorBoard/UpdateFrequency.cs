namespace Fashion.Keras.Callbacks;

/// <summary>How often a callback writes values of training steps: <c>"epoch"</c> for only at the end of epochs, <c>"batch"</c> for every
/// step, a number for every n-th.</summary>
public readonly record struct UpdateFrequency
{
    private UpdateFrequency(int batches) => Batches = batches;

    /// <summary>Only at the end of epochs; the default.</summary>
    public static UpdateFrequency Epoch => default;

    /// <summary>After every step.</summary>
    public static UpdateFrequency Batch => new(1);

    /// <summary>After how many steps; 0 for only at the end of epochs.</summary>
    public int Batches { get; }

    /// <summary>After every n-th step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public static implicit operator UpdateFrequency(int batches)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batches, "updateFreq");
        return new UpdateFrequency(batches);
    }

    /// <summary>By Keras's name.</summary>
    /// <exception cref="ArgumentException">It is neither "epoch" nor "batch".</exception>
    public static implicit operator UpdateFrequency(string name) => name switch
    {
        "epoch" => Epoch,
        "batch" => Batch,
        null => throw new ArgumentNullException(nameof(name)),
        _ => throw new ArgumentException($"An update frequency is \"epoch\", \"batch\" or a positive number of batches, not \"{name}\"."),
    };

    /// <summary>epoch, batch, or the number.</summary>
    public override string ToString() =>
        Batches switch { 0 => "epoch", 1 => "batch", int n => n.ToString(System.Globalization.CultureInfo.InvariantCulture) };
}
