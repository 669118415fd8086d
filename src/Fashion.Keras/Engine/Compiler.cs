using Fashion.Keras.Execution;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>From a graph to a plan: remove what is not needed, apply the fusion rules, gather element-wise work, lower to steps.</summary>
internal static class Compiler
{
    public static Plan Compile(OpGraph graph, ExecutionOptions options) => Compile(graph, options, options.Fusion ? FusionRules.All : []);

    /// <summary>
    /// The same with a choice of rules, for tests that compare one rule with the plain graph, and of turns, for tests of small graphs.
    /// </summary>
    public static Plan Compile(OpGraph graph, ExecutionOptions options, IReadOnlyList<IFusionRule> rules, TurnSizes? turns = null)
    {
        WeightAdoption.Apply(graph);
        var editor = new GraphEditor(graph);
        editor.RemoveDead();
        foreach (IFusionRule rule in rules)
        {
            bool changed = false;
            foreach (Node node in editor.Nodes) changed |= rule.TryRewrite(node, editor);
            if (changed) editor.RemoveDead();
        }
        ElementwiseClusters.Apply(editor, options.Fusion);
        editor.RemoveDead();

        var builder = new PlanBuilder(editor, options.Threads == 0 ? WorkEstimate.Workers(editor.Nodes) : options.Threads);
        int prepared = 0;
        foreach (Node node in editor.Nodes)
        {
            builder.Lower(node);
            for (; prepared < builder.Steps.Count; prepared++) KernelPreparation.Start(builder.Steps[prepared]);
        }
        Plan plan = builder.Build(options.Profile, turns);
        KernelPreparation.Help();
        return plan;
    }
}
