using System.Numerics;
using System.Numerics.Tensors;
using Fashion.Keras.Data;
using Fashion.Keras.Graph;

namespace Fashion.Keras;

// Tensors whose numbers are known.
public abstract partial class SymbolicTensor
{
    /// <summary>
    /// Whether its numbers are known: it was made of an array, a tensor, a number or a weight, or computed from such outside of a model.
    /// </summary>
    public virtual bool HasValue => false;

    /// <summary>The numbers as they are now; null for a tensor that is still to be computed.</summary>
    internal virtual ValueTensor? Known => null;

    /// <summary>
    /// A copy of the numbers; a single number as a tensor of shape (1,), for <see cref="Tensor{T}"/> has an axis at least.
    /// </summary>
    /// <exception cref="InvalidOperationException">They are not known: the tensor is part of a model, layer, loss or function that is being
    /// written down.</exception>
    public Tensor<float> ToTensor() => TensorValues.Create(ToArray(), Shape);

    /// <summary>A copy of the numbers, row-major.</summary>
    /// <exception cref="InvalidOperationException">They are not known.</exception>
    public float[] ToArray() => (float[])Numbers.Clone();

    /// <summary>The number of a tensor that has one.</summary>
    /// <exception cref="InvalidOperationException">It has several, or none is known.</exception>
    public float ToScalar() =>
        Numbers is [var only] ? only : throw new InvalidOperationException($"A tensor of shape {Shape} is no single number; reduce it " +
            "first, for example with Ops.Mean, or take ToArray.");

    private float[] Numbers => (Known ?? throw new InvalidOperationException(
        $"The tensor {this} has no numbers yet: it is part of a model, layer, loss or function that is being written down. Decide by " +
        "shapes, use Ops.Where, or call the model or function on values.")).Values;

    /// <summary>The numbers of a tensor that has them; see <see cref="ToTensor"/>.</summary>
    /// <exception cref="InvalidOperationException">They are not known.</exception>
    public static implicit operator Tensor<float>(SymbolicTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.ToTensor();
    }

    /// <summary>The numbers of a tensor that has them, as data for a model: <c>model.Predict(Ops.Ones([1, 4]))</c>.</summary>
    /// <exception cref="InvalidOperationException">They are not known.</exception>
    public static implicit operator ModelData(SymbolicTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.ToTensor();
    }

    /// <summary>The number of a tensor that has one; see <see cref="ToScalar"/>.</summary>
    /// <exception cref="InvalidOperationException">It has several, or none is known.</exception>
    public static explicit operator float(SymbolicTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.ToScalar();
    }

    private static ValueTensor Of(Array values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArraySource source = values is Array[] rows ? JaggedArray.Flatten(rows) : ArraySource.From(values);
        return new ValueTensor(source.Shape, source.ToFloats());
    }

    private static ValueTensor Of<T>(Tensor<T> values) where T : INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        int[] sizes = Array.ConvertAll(values.Lengths.ToArray(), length => checked((int)length));
        T[] copy = TensorValues.Of(values).ToArray();
        return new ValueTensor(sizes, copy as float[] ?? Array.ConvertAll(copy, float.CreateTruncating));
    }
}
