using Fashion.Keras.Graph;
using Fashion.Keras.Internal;

namespace Fashion.Keras;

// Tensors filled with numbers.
public static partial class Ops
{
    /// <summary>Zeros.</summary>
    public static SymbolicTensor Zeros(Shape shape) => Full(shape, 0);

    /// <summary>Ones.</summary>
    public static SymbolicTensor Ones(Shape shape) => Full(shape, 1);

    /// <summary>One number everywhere.</summary>
    /// <param name="shape">A known shape.</param>
    /// <param name="fillValue">The number.</param>
    public static SymbolicTensor Full(Shape shape, double fillValue)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var values = Allocation.Of<float>(shape.ElementCount, $"A tensor of shape {shape}");
        Array.Fill(values, (float)fillValue);
        return new ValueTensor(shape, values);
    }

    /// <summary>Ones in the shape of a tensor.</summary>
    public static SymbolicTensor OnesLike(SymbolicTensor x) => Formula(nameof(OnesLike), x, x => BroadcastTo(1, x.Shape));

    /// <summary>Zeros in the shape of a tensor.</summary>
    public static SymbolicTensor ZerosLike(SymbolicTensor x) => Formula(nameof(ZerosLike), x, x => BroadcastTo(0, x.Shape));

    /// <summary>A number, or a tensor that is broadcast, in the shape of another tensor.</summary>
    /// <param name="x">Whose shape it is.</param>
    /// <param name="fillValue">What it is filled with.</param>
    public static SymbolicTensor FullLike(SymbolicTensor x, SymbolicTensor fillValue) =>
        Formula(nameof(FullLike), x, fillValue, (x, fill) => BroadcastTo(fill, x.Shape));

    /// <summary>0, 1, 2 ... before <paramref name="stop"/>.</summary>
    public static SymbolicTensor ARange(double stop) => ARange(0, stop);

    /// <summary>Numbers from <paramref name="start"/> in steps, before <paramref name="stop"/>.</summary>
    /// <param name="start">The first number.</param>
    /// <param name="stop">The limit, which is not among them.</param>
    /// <param name="step">The step, not 0.</param>
    public static SymbolicTensor ARange(double start, double stop, double step = 1)
    {
        if (step == 0 || double.IsNaN(step))
            throw new ArgumentOutOfRangeException(nameof(step), step, "Numbers in steps need a step other than 0.");
        int count = Length(Math.Max(Math.Ceiling((stop - start) / step), 0));
        return Row(count, i => start + i * step);
    }

    /// <summary>The unit matrix, or one with the ones on another diagonal.</summary>
    /// <param name="n">Rows.</param>
    /// <param name="m">Columns; null for as many.</param>
    /// <param name="k">The diagonal: 0 the main one, above 0 to the right of it.</param>
    public static SymbolicTensor Eye(int n, int? m = null, int k = 0) => Matrix(n, m ?? n, (i, j) => j - i == k);

    /// <summary>The unit matrix.</summary>
    /// <param name="n">Rows and columns.</param>
    public static SymbolicTensor Identity(int n) => Eye(n);

    /// <summary>Ones on a diagonal and below it, zeros above.</summary>
    /// <param name="n">Rows.</param>
    /// <param name="m">Columns; null for as many.</param>
    /// <param name="k">The diagonal: 0 the main one, above 0 to the right of it.</param>
    public static SymbolicTensor Tri(int n, int? m = null, int k = 0) => Matrix(n, m ?? n, (i, j) => j - i <= k);

    /// <summary>Numbers at equal distances.</summary>
    /// <param name="start">The first one; a tensor gives a row for each of its numbers.</param>
    /// <param name="stop">The last one.</param>
    /// <param name="num">How many.</param>
    /// <param name="endpoint">Whether <paramref name="stop"/> is among them.</param>
    /// <param name="axis">Place of the new axis.</param>
    public static SymbolicTensor LinSpace(SymbolicTensor start, SymbolicTensor stop, int num = 50, bool endpoint = true, int axis = 0) =>
        Compose(nameof(LinSpace), [start, stop], inputs => Between(inputs[0], inputs[1], num, endpoint, axis),
            Spacing(num, endpoint, null, axis));

    /// <summary>Powers of a base whose exponents have equal distances.</summary>
    /// <param name="start">The first exponent.</param>
    /// <param name="stop">The last one.</param>
    /// <param name="num">How many.</param>
    /// <param name="endpoint">Whether the last one is among them.</param>
    /// <param name="base">The base.</param>
    /// <param name="axis">Place of the new axis.</param>
    public static SymbolicTensor LogSpace(SymbolicTensor start, SymbolicTensor stop, int num = 50, bool endpoint = true, double @base = 10,
        int axis = 0) =>
        Compose(nameof(LogSpace), [start, stop], inputs => Power(@base, Between(inputs[0], inputs[1], num, endpoint, axis)),
            Spacing(num, endpoint, @base, axis));

    /// <summary>Numbers of which each is the same multiple of the one before.</summary>
    /// <param name="start">The first one, not 0.</param>
    /// <param name="stop">The last one, of the same sign.</param>
    /// <param name="num">How many.</param>
    /// <param name="endpoint">Whether the last one is among them.</param>
    /// <param name="axis">Place of the new axis.</param>
    public static SymbolicTensor GeomSpace(SymbolicTensor start, SymbolicTensor stop, int num = 50, bool endpoint = true,
        int axis = 0) => Compose(nameof(GeomSpace), [start, stop], inputs =>
    {
        SymbolicTensor logs = Between(Log(Abs(inputs[0])), Log(Abs(inputs[1])), num, endpoint, axis),
            sign = Sign(inputs[0] + ZerosLike(inputs[1]));
        return Exp(logs) * ExpandDims(sign, axis < 0 ? axis + logs.Shape.Rank : axis);
    }, Spacing(num, endpoint, null, axis));

    /// <summary>The Bartlett (triangular) window.</summary>
    /// <param name="size">Its length.</param>
    public static SymbolicTensor Bartlett(int size) => Window(size, t => 1 - Math.Abs(2 * t - 1));

    /// <summary>The Hann window.</summary>
    /// <param name="size">Its length.</param>
    public static SymbolicTensor Hanning(int size) => Window(size, t => 0.5 - 0.5 * Math.Cos(2 * Math.PI * t));

    /// <summary>The Hamming window.</summary>
    /// <param name="size">Its length.</param>
    public static SymbolicTensor Hamming(int size) => Window(size, t => 0.54 - 0.46 * Math.Cos(2 * Math.PI * t));

    /// <summary>The Blackman window.</summary>
    /// <param name="size">Its length.</param>
    public static SymbolicTensor Blackman(int size) =>
        Window(size, t => 0.42 - 0.5 * Math.Cos(2 * Math.PI * t) + 0.08 * Math.Cos(4 * Math.PI * t));

    private static ValueTensor Window(int size, Func<double, double> value) => Row(size, i => size == 1 ? 1 : value(i / (size - 1.0)));

    private static Func<System.Text.Json.Nodes.JsonObject> Spacing(int num, bool endpoint, double? @base, int axis) => () =>
    {
        var settings = new System.Text.Json.Nodes.JsonObject { ["num"] = num, ["endpoint"] = endpoint, ["axis"] = axis };
        if (@base is { } number) settings["base"] = number;
        return settings;
    };

    private static SymbolicTensor Between(SymbolicTensor start, SymbolicTensor stop, int num, bool endpoint, int axis)
    {
        Shape shape = BinaryOp.Broadcast(start.Shape, stop.Shape);
        int rank = shape.Rank + 1, at = axis < 0 ? axis + rank : axis, steps = endpoint ? num - 1 : num;
        SymbolicTensor share =
            Reshape(Row(num, i => steps > 0 ? (double)i / steps : 0), Enumerable.Range(0, rank).Select(i => i == at ? num : 1).ToArray());
        SymbolicTensor from = ExpandDims(BroadcastTo(start, shape), at), to = ExpandDims(BroadcastTo(stop, shape), at);
        // Exact at both ends.
        return from * (1 - share) + to * share;
    }

    private static ValueTensor Row(int count, Func<int, double> value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float)value(i);
        return new ValueTensor([count], values);
    }

    private static ValueTensor Matrix(int rows, int columns, Func<int, int, bool> isOne)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Shape shape = [rows, columns];
        var values = Allocation.Of<float>(shape.ElementCount, $"A tensor of shape {shape}");
        for (int i = 0; i < values.Length; i++) values[i] = isOne(i / columns, i % columns) ? 1 : 0;
        return new ValueTensor(shape, values);
    }

    private static int Length(double count) =>
        count <= Array.MaxLength ? (int)count : throw new ArgumentOutOfRangeException(nameof(count), count, "A tensor has fewer elements.");
}
