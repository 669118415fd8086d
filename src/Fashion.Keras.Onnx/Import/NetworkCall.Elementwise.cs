using Fashion.Keras.Graph;
using DataType = Fashion.Keras.Onnx.Protocol.TensorProto.Types.DataType;

namespace Fashion.Keras.Onnx.Import;

// Operations that work element by element.
internal sealed partial class NetworkCall
{
    private static Item? Elementwise(ImportedNode node) => node.Type switch
    {
        "Relu" => Unary(node, Ops.Relu),
        "Sigmoid" => Unary(node, Ops.Sigmoid),
        "Tanh" => Unary(node, Ops.Tanh),
        "Exp" => Unary(node, Ops.Exp),
        "Log" => Unary(node, Ops.Log),
        "Sqrt" => Unary(node, Ops.Sqrt),
        "Abs" => Unary(node, Ops.Abs, Math.Abs),
        "Neg" => Unary(node, Ops.Negate, v => -v),
        "Reciprocal" => Unary(node, Ops.Reciprocal),
        "Sin" => Unary(node, Ops.Sin),
        "Cos" => Unary(node, Ops.Cos),
        "Tan" => Unary(node, Ops.Tan),
        "Asin" => Unary(node, Ops.ArcSin),
        "Acos" => Unary(node, Ops.ArcCos),
        "Atan" => Unary(node, Ops.ArcTan),
        "Sinh" => Unary(node, Ops.Sinh),
        "Cosh" => Unary(node, Ops.Cosh),
        "Asinh" => Unary(node, Ops.ArcSinh),
        "Acosh" => Unary(node, Ops.ArcCosh),
        "Atanh" => Unary(node, Ops.ArcTanh),
        "Erf" => Unary(node, Ops.Erf),
        "Floor" => Unary(node, Ops.Floor),
        "Ceil" => Unary(node, Ops.Ceil),
        "Round" => Unary(node, x => Ops.Round(x)),
        "Sign" => Unary(node, Ops.Sign, v => Math.Sign(v)),
        "Softplus" => Unary(node, Ops.Softplus),
        "Softsign" => Unary(node, Ops.Softsign),
        "Mish" => Unary(node, Ops.Mish),
        "HardSwish" => Unary(node, Ops.HardSilu),
        "IsNaN" => Unary(node, Ops.IsNan),
        "Not" => Unary(node, Ops.LogicalNot, v => v == 0 ? 1 : 0),
        "Identity" => node.Input(0),
        "Elu" => Scaled(node, node.Number("alpha", 1), (x, alpha) => Ops.Elu(x, alpha)),
        "Celu" => Scaled(node, node.Number("alpha", 1), (x, alpha) => Ops.Celu(x, alpha)),
        "LeakyRelu" => Scaled(node, node.Number("alpha", 0.01f), (x, slope) => Ops.LeakyRelu(x, slope)),
        "ThresholdedRelu" => Scaled(node, node.Number("alpha", 1), (x, alpha) => Ops.Where(Ops.Greater(x, alpha), x, 0)),
        "Selu" => Selu(node, node.Number("alpha", 1.6732632f), node.Number("gamma", 1.050701f)),
        "HardSigmoid" => HardSigmoid(node, node.Number("alpha", 0.2f), node.Number("beta", 0.5f)),
        "Gelu" => Gelu(node),
        "PRelu" => Binary(node, (x, slope) => Ops.Relu(x) - slope * Ops.Relu(-x)),
        "Clip" => Clip(node),
        "Cast" => Cast(node),
        "Add" => Binary(node, Ops.Add, (a, b) => checked(a + b)),
        "Sub" => Binary(node, Ops.Subtract, (a, b) => checked(a - b)),
        "Mul" => Binary(node, Ops.Multiply, (a, b) => checked(a * b)),
        "Div" => Binary(node, Quotient(node), (a, b) => b == 0 ? throw node.Damaged("divides by 0") : a / b),
        "Pow" => Binary(node, Ops.Power),
        "Mod" => Mod(node),
        "Greater" => Binary(node, Ops.Greater, (a, b) => a > b ? 1 : 0),
        "GreaterOrEqual" => Binary(node, Ops.GreaterOrEqual, (a, b) => a >= b ? 1 : 0),
        "Less" => Binary(node, Ops.Less, (a, b) => a < b ? 1 : 0),
        "LessOrEqual" => Binary(node, Ops.LessOrEqual, (a, b) => a <= b ? 1 : 0),
        "Equal" => Binary(node, Ops.Equal, (a, b) => a == b ? 1 : 0),
        "And" => Binary(node, Ops.LogicalAnd, (a, b) => a & b),
        "Or" => Binary(node, Ops.LogicalOr, (a, b) => a | b),
        "Xor" => Binary(node, Ops.LogicalXor, (a, b) => a ^ b),
        "Max" => Folded(node, Ops.Maximum, Math.Max),
        "Min" => Folded(node, Ops.Minimum, Math.Min),
        "Sum" => Folded(node, Ops.Add, (a, b) => checked(a + b)),
        "Mean" => new Item(Folded(node, Ops.Add, null).Tensor / node.InputCount),
        "Where" => Where(node),
        _ => null,
    };

    private static Item Unary(ImportedNode node, Func<SymbolicTensor, SymbolicTensor> function, Func<long, long>? whole = null)
    {
        Item x = node.Input(0);
        if (x.Numbers is { } numbers && whole is not null) return new Item(Array.ConvertAll(numbers, v => whole(v)), x.Shape);
        return x.IsLast ? new Item(function(x.Last), isLast: true) : new Item(function(x.Tensor), isWhole: x.IsWhole);
    }

    private static Item Scaled(ImportedNode node, float number, Func<SymbolicTensor, float, SymbolicTensor> function) =>
        Unary(node, x => function(x, number));

    private static Item Selu(ImportedNode node, float alpha, float gamma) => Unary(node, x => gamma * Ops.Elu(x, alpha));

    private static Item HardSigmoid(ImportedNode node, float alpha, float beta) => Unary(node, x => Ops.Clip(x * alpha + beta, 0, 1));

    private static Item Gelu(ImportedNode node)
    {
        string form = node.Text("approximate", "none");
        if (form is not ("none" or "tanh")) throw node.Refused($"its approximation '{ImportErrors.Short(form)}' is not known");
        return Unary(node, x => Ops.Gelu(x, approximate: form == "tanh"));
    }

    // Whole numbers are divided without a rest.
    private static Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> Quotient(ImportedNode node) =>
        node.Input(0).IsWhole && node.Input(1).IsWhole ? (x, y) => Ops.Trunc(Ops.Divide(x, y)) : Ops.Divide;

    private static Item Mod(ImportedNode node) => node.Flag("fmod") ? Binary(node, Ops.FMod)
        : Binary(node, Ops.Mod, (a, b) => b == 0 ? throw node.Damaged("divides by 0") : (a % b + b) % b);

    private static Item Clip(ImportedNode node)
    {
        Item x = node.Input(0);
        // The limits were settings once.
        SymbolicTensor? low = node.Operators < 11 ? node.Number("min", float.MinValue) : node.Has(1) ? node.Tensor(1) : null;
        SymbolicTensor? high = node.Operators < 11 ? node.Number("max", float.MaxValue) : node.Has(2) ? node.Tensor(2) : null;
        foreach (SymbolicTensor? limit in new[] { low, high })
            if (limit is not null && limit.Shape.Rank > 0
                && !limit.Shape.All(size => size == 1)) throw node.Damaged($"has a limit of shape {limit.Shape}");
        return Unary(node, tensor =>
        {
            if (low is not null) tensor = Ops.Maximum(tensor, Ops.Reshape(low, []));
            return high is null ? tensor : Ops.Minimum(tensor, Ops.Reshape(high, []));
        });
    }

    private static Item Cast(ImportedNode node)
    {
        node.Ignore("saturate", "round_mode");
        var type = (DataType)node.Integer("to", 0);
        Item x = node.Input(0);
        switch (type)
        {
            case DataType.Float or DataType.Double or DataType.Float16 or DataType.Bfloat16:
                return x.Numbers is not null ? new Item(x.Tensor) : x.IsLast ? x : new Item(x.Tensor);
            case DataType.Bool:
                return x.Numbers is { } known ? new Item(Array.ConvertAll(known, v => v == 0 ? 0L : 1), x.Shape)
                    : new Item(Ops.NotEqual(x.Tensor, 0), isWhole: true);
            case DataType.Int8 or DataType.Int16 or DataType.Int32 or DataType.Int64 or DataType.Uint8 or DataType.Uint16 or DataType.Uint32
                or DataType.Uint64:
                return x.Numbers is not null ? x : new Item(Ops.Trunc(x.Tensor), isWhole: true);
            default: throw node.Refused($"elements of type {type} are not known");
        }
    }

    private static Item Binary(ImportedNode node, Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function, Func<long, long,
        long>? whole = null) =>
        Binary(node.Input(0), node.Input(1), function, whole);

    private static Item Binary(Item x, Item y, Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function, Func<long, long, long>? whole)
    {
        if (whole is not null && x.Numbers is { } left && y.Numbers is { } right
            && (x.Shape.AsSpan().SequenceEqual(y.Shape) || left.Length == 1 || right.Length == 1))
        {
            int[] shape = left.Length == right.Length ? x.Rank >= y.Rank ? x.Shape : y.Shape : left.Length == 1 ? y.Shape : x.Shape;
            return new Item([.. Enumerable.Range(0, Math.Max(left.Length, right.Length)).Select(i =>
                whole(left[left.Length == 1 ? 0 : i], right[right.Length == 1 ? 0 : i]))], shape);
        }
        // Images stay channels last when they meet images, a number for each channel, or one number.
        if (x.IsLast && ChannelsLastPartner(x, y) is { } other) return new Item(function(x.Last, other), isLast: true);
        if (y.IsLast && ChannelsLastPartner(y, x) is { } first) return new Item(function(first, y.Last), isLast: true);
        return new Item(function(x.Tensor, y.Tensor), isWhole: x.IsWhole && y.IsWhole);
    }

    private static SymbolicTensor? ChannelsLastPartner(Item image, Item other)
    {
        if (other.IsLast && other.Rank == image.Rank) return other.Last;
        if (other.Numbers is not null) return null;
        if (other.Shape.All(size => size == 1) && other.Rank <= image.Rank) return Ops.Reshape(other.Tensor, []);
        // (channels, 1, 1), with or without an axis of samples of size 1.
        int window = image.Rank - 2;
        bool perChannel = (other.Rank == window + 1 || (other.Rank == window + 2 && other.Shape[0] == 1))
            && other.Shape[^window..].All(size => size == 1);
        return perChannel && other.Shape[^(window + 1)] is var channels ? Ops.Reshape(other.Tensor, [channels]) : null;
    }

    private static Item Folded(ImportedNode node, Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function, Func<long, long,
        long>? whole)
    {
        Item result = node.Input(0);
        for (int i = 1; i < node.InputCount; i++) result = Binary(result, node.Input(i), function, whole);
        return result;
    }

    private static Item Where(ImportedNode node)
    {
        Item condition = node.Input(0), x = node.Input(1), y = node.Input(2);
        if (condition.Numbers is { } chosen && x.Numbers is { } then && y.Numbers is { } otherwise
            && (then.Length == chosen.Length || then.Length == 1) && (otherwise.Length == chosen.Length || otherwise.Length == 1))
            return new Item([.. chosen.Select((c, i) => c != 0 ? then[then.Length == 1 ? 0 : i]
                : otherwise[otherwise.Length == 1 ? 0 : i])], condition.Shape);
        return new Item(Ops.Where(condition.Tensor, x.Tensor, y.Tensor), isWhole: x.IsWhole && y.IsWhole);
    }
}
