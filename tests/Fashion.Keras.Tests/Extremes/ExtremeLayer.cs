using System.Collections;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Fashion.Keras.Activations;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Extremes;

/// <summary>
/// A layer of any class with extreme numbers, and an input for it; the same ones for the same number of the case. The first cases
/// try every number of every argument and every axis of the input one by one; the others choose at random.
/// </summary>
internal sealed class ExtremeLayer
{
    private const int MostInputs = 200_000, MostResults = 1_000_000, MostTrained = 10_000, MostUnrolled = 500;

    private readonly Random _random;
    private readonly List<string> _arguments = [];
    private readonly Step? _step;
    private readonly bool _harmless;

    public ExtremeLayer(int number)
    {
        _random = new Random(number);
        _step = number < Steps.Count ? Steps[number] : null;
        Class = _step?.Class ?? Classes[_random.Next(Classes.Length)];
    }

    private ExtremeLayer(Type type)
    {
        _random = new Random(5);
        _harmless = true;
        Class = type;
    }

    /// <summary>All layers that users can make, found by reflection so that none is forgotten.</summary>
    public static Type[] Classes { get; } =
        [.. typeof(Layer).Assembly.GetExportedTypes()
            .Where(t => t is { IsAbstract: false } && t.IsSubclassOf(typeof(Layer)) && !t.IsAssignableTo(typeof(Model)))
            .OrderBy(t => t.Name, StringComparer.Ordinal)];

    /// <summary>One number of one argument (or of the input, with no parameter) and what it becomes.</summary>
    private sealed record Step(Type Class, ParameterInfo? Parameter, int At, int Extreme);

    private static List<Step> Steps { get; } = AllSteps();

    /// <summary>Cases that try every number one by one.</summary>
    public static int StepCount => Steps.Count;

    public Type Class { get; }

    public override string ToString() => $"{Class.Name}({string.Join(", ", _arguments)})";

    /// <summary>A small model of one layer with ordinary numbers.</summary>
    public static Model Harmless(Type type) => new ExtremeLayer(type).Build(out _);

    /// <summary>Makes the layer, a model of it, predicts and trains where the sizes allow.</summary>
    /// <returns>Whether it was small enough to train.</returns>
    /// <exception cref="Exception">What the library throws.</exception>
    public bool Run()
    {
        Model model = Build(out int[] sample);
        return Use(model, sample, _random.Next(1, 3));
    }

    /// <summary>Predicts and trains where the sizes allow.</summary>
    public static bool Use(Model model, IReadOnlyList<int> sample, int threads)
    {
        model.Options = new ModelOptions { Threads = threads, Output = TextWriter.Null };
        // Steps and planes are written out one by one.
        bool unrolled = model.Layers.Any(l => l is RecurrentLayer or Bidirectional or TimeDistributed or Conv3D or RandomFlip);
        long elements = sample.Aggregate(1L, (product, size) => product * size),
            results = model.OutputShapes[0].Skip(1).Aggregate(1L, (product, size) => product * Math.Max(size, 1));
        int most = unrolled ? MostUnrolled : MostInputs;
        if (elements > most || sample.Any(size => size > most) || results > MostResults) return false;
        ModelData x = Samples(model, [2, .. sample]);
        model.Predict(x, verbose: Verbosity.Silent);
        if (results > MostTrained) return false;
        model.Compile("sgd", "mse");
        Array y = Array.CreateInstance(typeof(float), [2, .. model.OutputShapes[0].Skip(1)]);
        model.TrainOnBatch(x, DataOf(y));
        return true;
    }

    private static ModelData DataOf(Array array) => array;

    private static ModelData Samples(Model model, int[] sizes)
    {
        if (model.InputTypes[0] != "string") return Array.CreateInstance(typeof(float), sizes);
        string[] texts = [.. Enumerable.Repeat("a b", sizes.Aggregate(1, (product, size) => product * size))];
        return System.Numerics.Tensors.Tensor.Create(texts, [.. sizes.Select(size => (nint)size)]);
    }

    private static List<Step> AllSteps()
    {
        var steps = new List<Step>();
        foreach (Type type in Classes)
        {
            foreach (ParameterInfo parameter in Constructor(type).GetParameters().Where(IsTried))
                for (int at = 0; at < ExtremeNumbers.Count(TypeOf(parameter)); at++)
                    for (int extreme = 0; extreme < ExtremeNumbers.Whole.Length; extreme++)
                        steps.Add(new Step(type, parameter, at, extreme));
            for (int axis = 0; axis < (RankFor(type) ?? 2); axis++)
                for (int extreme = 0; extreme < ExtremeNumbers.Whole.Length; extreme++)
                    if (ExtremeNumbers.Whole[extreme] >= 0) steps.Add(new Step(type, null, axis, extreme));
        }
        return steps;
    }

    private static ConstructorInfo Constructor(Type type) =>
        type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();

    private static Type TypeOf(ParameterInfo parameter) => Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;

    // The shape of the input is tried with the input itself.
    private static bool IsTried(ParameterInfo parameter) => parameter.Name is not ("inputShape" or "name" or "seed");

    // Axes of a sample; null where several numbers of axes are right.
    private static int? RankFor(Type type) => type.Name switch
    {
        nameof(ConvLSTM1D) => 3,
        nameof(ConvLSTM2D) => 4,
        nameof(ConvLSTM3D) => 5,
        var name when name.Contains("1D", StringComparison.Ordinal) || type.IsSubclassOf(typeof(RecurrentLayer))
            || type.IsSubclassOf(typeof(RecurrentCell)) || type == typeof(Bidirectional) || type == typeof(TimeDistributed) => 2,
        var name when name.Contains("2D", StringComparison.Ordinal) || type.IsSubclassOf(typeof(RandomImageLayer))
            || type == typeof(Resizing) || type == typeof(CenterCrop) => 3,
        var name when name.Contains("3D", StringComparison.Ordinal) => 4,
        nameof(RepeatVector) or nameof(TextVectorization) or nameof(HashedCrossing) => 1,
        _ when IsAttention(type) => 2,
        _ => null,
    };

    private static bool IsAttention(Type type) =>
        type.Namespace == typeof(Layer).Namespace && type.Name.EndsWith("Attention", StringComparison.Ordinal);

    private Model Build(out int[] sample)
    {
        sample = Sample();
        _arguments.Add($"input ({string.Join(", ", sample)})");
        Layer layer = Construct();
        if (layer is Input given)
        {
            sample = [.. given.InputShape!];
            SymbolicTensor same = given.Apply(Input.Of(given.InputShape!));
            return new Model(((LayerOutput)same).Node.Inputs[0], new Activation("relu").Apply(same));
        }
        if (layer is StringLookup { Invert: false } or IntegerLookup or TextVectorization) Learn(layer);
        SymbolicTensor input = Input.Of(sample, null, (layer as HostLayer)?.InputType), x = input;
        // After a convolution many layers become part of one kernel.
        if (_step is null && !_harmless && layer is not HostLayer && sample.Length is 2 or 3 && _random.Next(3) == 0)
        {
            x = (sample.Length == 3 ? new Conv2D(2, 3, padding: Padding.Same, activation: "relu")
                : (Layer)new Conv1D(2, 3, padding: Padding.Same, activation: "relu")).Apply(x);
            _arguments.Add("after a convolution");
        }
        int inputs = layer is MergeLayer or Concatenate or Dot or HashedCrossing || IsAttention(Class) ? 2 : 1;
        return new Model(input, layer.Apply([.. Enumerable.Repeat(x, inputs)])[0]);
    }

    private static void Learn(Layer layer)
    {
        try
        {
            if (layer is StringLookup strings) strings.Adapt(["a b", "c"]);
            if (layer is IntegerLookup numbers) numbers.Adapt([0, 5]);
            if (layer is TextVectorization texts) texts.Adapt(["a b", "c"]);
        }
        catch (InvalidOperationException)
        {
            // It was given one.
        }
    }

    // Mostly of the right rank with small sizes and now and then a large one.
    private int[] Sample()
    {
        int rank = RankFor(Class) is { } known && (_harmless || _step is not null || _random.Next(5) > 0)
            ? known
            : _random.Next(_harmless || _step is not null ? 2 : 1, _harmless || _step is not null ? 3 : 5);
        int[] sample = [.. Enumerable.Range(0, rank).Select(_ => _random.Next(_harmless ? 4 : 1, 9))];
        if (Class == typeof(TextVectorization) || Class == typeof(HashedCrossing)) sample[0] = 1;
        if (_step is { Parameter: null }) sample[Math.Min(_step.At, rank - 1)] = ExtremeNumbers.Whole[_step.Extreme];
        else if (_step is null && !_harmless)
            for (int i = _random.Next(4) == 0 ? _random.Next(1, 3) : 0; i > 0; i--)
                sample[_random.Next(rank)] = Math.Max(0, ExtremeNumbers.Whole[_random.Next(ExtremeNumbers.Whole.Length)]);
        return sample;
    }

    private Layer Construct()
    {
        ConstructorInfo constructor = Constructor(Class);
        ParameterInfo[] parameters = constructor.GetParameters();
        int extreme = _step is null && !_harmless ? _random.Next(parameters.Length + 1) : -1;
        var arguments = new object?[parameters.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            bool wanted = IsTried(parameters[i])
                && (parameters[i] == _step?.Parameter || (_step is null && !_harmless && (i == extreme || _random.Next(6) == 0)));
            arguments[i] = Value(parameters[i], wanted);
            if (arguments[i] is { } value && (wanted || !parameters[i].HasDefaultValue))
                _arguments.Add($"{parameters[i].Name}: {Text(value)}");
        }
        try
        {
            var layer = (Layer)constructor.Invoke(arguments);
            // A cell takes states, too; a layer around it gives them.
            return layer is RecurrentCell cell ? new RNN(cell) : layer;
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }

    private object? Value(ParameterInfo parameter, bool extreme)
    {
        Type type = TypeOf(parameter);
        if (!extreme && parameter.HasDefaultValue) return parameter.DefaultValue is DBNull ? null : parameter.DefaultValue;
        if (type == typeof(bool)) return _random.Next(2) == 0;
        if (ExtremeNumbers.IsChoice(type))
        {
            Array members = Enum.GetValues(type.GenericTypeArguments[0]);
            return type.GetMethod("op_Implicit", [type.GenericTypeArguments[0]])!
                .Invoke(null, [members.GetValue(_random.Next(members.Length))]);
        }
        if (type.IsEnum) return Enum.GetValues(type).GetValue(_random.Next(Enum.GetValues(type).Length));
        if (type == typeof(RecurrentLayer)) return new GRU(2, returnSequences: _random.Next(2) == 0);
        if (type == typeof(RecurrentCell)) return new GRUCell(2);
        if (type == typeof(IReadOnlyList<RecurrentCell>)) return (RecurrentCell[])[new LSTMCell(2), new GRUCell(2)];
        if (type == typeof(IReadOnlyList<Layer>)) return (Layer[])[new Dense(2), new BatchNormalization()];
        if (type == typeof(Layer) && Class == typeof(SpectralNormalization)) return new Dense(2);
        if (type == typeof(Layer)) return _random.Next(2) == 0 ? new Dense(2) : new BatchNormalization();
        if (type == typeof(Func<SymbolicTensor, SymbolicTensor>)) return (Func<SymbolicTensor, SymbolicTensor>)(x => x * 2);
        if (type == typeof(string) && parameter.Name == "equation") return "...b,bc->...c";
        if (type == typeof(ActivationFunction)) return (ActivationFunction)"relu";
        if (ExtremeNumbers.Count(type) == 0) return null;
        int at = 0;
        // Axes that are added up, and the order of axes, are small numbers of another kind.
        int Small() =>
            Class == typeof(Dot) ? 1 : Class == typeof(Permute) ? at++ + 1 : Class == typeof(GroupNormalization) ? 1 : _random.Next(1, 4);
        int Whole()
        {
            if (_step is not null && extreme) return at++ == _step.At ? ExtremeNumbers.Whole[_step.Extreme] : Small();
            return extreme && _random.Next(3) > 0 ? ExtremeNumbers.Whole[_random.Next(ExtremeNumbers.Whole.Length)] : Small();
        }
        double Real()
        {
            if (_step is not null && extreme)
                return at++ == _step.At ? ExtremeNumbers.Real[_step.Extreme % ExtremeNumbers.Real.Length] : 0.5;
            return extreme ? ExtremeNumbers.Real[_random.Next(ExtremeNumbers.Real.Length)] : 0.5;
        }
        return ExtremeNumbers.Make(type, Whole, Real, _step is not null || _harmless ? 2 : _random.Next(1, 4));
    }

    private static string Text(object value) =>
        value is IEnumerable numbers and not string ? string.Join(" ", numbers.Cast<object>()) : $"{value}";
}
