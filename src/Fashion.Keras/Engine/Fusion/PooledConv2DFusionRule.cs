using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// max_pool2d(relu(conv2d(x, kernel) + bias)), relu and bias optional, over windows side by side. At most one place of a window
/// carries gradient, so the backward operations of the pooling become sparse ones on the pooled gradient.
/// </summary>
internal sealed class PooledConv2DFusionRule : IFusionRule
{
    public bool TryRewrite(Node node, GraphEditor graph)
    {
        if (node.Op is not MaxPool2DOp { Geometry: var pool } || !IsSideBySide(pool)) return false;
        Value result = node.Inputs[0], sum = result;
        Node? relu = null, bias = null;
        if (sum.Producer.Op is UnaryOp { Kind: UnaryKind.Relu })
        {
            relu = sum.Producer;
            sum = relu.Inputs[0];
            if (graph.OnlyUser(sum) != relu) return false;
        }
        if (sum.Producer is { Op: BinaryOp { Kind: BinaryKind.Add } } add && add.Inputs[1] is { Producer.Op: VariableOp, Shape.Rank: 1 } row
            && row.Shape[0] == sum.Shape[3])
        {
            bias = add;
            sum = add.Inputs[0];
            if ((relu is not null && graph.OnlyUser(add.Output) != relu) || graph.OnlyUser(sum) != add) return false;
        }
        if (sum.Producer is not { Op: Conv2DOp { Geometry: { Groups: 1 } geometry } } conv) return false;
        if (!conv.Inputs.Concat(bias?.Inputs[1..] ?? []).All(v => graph.MayReadAt(v, node))) return false;
        if (FindBackward(node, result, relu, graph) is not { } backward) return false;
        Write(node, conv, bias, relu, geometry, pool, backward, graph);
        return true;
    }

    private static bool IsSideBySide(Pool2DGeometry pool) =>
        pool is { PadTop: 0, PadBottom: 0, PadLeft: 0, PadRight: 0 } && pool.Strides == pool.Window
            && pool.Window.Height * pool.Window.Width is > 1 and <= PooledConv2DSizes.MaxArea;

    // The last value of the unfused gradient's way (after relu's mask) with the node that makes it; an empty path without training, null
    // where something else looks in.
    private static (Node? Pool, Node? Last)? FindBackward(Node pool, Value result, Node? relu, GraphEditor graph)
    {
        Node[] poolUsers = [.. graph.Users(pool.Outputs[1])], others = [.. graph.Users(result).Where(u => u != pool)];
        if (graph.IsOutput(pool.Outputs[1]) || graph.IsOutput(result) || poolUsers.Length > 1) return null;
        if (poolUsers.Length == 0) return others.Length == 0 ? (null, null) : null;
        if (poolUsers[0] is not { Op: MaxPool2DBackwardOp } backward) return null;
        Node last = backward;
        if (relu is not null)
        {
            if (others is not [{ Op: SelectOp } mask] || graph.OnlyUser(backward.Output) != mask) return null;
            if (mask.Inputs[0] != result || mask.Inputs[1] != backward.Output || mask.Inputs[2].Producer.Op is not ConstantOp { Fill: 0 })
                return null;
            last = mask;
        }
        else if (others.Length > 0) return null;
        IReadOnlyList<Node> users = graph.Users(last.Output);
        if (graph.IsOutput(last.Output) || !users.All(u => IsKnown(u, last.Output))) return null;
        // The bias's gradient comes out of the kernel's.
        int kernels = users.Count(u => u.Op is Conv2DBackwardKernelOp);
        return kernels == 1 || (kernels == 0 && !users.Any(u => u.Op is ReduceOp)) ? (backward, last) : null;
    }

    private static bool IsKnown(Node user, Value gradient) => user.Op switch
    {
        Conv2DBackwardInputOp or Conv2DBackwardKernelOp => user.Inputs[1] == gradient,
        ReduceOp { Kind: ReduceKind.Sum } op => op.Axes.AsSpan() is [0, 1, 2],
        _ => false,
    };

    private static void Write(Node pool, Node conv, Node? bias, Node? relu, Conv2DGeometry geometry, Pool2DGeometry window,
        (Node? Pool, Node? Last) backward, GraphEditor graph)
    {
        Value[] inputs = bias is null ? [.. conv.Inputs] : [.. conv.Inputs, bias.Inputs[1]];
        Node fused = graph.InsertBefore(pool, new PooledConv2DOp(geometry, window.Window, relu is not null), inputs);
        graph.Replace(pool.Outputs[0], fused.Outputs[0]);
        if (backward is not ({ } unpool, { } last)) return;
        Value[] sparse = [unpool.Inputs[1], fused.Outputs[1]];
        Node[] users = [.. graph.Users(last.Output)];
        Node first = users.Aggregate((a, b) => graph.IsBefore(a, b) ? a : b);
        Node? kernel = users.FirstOrDefault(u => u.Op is Conv2DBackwardKernelOp) is { } dense
            ? graph.InsertBefore(first, new PooledConv2DBackwardKernelOp(geometry, window.Window,
                ((Conv2DBackwardKernelOp)dense.Op).Kernel), [dense.Inputs[0], .. sparse])
            : null;
        foreach (Node user in users)
        {
            Value gradient = user.Op switch
            {
                Conv2DBackwardInputOp op =>
                    graph.InsertBefore(user, new PooledConv2DBackwardInputOp(geometry, window.Window, op.Image),
                        [user.Inputs[0], .. sparse]).Output,
                Conv2DBackwardKernelOp => kernel!.Outputs[0],
                _ => graph.InsertBefore(user, new ReshapeOp(user.Output.Shape), kernel!.Outputs[1]).Output,
            };
            graph.Replace(user.Output, gradient);
        }
    }
}
