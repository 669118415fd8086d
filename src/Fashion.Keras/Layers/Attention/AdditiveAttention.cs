using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// Attention by sums (Bahdanau): the scores of a step of the query are sum(scale * tanh(query + key)) for the steps of the key.
/// </summary>
/// <remarks>
/// Shapes and masks as those of <see cref="Attention"/>. Weight: scale (dim,), where it is wanted.
/// Source: Bahdanau et al. 2015; keras.io/api/layers/attention_layers/additive_attention.
/// </remarks>
[KerasLayer]
[WithoutMethod]
public sealed partial class AdditiveAttention : Attention
{
    /// <summary>Makes the layer.</summary>
    /// <param name="useScale">Whether each feature has a learned factor.</param>
    /// <param name="dropout">Share of the weights of steps that is set to 0 in training, in [0, 1).</param>
    /// <param name="seed">Seed of the dropout; null draws a fresh one.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dropout"/> lies outside [0, 1).</exception>
    public AdditiveAttention(bool useScale = true, double dropout = 0, int? seed = null, string? name = null)
        : base(useScale, ScoreMode.Dot, dropout, seed, name) { }

    private protected override void Build(Shape query, Shape value, Shape key)
    {
        if (UseScale) Scale = AddWeight("scale", [query[^1]]);
    }

    private protected override SymbolicTensor Scores(SymbolicTensor query, SymbolicTensor key)
    {
        SymbolicTensor fits = Ops.Tanh(Sums(query, key));
        return Ops.Sum(Scale is null ? fits : Scale * fits, -1);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Json.Remove("score_mode");
    }
}
