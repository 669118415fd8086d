using System.Reflection;
using System.Runtime.ExceptionServices;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Layers.Extremes;

/// <summary>A layer of any class with numbers that no one would choose, and an input for it: the same ones for the same seed.</summary>
internal sealed class ExtremeLayer
{
    private static readonly int[] Extreme = [0, -1, int.MinValue, 1 << 15, 1 << 16, 46341, int.MaxValue, int.MaxValue - 1, 306783378, 1 << 30, 65537, 1 << 24];
    private static readonly double[] ExtremeDoubles = [0, -1, 1e-320, 1e30, 1e308, -1e308, double.NaN, double.PositiveInfinity, 0.5];

    private readonly Random _random;
    private readonly List<string> _arguments = [];

    public ExtremeLayer(int seed)
    {
        _random = new Random(seed);
        Class = Classes[_random.Next(Classes.Length)];
    }

    /// <summary>All layers that users can make, found by reflection so that none is forgotten.</summary>
    public static Type[] Classes { get; } =
        [.. typeof(Layer).Assembly.GetExportedTypes().Where(t => t is { IsAbstract: false, Namespace: "Fashion.Keras.Layers" } && t.IsSubclassOf(typeof(Layer))).OrderBy(t => t.Name, StringComparer.Ordinal)];

    public Type Class { get; }

    public override string ToString() => $"{Class.Name}({string.Join(", ", _arguments)})";

    /// <summary>Makes the layer, a model of it, predicts and trains where the sizes allow.</summary>
    /// <returns>Whether it was small enough to train.</returns>
    /// <exception cref="Exception">What the library throws.</exception>
    public bool Run()
    {
        // At most one size of the input is extreme; the others are small.
        int[] sample = [.. Enumerable.Range(0, _random.Next(1, 5)).Select(_ => _random.Next(1, 9))];
        if (_random.Next(3) == 0) sample[_random.Next(sample.Length)] = Extreme[_random.Next(3, Extreme.Length)];
        _arguments.Add($"input ({string.Join(", ", sample)})");
        Layer layer = Construct();
        SymbolicTensor input = Input.Of(sample);
        int inputs = layer is Add or Average or Concatenate or Dot or Maximum or Minimum or Multiply or Subtract ? 2 : 1;
        IReadOnlyList<SymbolicTensor> outputs = layer.Apply([.. Enumerable.Repeat(input, inputs)]);
        var model = new Model(input, outputs[0]) { Options = new ModelOptions { Threads = _random.Next(1, 3), Output = TextWriter.Null } };
        long elements = sample.Aggregate(1L, (product, size) => product * size), results = outputs[0].Shape.Skip(1).Aggregate(1L, (product, size) => product * Math.Max(size, 1));
        if (elements > 2000 || results > 1_000_000) return false;
        Array x = Array.CreateInstance(typeof(float), [2, .. sample]);
        model.Predict(ModelDataOf(x), verbose: Verbosity.Silent);
        if (results > 10_000) return false;
        model.Compile("sgd", "mse");
        Array y = Array.CreateInstance(typeof(float), [2, .. outputs[0].Shape.Skip(1)]);
        model.TrainOnBatch(ModelDataOf(x), ModelDataOf(y));
        return true;
    }

    private static ModelData ModelDataOf(Array array) => array;

    private Layer Construct()
    {
        ConstructorInfo constructor = Class.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        ParameterInfo[] parameters = constructor.GetParameters();
        int extreme = _random.Next(parameters.Length + 1);
        var arguments = new object?[parameters.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            bool wanted = i == extreme || _random.Next(6) == 0;
            arguments[i] = Value(parameters[i], wanted);
            if (arguments[i] is not null && (wanted || !parameters[i].HasDefaultValue)) _arguments.Add($"{parameters[i].Name}: {(arguments[i] is System.Collections.IEnumerable and not string ? string.Join(" ", ((System.Collections.IEnumerable)arguments[i]!).Cast<object>()) : arguments[i])}");
        }
        try
        {
            return (Layer)constructor.Invoke(arguments);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }

    private object? Value(ParameterInfo parameter, bool extreme)
    {
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (parameter.Name is "inputShape" or "name" or "seed") return Default(parameter);
        if (!extreme && parameter.HasDefaultValue) return Default(parameter);
        int Number() => extreme && _random.Next(3) > 0 ? Extreme[_random.Next(Extreme.Length)] : _random.Next(1, 4);
        if (type == typeof(int)) return Number();
        if (type == typeof(double)) return extreme ? ExtremeDoubles[_random.Next(ExtremeDoubles.Length)] : 0.5;
        if (type == typeof(float)) return extreme ? (float)ExtremeDoubles[_random.Next(ExtremeDoubles.Length)] : 0.5f;
        if (type == typeof(bool)) return _random.Next(2) == 0;
        if (type.IsEnum) return Enum.GetValues(type).GetValue(_random.Next(Enum.GetValues(type).Length));
        if (type == typeof(Size2D)) return new Size2D(Number(), Number());
        if (type == typeof(Size3D)) return new Size3D(Number(), Number(), Number());
        if (type == typeof(Margin1D)) return new Margin1D(Number(), Number());
        if (type == typeof(Margin2D)) return new Margin2D(new Margin1D(Number(), Number()), new Margin1D(Number(), Number()));
        if (type == typeof(RandomRange)) return new RandomRange(-ExtremeDoubles[_random.Next(ExtremeDoubles.Length)], ExtremeDoubles[_random.Next(ExtremeDoubles.Length)]);
        if (type == typeof(Shape)) return Shape.Create([.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Math.Max(-1, Number()))]);
        if (type == typeof(int[])) return Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Number()).ToArray();
        if (typeof(IReadOnlyList<int>).IsAssignableFrom(type) || type == typeof(IReadOnlyList<int>)) return Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Number()).ToArray();
        if (type == typeof(Fashion.Keras.Activations.ActivationFunction)) return (Fashion.Keras.Activations.ActivationFunction)"relu";
        return Default(parameter);
    }

    private static object? Default(ParameterInfo parameter) => parameter.HasDefaultValue && parameter.DefaultValue is not DBNull ? parameter.DefaultValue : null;
}
