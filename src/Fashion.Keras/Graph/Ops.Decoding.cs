using System.Text.Json.Nodes;
using Fashion.Keras.Graph;
using Fashion.Keras.Internal;

namespace Fashion.Keras;

// Labels of scores.
public static partial class Ops
{
    /// <summary>The labels that a network trained with the loss <c>CTC</c> has found in each sequence. No gradient.</summary>
    /// <param name="inputs">Scores before softmax, (batch, steps, classes).</param>
    /// <param name="sequenceLengths">Number of steps that count, (batch): 0 .. steps. With 0 there are no labels.</param>
    /// <param name="strategy">"greedy": the best class of each step. "beam_search": the labels that are most probable, of known scores
    /// only.</param>
    /// <param name="beamWidth">How many beginnings a search keeps, positive; for "beam_search".</param>
    /// <param name="topPaths">How many results a search gives, at most beamWidth; for "beam_search". Where there are fewer, the others have
    /// no labels and the score minus infinity.</param>
    /// <param name="mergeRepeated">Whether the best class of several steps in a row counts once; for "greedy".</param>
    /// <param name="maskIndex">The class that stands for no label, 0 .. classes - 1; Keras's <c>None</c> is the last one.</param>
    /// <returns>
    /// Labels, (1 or topPaths, batch, steps), with -1 after the last one; and scores: with "greedy" minus the sum of the best scores,
    /// (batch, 1), else the logarithm of the probability, (batch, topPaths).
    /// </returns>
    /// <exception cref="ArgumentException">No such strategy, an argument does not fit, or lengths that are known are no whole numbers
    /// from 0 to the number of steps.</exception>
    /// <exception cref="ShapeMismatchException">The scores have not three axes, or the lengths do not fit.</exception>
    /// <exception cref="InvalidOperationException">A search of scores that are not known.</exception>
    public static (SymbolicTensor Decoded, SymbolicTensor Scores) CtcDecode(SymbolicTensor inputs, SymbolicTensor sequenceLengths,
        string strategy = "greedy", int beamWidth = 100, int topPaths = 1,
        bool mergeRepeated = true, int maskIndex = 0)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(sequenceLengths);
        if (strategy is not ("greedy" or "beam_search"))
            throw new ArgumentException($"CtcDecode has no strategy '{strategy}'; greedy and beam_search are there.", nameof(strategy));
        if (inputs.Shape.Rank != 3 || sequenceLengths.Shape.Rank != 1)
            throw new ShapeMismatchException(
                $"CtcDecode needs scores (batch, steps, classes) and lengths (batch), not {inputs.Shape} and {sequenceLengths.Shape}.")
            { Received = inputs.Shape };
        if (!sequenceLengths.Shape.IsCompatibleWith([inputs.Shape[0]]))
            throw new ShapeMismatchException($"CtcDecode got {sequenceLengths.Shape[0]} lengths for {inputs.Shape[0]} sequences.")
            { Received = sequenceLengths.Shape };
        if (sequenceLengths.HasValue) CheckLengths(sequenceLengths.ToArray(), inputs.Shape[1]);
        int classes = inputs.Shape[2];
        if (maskIndex < 0 || maskIndex >= classes)
            throw new ArgumentOutOfRangeException(nameof(maskIndex), maskIndex,
                $"CtcDecode: maskIndex must be one of the {classes} classes, not {maskIndex}.");
        if (strategy == "beam_search")
            return BeamSearch.Decode(inputs, sequenceLengths, Guard.Positive(beamWidth, nameof(CtcDecode)),
                Guard.Positive(topPaths, nameof(CtcDecode)), maskIndex);
        IReadOnlyList<SymbolicTensor> both = ComposeAll(nameof(CtcDecode), [inputs, sequenceLengths],
            given => Greedy(given[0], given[1], mergeRepeated, maskIndex), () => new JsonObject
            {
                ["strategy"] = strategy,
                ["beam_width"] = beamWidth,
                ["top_paths"] = topPaths,
                ["merge_repeated"] = mergeRepeated,
                ["mask_index"] = maskIndex,
            });
        return (both[0], both[1]);
    }

    private static void CheckLengths(float[] sequenceLengths, int steps)
    {
        for (int i = 0; i < sequenceLengths.Length; i++)
            if (!(sequenceLengths[i] >= 0) || steps != Shape.Unknown && sequenceLengths[i] > steps || !float.IsInteger(sequenceLengths[i]))
                throw new ArgumentException(FormattableString.Invariant(
                    $"CtcDecode: sequence {i} has the length {sequenceLengths[i]}, but there are {steps} steps."), nameof(sequenceLengths));
    }

    private static SymbolicTensor[] Greedy(SymbolicTensor scores, SymbolicTensor lengths, bool merge, int blank)
    {
        int steps = scores.Shape[1];
        SymbolicTensor places = Fixed([1, steps], i => i), counts = Less(places, ExpandDims(lengths, 1));
        SymbolicTensor best = Where(counts, ArgMax(scores), blank);
        SymbolicTensor none = Equal(best, blank);
        if (merge && steps > 1) none = Maximum(none, Pad(Equal(best[.., 1..], best[.., ..^1]), [0, 1], [0, 0]));
        SymbolicTensor order = ArgSort(places + none * steps);
        return [ExpandDims(TakeAlongAxis(Where(none, -1, best), order, -1), 0),
            -Sum(Where(counts, Max(scores, -1), 0), 1, keepDimensions: true)];
    }
}
