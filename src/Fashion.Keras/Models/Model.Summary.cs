using Fashion.Keras.Layers;
using Fashion.Keras.Reporting;

namespace Fashion.Keras;

// The model as a table.
public partial class Model
{
    /// <summary>Prints the layers with their output shapes and numbers of parameters, as Keras does.</summary>
    /// <param name="lineLength">Width of the table; null for 88 characters (108 with connections), or as many as the terminal has.</param>
    /// <param name="positions">Where columns end, as shares of the width in rising order; null for the default.</param>
    /// <param name="output">Where to print; null for the console.</param>
    /// <param name="expandNested">Whether to list the layers of models inside this one.</param>
    /// <param name="showTrainable">Whether to add a column that says which layers are trained: Y, N, or - without weights.</param>
    /// <exception cref="ArgumentException">The table would be too narrow, or the number of positions is not that of the
    /// columns.</exception>
    public void Summary(int? lineLength = null, IReadOnlyList<double>? positions = null, TextWriter? output = null,
        bool expandNested = false, bool showTrainable = false) =>
        (output ?? Options.Output ?? ConsoleOutput.Writer).Write(SummaryText(lineLength, positions, expandNested, showTrainable) + "\n");

    /// <summary>The text that <see cref="Summary"/> prints, without the empty line after it.</summary>
    /// <param name="lineLength">Width of the table; null for 88 characters (108 with connections), or as many as the terminal has.</param>
    /// <param name="positions">Where columns end, as shares of the width in rising order; null for the default.</param>
    /// <param name="expandNested">Whether to list the layers of models inside this one.</param>
    /// <param name="showTrainable">Whether to add a column that says which layers are trained: Y, N, or - without weights.</param>
    /// <exception cref="ArgumentException">The table would be too narrow, or the number of positions is not that of the
    /// columns.</exception>
    public string SummaryText(int? lineLength = null, IReadOnlyList<double>? positions = null, bool expandNested = false,
        bool showTrainable = false) =>
        SummaryTable.Render(Summarize(expandNested, showTrainable), ConsoleOutput.Columns, lineLength, positions);

    /// <summary>What the summary says.</summary>
    internal SummaryContent Summarize(bool expandNested, bool showTrainable)
    {
        ILookup<Layer, LayerNode> uses = (Topology?.Nodes ?? []).OrderBy(n => n.Index).ToLookup(n => n.Layer);
        return new SummaryContent
        {
            ModelName = Name,
            Rows = [.. Layers.SelectMany(l => Rows(l, level: 0, expandNested, uses))],
            ShowConnections = this is not Sequential && !IsChain(),
            ShowTrainable = showTrainable,
            TrainableParameters = Count(TrainableWeights),
            NonTrainableParameters = Count(NonTrainableWeights),
            OptimizerParameters = Optimizer is { Built: true } optimizer
                ? Count(optimizer.Variables) + optimizer.Entries.Count - optimizer.Variables.Count
                : null,
        };
    }

    private static IEnumerable<SummaryRow> Rows(Layer layer, int level, bool expandNested, ILookup<Layer, LayerNode> uses)
    {
        bool? trainable = layer.Weights.Count > 0 ? layer.Trainable : null;
        yield return new SummaryRow(layer.Name, layer.ClassName, OutputShapeOf(layer), layer.CountsAsBuilt ? Count(layer.Weights) : null,
            ConnectionsOf(uses[layer]), trainable, level);
        if (!expandNested || layer is not Model model) yield break;
        foreach (SummaryRow row in model.Layers.SelectMany(l => Rows(l, level + 1, expandNested, uses))) yield return row;
    }

    private static string OutputShapeOf(Layer layer)
    {
        IReadOnlyList<Shape> shapes = layer.Nodes.Count > 0 ? [.. layer.Nodes[^1].Outputs.Select(o => o.Shape)]
            : layer.Built && layer.BuiltShapes.Count > 0 ? layer.ComputeOutputShapes(layer.BuiltShapes)
            : [];
        return shapes.Count switch
        {
            0 => "?",
            1 => shapes[0].ToString(),
            _ => $"[{string.Join(", ", shapes)}]",
        };
    }

    private static string ConnectionsOf(IEnumerable<LayerNode> uses)
    {
        string text = string.Join(", ",
            uses.SelectMany(n => n.Inputs).Select(s => FormattableString.Invariant($"{s.Node.Layer.Name}[{s.Node.Index}][{s.Index}]")));
        return text.Length > 0 ? text : "-";
    }

    // One source, each tensor used once, each layer used once: nothing that connections would add to.
    private bool IsChain()
    {
        IReadOnlyList<LayerNode> nodes = Topology?.Nodes ?? [];
        LayerNode[] producers = [.. nodes.SelectMany(n => n.Inputs).Select(i => i.Node)];
        return nodes.All(n => n.Inputs.Count <= 1)
            && producers.Length == Math.Max(0, nodes.Count - 1)
            && producers.Distinct().Count() == producers.Length
            && nodes.Select(n => n.Layer).Distinct().Count() == nodes.Count;
    }

    private static long Count(IEnumerable<Variable> weights) => weights.Distinct().Sum(w => (long)w.Shape.ElementCount);
}
