using Fashion.Keras.Graph;
using DataType = Fashion.Keras.Onnx.Protocol.TensorProto.Types.DataType;

namespace Fashion.Keras.Onnx.Export;

// Operations that work element by element.
internal sealed partial class GraphExport
{
    private void Unary(Node node, UnaryOp op)
    {
        Placed x = Of(node, 0);
        int[] order = x.Name is null ? Placed.Plain(x.Rank) : x.Order;
        string name = In(x, order);
        string? truth = null;
        string result = op.Kind switch
        {
            UnaryKind.Heaviside => Float(truth = _graph.Add("Greater", [name, Number(0)])),
            _ => Function(op.Kind, name),
        };
        Put(node, new Placed { Shape = x.Shape, Order = order, Name = result, Truth = truth });
    }

    private string Float(string truth) => _graph.Cast(truth, DataType.Float);

    private string One(string type, params string[] inputs) => _graph.Add(type, inputs);

    private string Function(UnaryKind kind, string x) => kind switch
    {
        UnaryKind.Negate => One("Neg", x),
        UnaryKind.Abs or UnaryKind.Sign or UnaryKind.Exp or UnaryKind.Log or UnaryKind.Sqrt or UnaryKind.Reciprocal or UnaryKind.Sin
            or UnaryKind.Cos
            or UnaryKind.Tanh or UnaryKind.Cosh or UnaryKind.Sinh or UnaryKind.Sigmoid or UnaryKind.Softplus or UnaryKind.Erf
            or UnaryKind.Relu
            or UnaryKind.Floor or UnaryKind.Round or UnaryKind.Tan or UnaryKind.Asin or UnaryKind.Acos or UnaryKind.Atan or UnaryKind.Asinh
            or UnaryKind.Acosh or UnaryKind.Atanh or UnaryKind.Ceil => One(kind.ToString(), x),
        UnaryKind.Rsqrt => One("Reciprocal", One("Sqrt", x)),
        UnaryKind.Square => One("Mul", x, x),
        UnaryKind.Log2 => One("Mul", One("Log", x), Number(1 / MathF.Log(2))),
        UnaryKind.Log10 => One("Mul", One("Log", x), Number(1 / MathF.Log(10))),
        UnaryKind.Erfc => One("Sub", Number(1), One("Erf", x)),
        UnaryKind.Truncate => One("Mul", One("Sign", x), One("Floor", One("Abs", x))),
        UnaryKind.Cbrt => One("Mul", One("Sign", x), One("Pow", One("Abs", x), Number(1 / 3f))),
        UnaryKind.Log1P => Log1P(x),
        UnaryKind.ExpM1 => ExpM1(x),
        UnaryKind.ErfInv => ErfInv(x),
        _ => throw new NotSupportedException($"In '{_graph.Scope}': ONNX has no function '{kind}'."),
    };

    // log(1 + x): the rounding error of the sum is divided out again; where nothing is left of x, x itself.
    private string Log1P(string x)
    {
        string sum = One("Add", x, Number(1)), rest = One("Sub", sum, Number(1));
        string exact = One("Mul", One("Log", sum), One("Div", x, rest));
        string plain = One("Where", One("Greater", sum, Number(1e7f)), One("Log", sum), exact);
        return One("Where", One("Equal", rest, Number(0)), x, plain);
    }

    // e^x - 1 = 2 t / (1 - t) with t = tanh(x / 2) near 0.
    private string ExpM1(string x)
    {
        string t = One("Tanh", One("Mul", x, Number(0.5f)));
        string near = One("Div", One("Add", t, t), One("Sub", Number(1), t));
        return One("Where", One("Less", One("Abs", x), Number(1)), near, One("Sub", One("Exp", x), Number(1)));
    }

    // By Giles's polynomials (Approximating the erfinv function, 2012) in w = -log(1 - x^2).
    private string ErfInv(string x)
    {
        string w = One("Neg", One("Log", One("Mul", One("Sub", Number(1), x), One("Add", Number(1), x))));
        string near = Polynomial(One("Sub", w, Number(2.5f)),
            [2.81022636e-08f, 3.43273939e-07f, -3.5233877e-06f, -4.39150654e-06f, 0.00021858087f, -0.00125372503f, -0.00417768164f,
            0.246640727f, 1.50140941f]);
        string far = Polynomial(One("Sub", One("Sqrt", w), Number(3)),
            [-0.000200214257f, 0.000100950558f, 0.00134934322f, -0.00367342844f, 0.00573950773f, -0.0076224613f, 0.00943887047f,
            1.00167406f, 2.83297682f]);
        string inside = One("Mul", x, One("Where", One("Less", w, Number(5)), near, far));
        return One("Where", One("Equal", One("Abs", x), Number(1)), One("Mul", x, Number(float.PositiveInfinity)), inside);
    }

    private string Polynomial(string x, float[] coefficients)
    {
        string sum = Number(coefficients[0]);
        foreach (float coefficient in coefficients[1..]) sum = One("Add", One("Mul", sum, x), Number(coefficient));
        return sum;
    }

    private void Binary(Node node, BinaryOp op)
    {
        Placed left = Of(node, 0), right = Of(node, 1);
        if (op.Kind == BinaryKind.Add && (AddsBias(node, left, right, 0) || AddsBias(node, right, left, 1))) return;
        Dim[] shape = _traced.Shape(node.Output);
        int[] order = OrderOf(shape.Length, left, right);
        bool rightIsWhole = IsWhole(right, shape), leftIsWhole = IsWhole(left, shape);
        string x = Side(left, shape, order, alone: !rightIsWhole), y = Side(right, shape, order, alone: !leftIsWhole && !rightIsWhole);
        string? truth = op.Kind switch
        {
            BinaryKind.Greater => One("Greater", x, y),
            BinaryKind.GreaterOrEqual => One("GreaterOrEqual", x, y),
            BinaryKind.Equal => One("Equal", x, y),
            _ => null,
        };
        string result = truth is not null ? Float(truth) : op.Kind switch
        {
            BinaryKind.Add => One("Add", x, y),
            BinaryKind.Subtract => One("Sub", x, y),
            BinaryKind.Multiply => One("Mul", x, y),
            BinaryKind.Divide => One("Div", x, y),
            BinaryKind.Maximum => One("Max", x, y),
            BinaryKind.Minimum => One("Min", x, y),
            BinaryKind.Power => One("Pow", x, y),
            BinaryKind.Remainder => _graph.Add("Mod", [x, y], ("fmod", 1L)),
            BinaryKind.Hypot => One("Sqrt", One("Add", One("Mul", x, x), One("Mul", y, y))),
            BinaryKind.LogAddExp => One("Add", One("Max", x, y), Log1P(One("Exp", One("Neg", One("Abs", One("Sub", x, y)))))),
            BinaryKind.Atan2 => Atan2(x, y),
            _ => throw Refused(node, $"ONNX has no function '{op.Kind}'"),
        };
        Put(node, new Placed { Shape = shape, Order = order, Name = result, Truth = truth });
    }

    // Whether a side is written with all axes of the result, so that the other one may have fewer.
    private static bool IsWhole(Placed side, Dim[] shape) => side is { Name: not null } && side.Rank == shape.Length
        && side.Shape.AsSpan().SequenceEqual(shape);

    // The angle of the point (x, y).
    private string Atan2(string y, string x)
    {
        string zero = Number(0), half = Number(MathF.PI / 2);
        string turned = One("Where", One("Less", y, zero), Number(-MathF.PI), Number(MathF.PI));
        string angle = One("Atan", One("Div", y, x));
        string upright = One("Mul", One("Sign", y), half);
        string offAxis = One("Where", One("Less", x, zero), One("Add", angle, turned), angle);
        return One("Where", One("Equal", x, zero), upright, offAxis);
    }

    private void Select(Node node)
    {
        Placed condition = Of(node, 0), then = Of(node, 1), otherwise = Of(node, 2);
        Dim[] shape = _traced.Shape(node.Output);
        int[] order = OrderOf(shape.Length, condition, then, otherwise);
        bool whole = IsWhole(condition, shape) || IsWhole(then, shape) || IsWhole(otherwise, shape);
        string x = Side(then, shape, order, alone: !whole), y = Side(otherwise, shape, order, alone: !whole);
        string where = condition is { Truth: { } truth } && condition.Rank == shape.Length && order.AsSpan().SequenceEqual(condition.Order)
            ? truth : _graph.Cast(Side(condition, shape, order, alone: !whole), DataType.Bool);
        Put(node, new Placed { Shape = shape, Order = order, Name = One("Where", where, x, y) });
    }
}
