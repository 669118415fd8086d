using System.Globalization;
using Fashion.Keras.Data;

namespace Fashion.Keras.Losses;

/// <summary>
/// Connectionist temporal classification (Graves et al., 2006): targets (N, L) hold class numbers, filled up with 0, which is the blank and
/// no class; predictions (N, T, K) are logits per step. The value is -log of the probability of all ways to write the labels over
/// the T steps, with blanks between and repetitions; infinite, with a gradient of 0, when T steps are too few.
/// </summary>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="name">Its name.</param>
public sealed class CTC(Choice<Reduction> reduction = default, string name = "ctc") : Loss(name, reduction)
{
    // A logarithm of 0 that can be subtracted from itself.
    private const float Impossible = -1e30f;

    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        RequireRanks(yTrue.Shape, yPred.Shape);
        int rows = yTrue.Shape[0], labels = yTrue.Shape[1], steps = yPred.Shape[1], states = 2 * labels + 1;
        // The states are blank, label, blank, label, ... blank. Their logarithms at each step:
        SymbolicTensor path = Interleaved(Zeros(yTrue), yTrue);
        SymbolicTensor scores = Ops.MatMul(Ops.LogSoftmax(yPred), Ops.OneHot(path, yPred.Shape[2]), transposeY: true);
        // A blank may be left out between labels that differ.
        SymbolicTensor differs = 1 - Ops.Equal(yTrue, Ops.Slice(Ops.Pad(yTrue, [0, 1], [0, 0]), [0, 0], yTrue.Shape));
        SymbolicTensor skips = Interleaved(Zeros(yTrue), differs);

        SymbolicTensor alpha = Ops.Pad(Ops.Slice(At(0), [0, 0], [rows, 2]), [0, 0], [0, states - 2], Impossible);
        for (int t = 1; t < steps; t++)
        {
            SymbolicTensor two = Ops.Where(skips, Moved(alpha, 2), Impossible);
            alpha = At(t) + LogSumExp(alpha, Moved(alpha, 1), two);
        }
        SymbolicTensor last = 2 * Ops.Sum(1 - Ops.Equal(yTrue, 0), axis: -1);
        // Without labels there is no state before the last one.
        SymbolicTensor log = LogSumExp(Chosen(last), Ops.Where(Ops.Equal(last, 0), Impossible, Chosen(last - 1)));
        return Ops.Where(Ops.Greater(log, Impossible / 2), -log, float.PositiveInfinity);

        SymbolicTensor At(int t) => Ops.Reshape(Ops.Slice(scores, [0, t, 0], [rows, 1, states]), [rows, states]);

        SymbolicTensor Moved(SymbolicTensor x, int by) => Ops.Pad(Ops.Slice(x, [0, 0], [rows, states - by]), [0, by], [0, 0], Impossible);

        SymbolicTensor Chosen(SymbolicTensor state) => Ops.Sum(alpha * Ops.OneHot(state, states), axis: -1);
    }

    internal override void ValidateTargets(ArraySource yTrue, Shape predictions)
    {
        RequireRanks(yTrue.Shape, predictions);
        int count = yTrue.Shape.ElementCount, classes = predictions[2];
        for (int i = 0; i < count; i++)
            if (!(yTrue[i] > -1 && yTrue[i] < classes))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{ClassName}: label {yTrue[i]} of sample " +
                    $"{i / yTrue.RowLength} is out of range: the output of shape {predictions} has {classes} classes, so labels must lie " +
                    $"in 1..{classes - 1}, and 0 fills up."));
    }

    private void RequireRanks(Shape labels, Shape logits)
    {
        if (labels.Rank != 2 || labels[1] < 1)
            throw new ShapeMismatchException($"{ClassName}: targets must be labels of shape (batch, length), but have the shape {labels}.")
            { Received = labels };
        if (logits.Rank != 3) throw new ShapeMismatchException($"{ClassName}: the output must be logits of shape (batch, steps, " +
            $"classes), but has the shape {logits}.")
        { Received = logits };
    }

    private static SymbolicTensor Zeros(SymbolicTensor like) => Ops.BroadcastTo(0, like.Shape);

    // a1 b1 a2 b2 ... 0
    private static SymbolicTensor Interleaved(SymbolicTensor a, SymbolicTensor b) =>
        Ops.Pad(Ops.Reshape(Ops.Concatenate([Ops.ExpandDims(a, -1), Ops.ExpandDims(b, -1)]), [a.Shape[0], 2 * a.Shape[1]]), [0, 0], [0, 1]);

    private static SymbolicTensor LogSumExp(params SymbolicTensor[] terms)
    {
        SymbolicTensor largest = Ops.StopGradient(terms.Aggregate(Ops.Maximum));
        return largest + Ops.Log(terms.Select(t => Ops.Exp(t - largest)).Aggregate(Ops.Add));
    }
}
