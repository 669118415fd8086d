using System.Numerics.Tensors;

namespace Fashion.Keras;

/// <summary>
/// A named tensor that lives as long as its layer, optimizer or metric: a weight, a slot, a running sum. Created by
/// <c>Layer.AddWeight</c>; inside <c>Call</c> it can be used like a <see cref="SymbolicTensor"/>.
/// </summary>
public sealed class Variable
{
    private readonly Lock _gate = new();

    internal Variable(string name, Shape shape, bool trainable = true)
    {
        Name = name;
        Shape = shape;
        Trainable = trainable;
        Storage = new Graph.VariableStorage(shape.ElementCount);
    }

    /// <summary>Keras's name of the weight: kernel, bias, gamma, beta, moving_mean ...</summary>
    public string Name { get; }

    /// <summary>Where it belongs, as Keras writes it: <c>sequential/dense/kernel</c>. The plain name until its model is built.</summary>
    public string Path { get => field ?? Name; internal set; }

    /// <summary>Its shape; always fully known.</summary>
    public Shape Shape { get; }

    /// <summary>Whether training changes it by gradient (moving averages, for example, are not trainable).</summary>
    public bool Trainable { get; internal set; }

    /// <summary>Penalty on this weight that is added to the loss; null for none.</summary>
    internal Regularizers.Regularizer? Regularizer { get; init; }

    /// <summary>Rule applied behind each update; null for none.</summary>
    internal Constraints.Constraint? Constraint { get; init; }

    /// <summary>The numbers, in whatever layout the engine's kernels want.</summary>
    internal Graph.VariableStorage Storage { get; }

    /// <summary>A copy of the values, row-major in Keras's layout.</summary>
    public float[] ToArray()
    {
        var values = new float[Shape.ElementCount];
        lock (_gate) Storage.Read(values);
        return values;
    }

    /// <summary>A copy of the values as a tensor.</summary>
    public Tensor<float> ToTensor()
    {
        var lengths = new nint[Shape.Rank];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = Shape[i];
        return Tensor.Create(ToArray(), lengths);
    }

    /// <summary>Replaces the values.</summary>
    /// <param name="values">Row-major, as many as the shape holds.</param>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public void Set(ReadOnlySpan<float> values)
    {
        if (values.Length != Shape.ElementCount)
            throw new ArgumentException($"Variable '{Path}' has shape {Shape} ({Shape.ElementCount} values), but {values.Length} values were given.", nameof(values));
        lock (_gate) Storage.Write(values);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Path} {Shape}";
}
