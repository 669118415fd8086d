namespace Fashion.Keras.Optimizers;

/// <summary>
/// One stored thing of an optimizer, in the order in which Keras stores them: iteration and learning rate are numbers of the
/// host, all others are variables.
/// </summary>
internal sealed class OptimizerEntry
{
    private readonly Func<double>? _get;
    private readonly Action<double>? _set;

    /// <summary>A number of the host.</summary>
    public OptimizerEntry(string path, DType type, Func<double> get, Action<double> set)
    {
        (Path, DType, Shape) = (path, type, Shape.Scalar);
        (_get, _set) = (get, set);
    }

    /// <summary>A variable.</summary>
    public OptimizerEntry(Variable variable)
    {
        (Path, DType, Shape) = (variable.Path, DType.Float32, variable.Shape);
        Variable = variable;
    }

    /// <summary>Keras's path: <c>adam/iteration</c>, <c>adam/sequential_dense_kernel_momentum</c>.</summary>
    public string Path { get; }

    public Shape Shape { get; }

    /// <summary>Int32 for the iteration, else Float32.</summary>
    public DType DType { get; }

    /// <summary>The variable; null for a number of the host.</summary>
    public Variable? Variable { get; }

    /// <summary>The values, row-major.</summary>
    public double[] Read() => Variable is null ? [_get!()] : Array.ConvertAll(Variable.ToArray(), v => (double)v);

    /// <summary>Replaces the values.</summary>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public void Write(ReadOnlySpan<double> values)
    {
        if (values.Length != Shape.ElementCount)
            throw new ArgumentException(
                $"Optimizer variable '{Path}' has shape {Shape} ({Shape.ElementCount} values), but {values.Length} values were given.",
                nameof(values));
        if (Variable is null)
        {
            _set!(values[0]);
            return;
        }
        var floats = new float[values.Length];
        for (int i = 0; i < floats.Length; i++) floats[i] = (float)values[i];
        Variable.Set(floats);
    }
}
