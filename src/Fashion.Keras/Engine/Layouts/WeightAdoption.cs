using Fashion.Keras.Data;
using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Gives every variable of a graph its place in this engine, once and for good: row-major, or in panels for a weight that the
/// forward pass multiplies by and does nothing else with. The forward pass is the same in training and prediction, so a weight
/// lies in the same order whichever of them is compiled first, and gives the same bits in both.
/// </summary>
internal static class WeightAdoption
{
    // Smaller weights gain nothing from panels.
    private const int LeastUnits = 16, LeastCount = 4096;

    public static void Apply(OpGraph graph)
    {
        Dictionary<Variable, int>? products = null;
        foreach (Node node in graph.Nodes)
        {
            if (node.Op is VariableOp read) Adopt(read.Variable);
            foreach (Variable written in node.Op.Written) Adopt(written);
        }

        void Adopt(Variable variable)
        {
            if (ManagedPlacement.Of(variable) is not null) return;
            if (variable.SlotOf is { } weight) Adopt(weight);
            products ??= ProductsOf(graph);
            variable.Adopt((v, present) => present as ManagedPlacement ?? Place(v, present, LayoutOf(v, products)));
        }
    }

    private static WeightLayout? LayoutOf(Variable variable, Dictionary<Variable, int> products) =>
        variable.SlotOf is { } weight ? ManagedPlacement.Of(weight)!.Layout
        : products.GetValueOrDefault(variable) == 1 ? new PanelLayout(variable.Shape[0], variable.Shape[1])
        : null;

    private static ManagedPlacement Place(Variable variable, Placement? present, WeightLayout? layout)
    {
        if (layout is null && present is HostPlacement host) return new ManagedPlacement(host.Memory, null);
        var placement = new ManagedPlacement(new AlignedFloats(layout?.PackedCount ?? variable.Shape.ElementCount), layout);
        if (present is null) return placement;
        var values = new float[variable.Shape.ElementCount];
        present.Read(values);
        placement.Write(values);
        return placement;
    }

    // How often the forward pass multiplies by a weight that is worth panels; less than 0 for one that it uses otherwise. One
    // that is multiplied by several times has a gradient that is a sum, which no update can be fused with.
    private static Dictionary<Variable, int> ProductsOf(OpGraph graph)
    {
        var weights = new Dictionary<Value, Variable>();
        var products = new Dictionary<Variable, int>();
        for (int i = 0; i < graph.ForwardCount; i++)
        {
            Node node = graph.Nodes[i];
            if (node.Op is VariableOp { Variable: var variable } && IsWorthPanels(variable)) weights[node.Output] = variable;
            for (int k = 0; k < node.Inputs.Length; k++)
            {
                if (!weights.TryGetValue(node.Inputs[k], out Variable? weight)) continue;
                bool multiplies = k == 1 && node.Op is MatMulOp { TransposeLeft: false, TransposeRight: false } or RecurrentLoopOp;
                products[weight] = !multiplies || products.GetValueOrDefault(weight) < 0 ? -1 : products.GetValueOrDefault(weight) + 1;
            }
        }
        return products;
    }

    // A penalty or a rule reads the weight row by row in every step.
    private static bool IsWorthPanels(Variable variable) =>
        variable is { Shape.Rank: 2, Regularizer: null, Constraint: null } && variable.Shape[1] >= LeastUnits
            && variable.Shape.ElementCount >= LeastCount
        && (long)Dense.Panels(variable.Shape[1]) * Dense.PanelWidth * variable.Shape[0] <= Sizes.Most;
}
