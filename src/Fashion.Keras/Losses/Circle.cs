using Fashion.Keras.Data;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Losses;

/// <summary>
/// Circle loss (Sun et al., 2020) of embeddings of length 1: targets (N,) or (N, 1) hold class numbers, predictions (N, D) an embedding per
/// sample. With d the cosine distances within the batch, m the margin and max(x, 0) = [x]:
/// log(1 + sum over others of the class exp(-gamma [m + d] (m - d)) * sum over other classes exp(gamma [1 + m - d] (1 - m - d))).
/// Samples whose value is 0 do not count in the mean.
/// </summary>
/// <param name="gamma">Factor of the distances.</param>
/// <param name="margin">Distance within a class that is good enough.</param>
/// <param name="removeDiagonal">Whether a sample is not compared with itself.</param>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="name">Its name.</param>
public sealed class Circle(double gamma = 80, double margin = 0.4, bool removeDiagonal = true, Choice<Reduction> reduction = default,
    string name = "circle") : Loss(name, reduction)
{
    // A logarithm of 0 that can be subtracted from itself.
    private const float Impossible = -1e30f;

    /// <summary>Factor of the distances.</summary>
    public double Gamma { get; } = Guard.Finite(gamma, nameof(Circle));

    /// <summary>Distance within a class that is good enough.</summary>
    public double Margin { get; } = Guard.Finite(margin, nameof(Circle));

    /// <summary>Whether a sample is not compared with itself.</summary>
    public bool RemoveDiagonal { get; } = removeDiagonal;

    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        RequireShapes(yTrue.Shape, yPred.Shape);
        int rows = yPred.Shape[0];
        SymbolicTensor labels = Ops.Reshape(yTrue, [rows, 1]);
        SymbolicTensor same = Ops.Equal(labels, Ops.Reshape(yTrue, [1, rows])), others = same;
        if (RemoveDiagonal) others *= 1 - Ops.OneHot(Enumerable.Range(0, rows).ToArray(), rows);
        SymbolicTensor distance = Ops.Maximum(1 - Ops.MatMul(yPred, yPred, transposeY: true), 0);
        SymbolicTensor near = -Gamma * Ops.Maximum(Margin + distance, 0) * (Margin - distance);
        SymbolicTensor far = Gamma * Ops.Maximum(1 + Margin - distance, 0) * (1 - Margin - distance);
        return Ops.Softplus(LogSumExp(others, near) + LogSumExp(1 - same, far));
    }

    internal override SymbolicTensor? Mask(SymbolicTensor yTrue, SymbolicTensor yPred) => Ops.Greater(Call(yTrue, yPred), 0);

    internal override void ValidateTargets(ArraySource yTrue, Shape predictions) => RequireShapes(yTrue.Shape, predictions);

    // Over the pairs that count; where there are none, the logarithm of 0.
    private static SymbolicTensor LogSumExp(SymbolicTensor counts, SymbolicTensor x)
    {
        SymbolicTensor terms = Ops.Where(counts, x, Impossible), largest = Ops.StopGradient(Ops.Max(terms, axis: 1, keepDimensions: true));
        return Ops.Log(Ops.Sum(Ops.Exp(terms - largest), axis: 1)) + Ops.Squeeze(largest, 1);
    }

    private void RequireShapes(Shape labels, Shape embeddings)
    {
        if (embeddings.Rank != 2) throw new ShapeMismatchException($"{ClassName}: the output must be embeddings of shape (batch, " +
            $"dimensions), but has the shape {embeddings}.")
        { Received = embeddings };
        if (labels.Rank != 1 && !(labels.Rank == 2 && labels[1] == 1))
            throw new ShapeMismatchException(
                $"{ClassName}: targets must be class numbers of shape (batch,) or (batch, 1), but have the shape {labels}.")
            { Received = labels };
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("gamma", Gamma).Write("margin", Margin).Write("remove_diagonal", RemoveDiagonal);
    }
}
