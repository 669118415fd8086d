using Fashion.Keras.Execution;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// Lowers bringing in a batch: as floats, and as whole numbers for those who use it as row numbers of a table. Inputs come
/// first in a graph, so a row number out of range is refused before anything has changed.
/// </summary>
internal sealed class InputLowering : Lowering<InputOp>
{
    protected override void Lower(InputOp op, Node node, PlanBuilder plan)
    {
        bool floats = Users(node.Output, plan, out List<Node> rowReaders);
        if (floats) plan.Add(new FeedStep(op, plan[node.Output]));
        foreach (Node reader in rowReaders) plan.RowNumbers(reader, node.Output);
    }

    // Whether the numbers themselves are used, and by which nodes they are used as row numbers.
    private static bool Users(Value value, PlanBuilder plan, out List<Node> rowReaders)
    {
        bool floats = plan.Graph.IsOutput(value) || plan.Graph.Users(value).Count == 0;
        rowReaders = [];
        foreach (Node user in plan.Graph.Users(value))
        {
            if (user.Op is ReshapeOp)
            {
                floats |= Users(user.Output, plan, out List<Node> more);
                rowReaders.AddRange(more);
            }
            else if (RowNumberRange.Of(user)?.Numbers == value && user.Inputs.Count(input => input == value) == 1) rowReaders.Add(user);
            else floats = true;
        }
        return floats;
    }
}
