using Fashion.Keras.Initializers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// A layer whose kernel can have a low-rank adaptation (LoRA): the kernel is frozen, and a product of two small weights, which are trained,
/// is added to it. Dense, EinsumDense, Embedding, Conv1D, Conv2D and Conv3D; other convolutions refuse it.
/// </summary>
/// <remarks>Source: Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models".</remarks>
public abstract class AdaptableLayer : Layer
{
    // What a rank in a file may ask for beyond the numbers of the weight itself.
    private const int MostAsked = 1 << 20;

    private int? _loraRank;
    private double? _loraAlpha;
    private Variable? _loraA, _loraB;

    private protected AdaptableLayer(string? name, Shape? inputShape) : base(name, inputShape) { }

    /// <summary>
    /// Rank of the adaptation: once built, kernel + alpha / rank * a b takes the place of the kernel, with trained weights a (..., rank)
    /// and b (rank, last axis). Null, the default, for none.
    /// </summary>
    /// <exception cref="ArgumentException">The layer has no kernel for it; when it is built, a constraint on the kernel.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    /// <example><code>new Dense(64) { LoraRank = 4 }</code></example>
    public int? LoraRank
    {
        get => _loraRank;
        init
        {
            if (value is { } rank) AskForLora(rank, _loraAlpha);
        }
    }

    /// <summary>
    /// Factor of the adaptation before it is divided by the rank; null, the default, for the rank, so that the product counts as it is.
    /// As in Keras 3.16, a Dense or an Embedding takes the rank when it is built, whatever is given here; <see cref="EnableLora"/> sets it
    /// there.
    /// </summary>
    /// <exception cref="ArgumentException">No finite number.</exception>
    public double? LoraAlpha
    {
        get => _loraAlpha ?? _loraRank;
        init => _loraAlpha = Internal.Guard.Number(value, ClassName, nameof(LoraAlpha));
    }

    /// <summary>Whether it has a weight that can be adapted.</summary>
    internal virtual bool TakesLora => false;

    /// <summary>The weight that is adapted; null before it is made.</summary>
    internal virtual Variable? LoraWeight => null;

    /// <summary>
    /// Whether the alpha that the layer was made with is used. Keras 3.16 passes only the rank on when it builds Dense and Embedding.
    /// </summary>
    internal virtual bool UsesLoraAlphaOfConstruction => true;

    /// <summary>All but the two of the adaptation, which is part of the weight that it adapts.</summary>
    internal override IReadOnlyList<Variable> StoredWeights => [.. OwnWeights.Where(weight => weight != _loraA && weight != _loraB)];

    /// <summary>The second factor, so that the adaptation is 0.</summary>
    internal override Variable? ResetByFiles => _loraB;

    /// <summary>
    /// Freezes the kernel of a layer that is built and adds a low-rank adaptation, which is trained instead; see <see cref="LoraRank"/>. At
    /// first it changes nothing. Compile the model after that.
    /// </summary>
    /// <remarks>
    /// Files have the sum of the kernel and its adaptation, as Keras's do; loaded again the adaptation is 0, and training goes on from
    /// there. (In Keras both factors are 0 after loading, so that they can no longer be trained.)
    /// </remarks>
    /// <param name="rank">The rank, positive.</param>
    /// <param name="alpha">Factor before the division by the rank; null for the rank.</param>
    /// <param name="aInitializer">Start values of a; null for <c>he_uniform</c>.</param>
    /// <param name="bInitializer">Start values of b; null for zeros.</param>
    /// <exception cref="ArgumentException">The layer has no kernel for it, or a constraint on it.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rank"/> is not positive.</exception>
    /// <exception cref="InvalidOperationException">The layer is not built, or has an adaptation already.</exception>
    public void EnableLora(int rank, double? alpha = null, Initializer? aInitializer = null, Initializer? bInitializer = null)
    {
        if (_loraA is not null) throw new InvalidOperationException($"Layer '{Name}' ({ClassName}) has a low-rank adaptation already.");
        AskForLora(rank, Internal.Guard.Number(alpha, ClassName, nameof(alpha)));
        if (!Built) throw new InvalidOperationException($"Layer '{Name}' ({ClassName}) has no kernel yet: build it first, or give it its " +
            $"{nameof(LoraRank)} when you make it.");
        Adapt(aInitializer, bInitializer);
        NoteTrainableChange();
    }

    /// <summary>Takes what a file says.</summary>
    internal void ReadLora(ConfigReader config)
    {
        if (TakesLora && config.GetIntOrNull("lora_rank") is { } rank) AskForLora(rank, config.GetDoubleOrNull("lora_alpha"));
    }

    internal override float[] StoredValues(Variable weight)
    {
        float[] values = weight.ToArray();
        if (_loraA is null || weight != LoraWeight) return values;
        (float[] a, float[] b, int rank) = (_loraA.ToArray(), _loraB!.ToArray(), _loraRank!.Value);
        int columns = weight.Shape[^1];
        double scale = LoraAlpha!.Value / rank;
        for (int i = 0; i < values.Length; i++)
        {
            double sum = 0;
            for (int k = 0; k < rank; k++) sum += (double)a[i / columns * rank + k] * b[k * columns + i % columns];
            values[i] += (float)(scale * sum);
        }
        return values;
    }

    /// <summary>A weight as it is computed with: with its adaptation, if it has one.</summary>
    private protected SymbolicTensor Adapted(Variable weight) =>
        _loraA is null || weight != LoraWeight
            ? weight
            : weight + (float)(LoraAlpha!.Value / _loraRank!.Value) * Ops.MatMul(_loraA, _loraB!);

    private void AskForLora(int rank, double? alpha)
    {
        if (!TakesLora) throw new ArgumentException($"Layer '{Name}' ({ClassName}) has no kernel for a low-rank adaptation.", nameof(rank));
        _loraRank = Internal.Guard.Positive(rank, ClassName, "loraRank");
        _loraAlpha = alpha ?? _loraAlpha;
    }

    private protected override void AfterBuild()
    {
        if (_loraRank is null || _loraA is not null) return;
        if (!UsesLoraAlphaOfConstruction) _loraAlpha = null;
        Adapt(null, null);
    }

    private void Adapt(Initializer? aInitializer, Initializer? bInitializer)
    {
        if (_loraRank is not { } rank || LoraWeight is not { } weight || _loraA is not null) return;
        if (weight.Constraint is not null)
            throw new ArgumentException($"Layer '{Name}' ({ClassName}): a weight with a constraint cannot have a low-rank adaptation.");
        Shape a = weight.Shape.With(weight.Shape.Rank - 1, rank), b = [rank, weight.Shape[^1]];
        if (WeightLoadingScope.IsLoading
            && (double)a[..^1].ElementCount * rank + (double)rank * b[1] > 4.0 * weight.Shape.ElementCount + MostAsked)
            throw new ArgumentException(
                $"Layer '{Name}' ({ClassName}): a rank of {rank} is too much for a weight of shape {weight.Shape}.");
        // No file has these.
        using (WeightLoadingScope.Suspend())
        {
            _loraA = AddWeight($"lora_{weight.Name}_a", a, aInitializer ?? new HeUniform(), regularizer: weight.Regularizer);
            _loraB = AddWeight($"lora_{weight.Name}_b", b, bInitializer ?? new Zeros(), regularizer: weight.Regularizer);
        }
        weight.Trainable = false;
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        if (LoraRank is { } rank) config.Write("lora_rank", rank).Write("lora_alpha", LoraAlpha);
    }
}
