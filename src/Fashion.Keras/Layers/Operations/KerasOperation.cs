namespace Fashion.Keras.Layers;

/// <summary>An operation between layers as Keras's files know it.</summary>
/// <param name="ClassName">Keras's class: <c>Mean</c>.</param>
/// <param name="Module">Its module; an operation and a layer may have the same class name.</param>
/// <param name="Inputs">Arguments of a call, in order: tensors, numbers, slices.</param>
/// <param name="Settings">Arguments of the constructor, which stand in the configuration.</param>
/// <param name="Compute">What it computes.</param>
internal sealed record KerasOperation(string ClassName, string Module, string[] Inputs, string[] Settings,
    Func<OperationArguments, IReadOnlyList<SymbolicTensor>> Compute)
{
    /// <summary>Modules of Keras's operations.</summary>
    public const string Numpy = "keras.src.ops.numpy", Networks = "keras.src.ops.nn", Mathematics = "keras.src.ops.math",
        Core = "keras.src.ops.core", Linear = "keras.src.ops.linalg", Pictures = "keras.src.ops.image";

    /// <summary>
    /// Whether the only argument of a call stands for any number of them, which are given one by one: Python's <c>*operands</c>.
    /// </summary>
    public bool TakesMany { get; init; }

    /// <summary>An operation with one result.</summary>
    public KerasOperation(string className, string module, string[] inputs, string[] settings,
        Func<OperationArguments, SymbolicTensor> compute)
        : this(className, module, inputs, settings, arguments => [compute(arguments)]) { }

    /// <summary>Another method of <see cref="Ops"/> that is written as this operation.</summary>
    public string? Alias { get; init; }

    /// <summary>Whether the only argument of a call is a list of tensors.</summary>
    public bool TakesList { get; init; }

    /// <summary>Name in <see cref="Ops"/>; null when it has no method of its own there.</summary>
    public string? Method { get; init; }
}
