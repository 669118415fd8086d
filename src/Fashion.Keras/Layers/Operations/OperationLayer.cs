using System.Text.Json.Nodes;
using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>An operation used between the layers of a functional model: <c>a + b</c>, <c>Ops.Exp(x)</c>, or one out of a file.</summary>
internal sealed class OperationLayer : Layer
{
    // Sizes that are not known are tried with these two: what differs in the output is not known there either.
    private const int SomeSize = 60, OtherSize = 120;

    private readonly KerasOperation? _operation;
    private readonly OperationArguments _arguments;
    private readonly Func<OperationArguments, IReadOnlyList<SymbolicTensor>> _compute;
    private readonly string _method;

    // It may work along the batch axis.
    internal override bool MixesSamples(bool training, bool masked) => true;

    private OperationLayer(string name, string method, KerasOperation? operation, OperationArguments arguments,
        Func<OperationArguments, IReadOnlyList<SymbolicTensor>> compute) : base(name)
    {
        _method = method;
        _operation = operation;
        _arguments = arguments;
        _compute = compute;
    }

    /// <summary>Whether a merging layer of the same name computes the same: two outputs of layers with equally many axes.</summary>
    public bool IsMerge => _method is nameof(Layers.Add) or nameof(Subtract) or nameof(Multiply) or nameof(Maximum) or nameof(Minimum)
        && BuiltShapes is [var left, var right] && left.Rank == right.Rank;

    /// <summary>Keras's class: the operation, or the merging layer in whose place it stands.</summary>
    public override string ClassName => IsMerge ? _method : _operation?.ClassName ?? base.ClassName;

    /// <inheritdoc/>
    public override string? Module => IsMerge ? base.Module : _operation?.Module;

    /// <inheritdoc/>
    public override string? RegisteredName => IsMerge ? null : _operation?.ClassName;

    /// <summary>Appends an operation of <see cref="Ops"/> to the layers that its inputs come from; numbers stay where they are.</summary>
    /// <param name="method">Name in <see cref="Ops"/>.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="settings">Its other arguments under Keras's names.</param>
    /// <param name="roles">Keras's names of the inputs; null for its first ones.</param>
    /// <param name="compute">Writes it, with the inputs among its arguments.</param>
    public static IReadOnlyList<SymbolicTensor> Apply(string method, SymbolicTensor[] inputs, JsonObject? settings, string[]? roles,
        Func<OperationArguments, IReadOnlyList<SymbolicTensor>> compute)
    {
        KerasOperation? operation = OperationTable.ForMethod(method);
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (operation is { TakesList: true } or { TakesMany: true }) values[operation.Inputs[0]] = inputs;
        else foreach ((int i, SymbolicTensor input) in inputs.Index()) values[(roles ?? operation?.Inputs)?[i] ?? $"x{i}"] = input;
        foreach (var (key, value) in settings ?? []) values[key] = value;
        return new OperationLayer(Internal.Names.Next(method), method, operation, new OperationArguments(values), compute).Apply();
    }

    /// <summary>Appends an operation of a file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="operation">What it is.</param>
    /// <param name="arguments">Its arguments, with the outputs of layers in their places.</param>
    public static IReadOnlyList<SymbolicTensor> Apply(string name, KerasOperation operation, OperationArguments arguments)
    {
        if (!arguments.Tensors.Any())
            throw new ArgumentException($"operation '{name}' ({operation.ClassName}) has no input that is the output of a layer.");
        return new OperationLayer(name, operation.Method ?? operation.ClassName, operation, arguments, operation.Compute).Apply();
    }

    /// <summary>The same operation as another layer of the same name, to be used with other inputs.</summary>
    public OperationLayer Copy() => new(Name, _method, _operation, _arguments, _compute);

    private SymbolicTensors Apply() => Apply([.. _arguments.Tensors.OfType<LayerOutput>()]);

    protected override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context) =>
        _compute(_arguments.With(inputs));

    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        Shape[] some = Trace(inputShapes, SomeSize);
        if (inputShapes.All(s => s.IsKnown)) return some;
        return [.. some.Zip(Trace(inputShapes, OtherSize),
            (one, other) => (Shape)one.Zip(other, (s, o) => s == o ? s : Shape.Unknown).ToArray())];
    }

    private Shape[] Trace(IReadOnlyList<Shape> shapes, int unknown)
    {
        using var graph = new GraphBuilder();
        SymbolicTensor[] inputs =
            [.. shapes.Select(
                (s, i) => new GraphTensor(graph.Input($"input{i}", s.Select(size => size == Shape.Unknown ? unknown : size).ToArray())))];
        return [.. Call(inputs, new CallContext(training: false)).Select(output => output.Resolve(graph).Shape)];
    }

    /// <summary>The arguments of the call in Keras's form.</summary>
    /// <param name="inputs">The outputs of layers that it is called with.</param>
    /// <param name="tensor">How the file names the output of a layer.</param>
    /// <exception cref="InvalidOperationException">Keras has no such operation, or a weight is among the inputs.</exception>
    public JsonArray CallArguments(IReadOnlyList<LayerOutput> inputs, Func<LayerOutput, JsonNode> tensor)
    {
        if (_operation is null) throw Unknown("Keras has no such operation");
        OperationArguments given = _arguments.With(inputs);
        JsonNode? Json(object? value) => value switch
        {
            null => null,
            LayerOutput output => tensor(output),
            ConstantTensor constant => ConfigWriter.Number(SinglePrecision.Shortest(constant.Number)),
            ValueTensor known => OperationArguments.ArrayOf(known),
            object?[] list => new JsonArray([.. list.Select(Json)]),
            JsonNode json => json.DeepClone(),
            _ => throw Unknown("a weight is used in it, which a file can only keep within a layer"),
        };
        if (_operation.TakesMany) return (JsonArray)Json(_arguments[_operation.Inputs[0]])!;
        var arguments = new JsonArray();
        // Keras wants those that are left out, too.
        foreach (string input in _operation.Inputs)
            arguments.Add(input == "key" && given[input] is JsonNode key ? ItemOperation.Spelled(key, BuiltShapes[0]) : Json(given[input]));
        return arguments;
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (IsMerge) { base.WriteConfig(config); return; }
        config.Write("name", Name);
        foreach (string setting in _operation?.Settings ?? [])
            if (_arguments.Has(setting)) config.Set(setting, ((JsonNode)_arguments[setting]!).DeepClone());
    }

    private InvalidOperationException Unknown(string why) =>
        new($"The model cannot be saved: '{Name}' is the operation Ops.{_method} between layers, and {why}. Put it into a layer of your " +
            "own.");
}
