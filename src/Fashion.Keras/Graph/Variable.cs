using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;

namespace Fashion.Keras;

/// <summary>Writes all values of a variable, row-major.</summary>
internal delegate void FillValues(Span<float> values);

/// <summary>
/// A named tensor that lives as long as its layer, optimizer or metric: a weight, a slot, a running sum. Created by
/// <c>Layer.AddWeight</c>; inside <c>Call</c> it can be used like a <see cref="SymbolicTensor"/>. One that belongs to no layer is made with
/// its values: an image that is optimized, say.
/// </summary>
/// <example><code>
/// var image = new Variable(start);
/// var adam = new Adam(0.02);
/// TrainStep step = TrainStep.Define((target, t) =&gt;
/// {
///     SymbolicTensor loss = Ops.Mean(Ops.Square(features.Apply(image) - features.Apply(target)));
///     t.Minimize(loss, image, adam);
///     return new() { ["loss"] = loss };
/// });
/// </code></example>
public sealed partial class Variable
{
    private readonly Lock _adoption = new();
    private volatile Graph.Placement? _placement;
    private Graph.WeightGate? _gate;

    internal Variable(string name, Shape shape, bool trainable = true)
    {
        Name = name;
        Shape = shape;
        Trainable = trainable;
    }

    /// <summary>Makes a variable that belongs to no layer.</summary>
    /// <param name="value">Its first values, which must be known: an array, a tensor, a result of <see cref="Ops"/> on such.</param>
    /// <param name="name">Its name, for messages; without <c>/</c>.</param>
    /// <param name="trainable">Whether training changes it by gradient.</param>
    /// <exception cref="ArgumentException">The name is empty or contains <c>/</c>.</exception>
    /// <exception cref="InvalidOperationException">The numbers of <paramref name="value"/> are not known yet.</exception>
    public Variable(SymbolicTensor value, string name = "variable", bool trainable = true)
        : this(CheckedName(name), (value ?? throw new ArgumentNullException(nameof(value))).Shape,
            trainable) =>
        Set(value.ToArray());

    private static string CheckedName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return !name.Contains('/', StringComparison.Ordinal) ? name
            : throw new ArgumentException($"The name '{name}' of a variable cannot contain '/', which separates the parts of a path.",
                nameof(name));
    }

    private static Shape CheckedShape(string name, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape.IsKnown ? shape
            : throw new ArgumentException($"Variable '{name}' needs a shape without unknown axes, not {shape}.", nameof(shape));
    }

    /// <summary>Keras's name of the weight: kernel, bias, gamma, beta, moving_mean ...</summary>
    public string Name { get; }

    /// <summary>Where it belongs, as Keras writes it: <c>sequential/dense/kernel</c>. The plain name until its model is built.</summary>
    public string Path { get => field ?? Name; internal set; }

    /// <summary>Its shape; always fully known.</summary>
    public Shape Shape { get; }

    /// <summary>Whether training changes it by gradient (moving averages, for example, are not trainable).</summary>
    public bool Trainable { get; internal set; }

    /// <summary>The weight whose slot this is: engines keep both in the same order. Null for what is no slot.</summary>
    internal Variable? SlotOf { get; init; }

    /// <summary>Where the values lie; null until it is first written or compiled: all of them are 0.</summary>
    [Experimental(Internal.ExperimentalApi.Engines)]
    public Graph.Placement? Placement => _placement;

    /// <summary>A copy of the values, row-major in Keras's layout. While a model trains, they are those between two steps.</summary>
    public float[] ToArray()
    {
        float[] values = Internal.Allocation.Of<float>(Shape.ElementCount, $"A copy of variable '{Path}' of shape {Shape}");
        Graph.WeightGate? gate = Volatile.Read(ref _gate);
        gate?.Enter(write: false);
        try
        {
            _placement?.Read(values);
        }
        finally
        {
            gate?.Exit();
        }
        return values;
    }

    /// <summary>
    /// A copy of the values as a tensor; of a variable without axes as one of shape (1,), for <see cref="Tensor{T}"/> has an axis at least.
    /// </summary>
    public Tensor<float> ToTensor() => Data.TensorValues.Create(ToArray(), Shape);

    /// <summary>A copy of the values: <see cref="ToTensor"/> under Keras's name.</summary>
    public Tensor<float> Value => ToTensor();

    /// <summary>Replaces the values by those of a tensor. While a model trains, this happens between two steps.</summary>
    /// <param name="value">Known numbers of the variable's shape.</param>
    /// <exception cref="ShapeMismatchException">Another shape.</exception>
    /// <exception cref="InvalidOperationException">The numbers are not known yet: inside a layer or a step use its context's
    /// <c>Assign</c>.</exception>
    public void Assign(SymbolicTensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Shape != Shape)
            throw new ShapeMismatchException($"Variable '{Path}' has the shape {Shape} and cannot take values of shape {value.Shape}.")
            { Received = value.Shape };
        Set(value.ToArray());
    }

    /// <summary>Adds to the values.</summary>
    /// <param name="value">Known numbers of the variable's shape, or one that broadcasts to it.</param>
    /// <exception cref="ShapeMismatchException">Another shape.</exception>
    public void AssignAdd(SymbolicTensor value) => Assign(Ops.Add(this, value));

    /// <summary>Subtracts from the values.</summary>
    /// <param name="value">Known numbers of the variable's shape, or one that broadcasts to it.</param>
    /// <exception cref="ShapeMismatchException">Another shape.</exception>
    public void AssignSub(SymbolicTensor value) => Assign(Ops.Subtract(this, value));

    /// <summary>Replaces the values. While a model trains, this happens between two steps.</summary>
    /// <param name="values">Row-major, as many as the shape holds.</param>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public void Set(ReadOnlySpan<float> values)
    {
        if (values.Length != Shape.ElementCount)
            throw new ArgumentException(
                $"Variable '{Path}' has shape {Shape} ({Shape.ElementCount} values), but {values.Length} values were given.",
                nameof(values));
        Graph.WeightGate? gate = Volatile.Read(ref _gate);
        gate?.Enter(write: true);
        try
        {
            Adopt(static (variable, present) => present ?? new Graph.HostPlacement(variable.Shape.ElementCount)).Write(values);
        }
        finally
        {
            gate?.Exit();
        }
    }

    /// <summary>Has the values written where they stay, without a copy where that is possible.</summary>
    /// <param name="fill">Writes all of them; when it throws, some are written and some are as before.</param>
    internal void Fill(FillValues fill)
    {
        if (Adopt(static (variable, present) => present
            ?? new Graph.HostPlacement(variable.Shape.ElementCount)) is not Graph.HostPlacement host)
        {
            float[] values = Internal.Allocation.Of<float>(Shape.ElementCount, $"The values of variable '{Path}' of shape {Shape}");
            fill(values);
            Set(values);
            return;
        }
        Graph.WeightGate? gate = Volatile.Read(ref _gate);
        gate?.Enter(write: true);
        try
        {
            fill(host.Memory.Span);
            GC.KeepAlive(host);
        }
        finally
        {
            gate?.Exit();
        }
    }

    /// <summary>Has the first values written where they stay.</summary>
    internal void Initialize(FillValues fill)
    {
        var host = new Graph.HostPlacement(Shape.ElementCount);
        fill(host.Memory.Span);
        GC.KeepAlive(host);
        lock (_adoption)
        {
            if (_placement is not null) throw new InvalidOperationException($"Variable '{Path}' has its first values already.");
            _placement = host;
        }
    }

    /// <summary>
    /// Gives an engine the chance to take the variable, once and for good: its placement is published with one write. An engine does so
    /// when it compiles a graph. One that reads and writes the values of every run (<see cref="ToArray"/>, <see cref="Set"/>) need not.
    /// </summary>
    /// <param name="place">Makes a placement that holds the same values, from the present one (null: all are 0), or gives back that
    /// one.</param>
    /// <exception cref="InvalidOperationException">Another engine has it: plans of that one hold its placement.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    [Experimental(Internal.ExperimentalApi.Engines)]
    public Graph.Placement Adopt(Func<Variable, Graph.Placement?, Graph.Placement> place)
    {
        ArgumentNullException.ThrowIfNull(place);
        lock (_adoption)
        {
            try
            {
                Graph.Placement placement = place(this, _placement);
                if (_placement is not (null or Graph.HostPlacement) && placement != _placement)
                    throw new InvalidOperationException($"Variable '{Path}' is held by another engine, whose compiled steps would go on " +
                        "with values of their own. Use it with one engine, or copy its values to a variable of another model.");
                return _placement = placement;
            }
            catch (OutOfMemoryException e)
            {
                throw new InsufficientMemoryException(
                    $"There is no memory for variable '{Path}' of shape {Shape}, {(long)Shape.ElementCount * sizeof(float) >> 20} MiB.", e);
            }
        }
    }

    /// <summary>The gate of the variable; the first model that runs it says which.</summary>
    internal Graph.WeightGate JoinGate(Graph.WeightGate gate) => Interlocked.CompareExchange(ref _gate, gate, null) ?? gate;

    /// <inheritdoc/>
    public override string ToString() => $"{Path} {Shape}";
}
