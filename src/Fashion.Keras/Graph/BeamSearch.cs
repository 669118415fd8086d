using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>
/// The most probable labels of scores, by prefix beam search (Graves et al. 2006): each beginning is kept with the probabilities of ending
/// with and without a label.
/// </summary>
internal static class BeamSearch
{
    /// <summary>Decodes a batch; see <see cref="Ops.CtcDecode"/>.</summary>
    public static (SymbolicTensor Decoded, SymbolicTensor Scores) Decode(SymbolicTensor inputs, SymbolicTensor lengths, int width,
        int paths, int blank)
    {
        if (paths > width) throw new ArgumentOutOfRangeException(nameof(paths), paths,
            $"CtcDecode: topPaths ({paths}) must not be larger than beamWidth ({width}).");
        float[] scores = Ops.LogSoftmax(inputs).ToArray(), counts = lengths.ToArray();
        (int batch, int steps, int classes) = (inputs.Shape[0], inputs.Shape[1], inputs.Shape[2]);
        if (classes > char.MaxValue + 1)
            throw new ArgumentException($"CtcDecode: a beam search takes at most {char.MaxValue + 1} classes, not {classes}.",
                nameof(inputs));
        float[] labels = new float[Sizes.Count([paths, batch, steps], "CtcDecode: the result")], results = new float[batch * paths];
        Array.Fill(labels, -1);
        for (int i = 0; i < batch; i++)
        {
            int length = (int)counts[i];
            List<Beginning> best = Search(scores.AsSpan(i * steps * classes, length * classes), length, classes, width, blank);
            for (int p = 0; p < paths; p++)
            {
                results[i * paths + p] = p < best.Count ? (float)best[p].Total : float.NegativeInfinity;
                for (int t = 0; p < best.Count && t < best[p].Labels.Length; t++) labels[(p * batch + i) * steps + t] = best[p].Labels[t];
            }
        }
        return (Ops.Fixed([paths, batch, steps], labels), Ops.Fixed([batch, paths], results));
    }

    private static List<Beginning> Search(ReadOnlySpan<float> scores, int steps, int classes, int width, int blank)
    {
        List<Beginning> kept = [new("") { Blank = 0 }];
        for (int t = 0; t < steps; t++)
        {
            ReadOnlySpan<float> now = scores.Slice(t * classes, classes);
            var next = new Dictionary<string, Beginning>(StringComparer.Ordinal);
            foreach (Beginning one in kept)
            {
                Beginning same = Of(one.Labels);
                same.Blank = Sum(same.Blank, one.Total + now[blank]);
                if (one.Labels.Length > 0) same.Label = Sum(same.Label, one.Label + now[one.Labels[^1]]);
                for (int c = 0; c < classes; c++)
                {
                    if (c == blank) continue;
                    Beginning longer = Of(one.Labels + (char)c);
                    // The same label again needs a step without one between.
                    bool again = one.Labels.Length > 0 && one.Labels[^1] == c;
                    longer.Label = Sum(longer.Label, (again ? one.Blank : one.Total) + now[c]);
                }
            }
            kept = [.. next.Values.OrderByDescending(b => b.Total).ThenBy(b => b.Labels, StringComparer.Ordinal).Take(width)];

            Beginning Of(string labels)
            {
                if (!next.TryGetValue(labels, out Beginning? found)) next.Add(labels, found = new(labels));
                return found;
            }
        }
        return kept;
    }

    private static double Sum(double a, double b)
    {
        double high = Math.Max(a, b);
        return double.IsNegativeInfinity(high) ? high : high + Math.Log(Math.Exp(a - high) + Math.Exp(b - high));
    }

    // Labels are kept as the characters of a text, so that equal ones are found.
    private sealed class Beginning(string labels)
    {
        public string Labels { get; } = labels;

        public double Blank { get; set; } = double.NegativeInfinity;

        public double Label { get; set; } = double.NegativeInfinity;

        public double Total => Sum(Blank, Label);
    }
}
