using Fashion.Keras.Layers;

namespace Fashion.Keras.Saving;

/// <summary>
/// Weights as Keras 1 laid them out: recurrent layers have three arrays per gate, kernels of images with the channels first have their
/// filters first, kernels of sequences have an axis more. Files say nothing of their version next to the weights.
/// </summary>
internal static class Keras1Weights
{
    // Gate by gate; an LSTM stored input, candidate, forget, output.
    private static readonly int[] LstmGates = [0, 2, 1, 3], GruGates = [0, 1, 2];

    /// <summary>Whether weights are those of Keras 1: later versions note theirs next to them.</summary>
    public static bool Has(Hdf5Group weights) =>
        weights.Text(LegacyWeights.KerasVersion) is not { } version || version.StartsWith("1.", StringComparison.Ordinal);

    /// <summary>
    /// The stored layers in the order of a model's, told by their names. A whole model has the same names in its configuration, save
    /// for nested models without one; weights alone may belong to a model with other names, whose order then counts.
    /// </summary>
    public static (string Name, IReadOnlyList<string> Weights)[] InOrderOf(Layer[] layers,
        (string Name, IReadOnlyList<string> Weights)[] stored, bool wholeModel)
    {
        var byName = new Dictionary<string, (string Name, IReadOnlyList<string> Weights)>(StringComparer.Ordinal);
        foreach (var item in stored)
            if (!byName.TryAdd(item.Name, item)) return stored;
        HashSet<string> known = [.. layers.Select(l => l.Name)];
        if (layers.Length != stored.Length || (!wholeModel && !known.SetEquals(byName.Keys))) return stored;
        var others = new Queue<(string Name, IReadOnlyList<string> Weights)>(stored.Where(s => !known.Contains(s.Name)));
        return [.. layers.Select(l => byName.TryGetValue(l.Name, out var own) ? own : others.Dequeue())];
    }

    /// <summary>Plans the weights of a layer, and of layers inside.</summary>
    /// <returns>Whether the number of arrays is that of Keras 1; else nothing was planned.</returns>
    public static bool Plan(WeightPlan plan, Layer layer, Hdf5Group file, string name, IReadOnlyList<string> stored, string? backend)
    {
        Hdf5Dataset?[] data = [.. stored.Select(s => file.FindDataset($"{name}/{s}"))];
        Layer[] leaves = [.. Leaves(layer).Distinct()];
        var steps = new List<(Layer Leaf, Variable Weight, int[] From, bool Split)>();
        int at = 0;
        foreach (bool trainable in (ReadOnlySpan<bool>)[true, false])
        {
            foreach (Layer leaf in leaves)
            {
                Variable[] weights = [.. leaf.OwnWeights.Where(w => w.Trainable == trainable)];
                if (weights.Length > 1 && Gates(leaf, weights) is { } gates && at < data.Length && data[at] is { Shape.Rank: 2 } first
                    && first.Shape[1] == weights[1].Shape[0])
                {
                    steps.AddRange(weights.Select((w, i) => (leaf, w, (int[])[.. gates.Select(g => at + 3 * g + i)], true)));
                    at += 3 * gates.Length;
                }
                else steps.AddRange(weights.Select(w => (leaf, w, new[] { at++ }, false)));
            }
        }
        if (at != data.Length) return false;
        foreach (var (leaf, weight, from, split) in steps)
        {
            string[] places = [.. from.Select(i => $"{name}/{stored[i]}")];
            if (split)
            {
                plan.HasOtherLayout = true;
                Shape part = weight.Shape.With(weight.Shape.Rank - 1, weight.Shape[^1] / from.Length);
                plan.AddParts(weight, [.. from.Select(i => data[i])], places, part, parts => Columns(parts, part[^1]));
            }
            else Kernel(plan, leaf, weight, data[from[0]], places[0], TheanoKernels.In(leaf, backend).Contains(weight));
            plan.AddName(weight, stored[from[0]]);
        }
        return true;
    }

    private static IEnumerable<Layer> Leaves(Layer layer) =>
        (layer is Model model ? model.Layers : layer.Children) is { Count: > 0 } inner ? inner.SelectMany(Leaves) : [layer];

    private static int[]? Gates(Layer layer, Variable[] weights) =>
        weights.Length != 3 ? null : layer switch { LSTMCell => LstmGates, GRUCell => GruGates, _ => null };

    private static void Kernel(WeightPlan plan, Layer layer, Variable weight, Hdf5Dataset? data, string place, bool flipped)
    {
        Func<float[], float[]>? flip = flipped ? values => TheanoKernels.Flip(values, weight.Shape) : null;
        if (data is null || Order(layer, weight, data.Shape) is not { } order)
        {
            plan.Add(weight, data, place, found => OldLayouts.Convert(weight, found), flip);
            return;
        }
        plan.HasOtherLayout = true;
        Shape stored = data.Shape;
        plan.AddParts(weight, [data], [place], stored, parts =>
        {
            float[] values = OldLayouts.Transpose(parts[0], stored, order);
            return flip is null ? values : flip(values);
        });
    }

    // How the axes of a stored kernel become those of the weight; null where they are those of today, or of no known layout.
    private static int[]? Order(Layer layer, Variable weight, Shape stored)
    {
        if (!weight.Name.EndsWith("kernel", StringComparison.Ordinal)) return null;
        Shape want = weight.Shape;
        if (layer is Conv1D)
        {
            int[] today = [want[0], 1, want[1], want[2]];
            return stored.SequenceEqual(today) ? [0, 1, 2, 3] : Leads(stored, [2, 3, 1, 0], today);
        }
        bool channelsFirst = layer is ConvolutionLayer { DataFormat: DataFormat.ChannelsFirst };
        int[]? order = layer switch
        {
            Conv2DTranspose => channelsFirst ? [2, 3, 0, 1] : [0, 1, 3, 2],
            Conv2D or SeparableConv2D when channelsFirst => [2, 3, 1, 0],
            Conv3D when channelsFirst => [2, 3, 4, 1, 0],
            _ => null,
        };
        return order is null ? null : Leads(stored, order, want);
    }

    private static int[]? Leads(Shape stored, int[] order, IEnumerable<int> want) =>
        stored.Rank == order.Length && order.Select(axis => stored[axis]).SequenceEqual(want) ? order : null;

    // The columns of each part one after the other.
    private static float[] Columns(float[][] parts, int columns)
    {
        var result = new float[parts.Sum(p => p.Length)];
        for (int part = 0; part < parts.Length; part++)
            for (int row = 0; row * columns < parts[part].Length; row++)
                Array.Copy(parts[part], row * columns, result, ((row * parts.Length) + part) * columns, columns);
        return result;
    }
}
