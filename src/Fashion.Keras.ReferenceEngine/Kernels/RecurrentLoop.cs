namespace Fashion.Keras.Reference;

/// <summary>Arrays of a recurrent loop; those that are not there are null.</summary>
internal sealed record RecurrentLoopInputs(double[] Projected, double[] Kernel, double[] Hidden, double[]? Memory = null,
    double[]? Bias = null, double[]? Mask = null, double[]? Kept = null);

/// <summary>
/// What a recurrent loop gives: h after every step, the activated gates, c after every step (or the candidate's part of h R + b), h as the
/// kernel read it, the last states.
/// </summary>
internal sealed record RecurrentLoopResults(double[] Sequence, double[] Gates, double[] Saved, double[] Read, double[] Hidden,
    double[] Memory);

/// <summary>Gradients of a recurrent loop's projected inputs, of h R + b, and of the states at the start.</summary>
internal sealed record RecurrentLoopGradients(double[] Projected, double[] Inner, double[] Hidden, double[] Memory);

/// <summary>
/// A recurrent cell over a sequence, sample by sample and step by step. 4 gates: long short-term memory; 3: gated unit; 1: plain.
/// </summary>
/// <param name="steps">Steps of the sequence.</param>
/// <param name="units">Length of a state.</param>
/// <param name="gates">Gates.</param>
/// <param name="reverse">Whether the last step comes first.</param>
internal sealed class RecurrentLoop(int steps, int units, int gates, bool reverse)
{
    /// <summary>Function of state and candidate, and its slope as it follows from the result.</summary>
    public required (Func<double, double> Value, Func<double, double> Slope) Activation { get; init; }

    /// <summary>The same of the gates.</summary>
    public required (Func<double, double> Value, Func<double, double> Slope) Gate { get; init; }

    public RecurrentLoopResults Forward(RecurrentLoopInputs x)
    {
        int batch = x.Hidden.Length / units, width = gates * units;
        double[] sequence = new double[batch * steps * units], kept = new double[batch * steps * width],
            saved = new double[sequence.Length], read = new double[sequence.Length];
        double[] h = [.. x.Hidden], c = [.. x.Memory ?? new double[h.Length]];
        for (int b = 0; b < batch; b++)
            for (int i = 0; i < steps; i++)
            {
                int place = b * steps + (reverse ? steps - 1 - i : i);
                bool present = x.Mask is null || x.Mask[place] != 0;
                double[] inner = Inner(x, h, b), before = h[(b * units)..((b + 1) * units)];
                for (int u = 0; u < units; u++)
                {
                    int s = b * units + u, at = place * width + u, seen = place * units + u;
                    read[seen] = before[u] * (x.Kept?[s] ?? 1);
                    if (present)
                    {
                        double Sum(int gate) => x.Projected[at + gate * units] + inner[gate * units + u];
                        switch (gates)
                        {
                            case 4:
                                for (int gate = 0; gate < 4; gate++)
                                    kept[at + gate * units] = (gate == 2 ? Activation : Gate).Value(Sum(gate));
                                c[s] = kept[at + units] * c[s] + kept[at] * kept[at + 2 * units];
                                h[s] = kept[at + 3 * units] * Activation.Value(c[s]);
                                break;
                            case 3:
                                double update = kept[at] = Gate.Value(Sum(0)), reset = kept[at + units] = Gate.Value(Sum(1));
                                double candidate =
                                    kept[at + 2 * units] = Activation.Value(x.Projected[at + 2 * units] + reset * inner[2 * units + u]);
                                saved[seen] = inner[2 * units + u];
                                h[s] = update * before[u] + (1 - update) * candidate;
                                break;
                            default: h[s] = Activation.Value(Sum(0)); break;
                        }
                    }
                    if (gates == 4) saved[seen] = c[s];
                    sequence[seen] = h[s];
                }
            }
        return new(sequence, kept, saved, read, h, c);
    }

    /// <summary>The way back; gradients that are null are 0.</summary>
    public RecurrentLoopGradients Backward(RecurrentLoopInputs x, RecurrentLoopResults y, double[]? sequence, double[]? hidden,
        double[]? memory)
    {
        int batch = x.Hidden.Length / units, width = gates * units;
        double[] dx = new double[x.Projected.Length], dinner = new double[dx.Length];
        double[] dh = [.. hidden ?? new double[x.Hidden.Length]], dc = [.. memory ?? new double[dh.Length]];
        for (int b = 0; b < batch; b++)
            for (int i = steps - 1; i >= 0; i--)
            {
                int place = b * steps + (reverse ? steps - 1 - i : i), earlier = place + (reverse ? 1 : -1);
                bool present = x.Mask is null || x.Mask[place] != 0;
                for (int u = 0; u < units; u++)
                {
                    int s = b * units + u, at = place * width + u, seen = place * units + u;
                    double gradient = dh[s] += sequence?[seen] ?? 0;
                    if (!present) continue;
                    double before = i == 0 ? x.Hidden[s] : y.Sequence[earlier * units + u];
                    switch (gates)
                    {
                        case 4:
                            double Was(int gate) => y.Gates[at + gate * units];
                            double active = Activation.Value(y.Saved[seen]), past = i == 0 ? x.Memory![s] : y.Saved[earlier * units + u];
                            double change = dc[s] + gradient * Was(3) * Activation.Slope(active);
                            dx[at] = change * Was(2) * Gate.Slope(Was(0));
                            dx[at + units] = change * past * Gate.Slope(Was(1));
                            dx[at + 2 * units] = change * Was(0) * Activation.Slope(Was(2));
                            dx[at + 3 * units] = gradient * active * Gate.Slope(Was(3));
                            (dc[s], dh[s]) = (change * Was(1), 0);
                            break;
                        case 3:
                            double update = y.Gates[at], reset = y.Gates[at + units], candidate = y.Gates[at + 2 * units];
                            double inward = gradient * (1 - update) * Activation.Slope(candidate);
                            dx[at] = gradient * (before - candidate) * Gate.Slope(update);
                            dx[at + units] = inward * y.Saved[seen] * Gate.Slope(reset);
                            dx[at + 2 * units] = inward;
                            dinner[at + 2 * units] = inward * reset;
                            dh[s] = gradient * update;
                            break;
                        default:
                            dx[at] = gradient * Activation.Slope(y.Sequence[seen]);
                            dh[s] = 0;
                            break;
                    }
                    for (int gate = 0; gate < (gates == 3 ? 2 : gates); gate++) dinner[at + gate * units] = dx[at + gate * units];
                }
                if (!present) continue;
                for (int u = 0; u < units; u++)
                {
                    double sum = 0;
                    for (int g = 0; g < width; g++) sum += dinner[place * width + g] * x.Kernel[u * width + g];
                    dh[b * units + u] += sum * (x.Kept?[b * units + u] ?? 1);
                }
            }
        return new(dx, dinner, dh, dc);
    }

    // h R + b of one sample.
    private double[] Inner(RecurrentLoopInputs x, double[] h, int sample)
    {
        var sums = new double[gates * units];
        for (int g = 0; g < sums.Length; g++)
        {
            double sum = 0;
            for (int u = 0; u < units; u++)
                sum += h[sample * units + u] * (x.Kept?[sample * units + u] ?? 1) * x.Kernel[u * sums.Length + g];
            sums[g] = sum + (x.Bias?[g] ?? 0);
        }
        return sums;
    }
}
