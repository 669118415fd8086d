using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Fashion.Keras.Data;

/// <summary>The elements of a tensor of the base class library, in row-major order.</summary>
internal static class TensorValues
{
    /// <summary>All elements: the tensor's own memory where it has that order, else a copy.</summary>
    public static ReadOnlySpan<T> Of<T>(Tensor<T> tensor)
    {
        int count = checked((int)tensor.FlattenedLength);
        if (count > 0 && tensor.Rank > 0 && AreRowMajor(tensor)) return Memory(tensor);
        var copy = new T[count];
        tensor.FlattenTo(copy);
        return copy;
    }

    /// <summary>The memory of a tensor whose elements are in row-major order.</summary>
    public static Span<T> Memory<T>(Tensor<T> tensor)
    {
        ReadOnlySpan<nint> first = stackalloc nint[tensor.Rank];
        return MemoryMarshal.CreateSpan(ref tensor[first], checked((int)tensor.FlattenedLength));
    }

    /// <summary>A tensor over an array; a single number gets an axis, for there are no tensors without one.</summary>
    public static Tensor<float> Create(float[] values, Shape shape) =>
        Tensor.Create(values, shape.Rank > 0 ? [.. shape.Select(size => (nint)size)] : [1]);

    /// <summary>
    /// Whether the elements follow each other without gaps. A slice that skips elements also calls itself dense, so strides are looked at.
    /// </summary>
    public static bool AreRowMajor<T>(Tensor<T> tensor)
    {
        nint expected = 1;
        for (int axis = tensor.Rank - 1; axis >= 0; axis--)
        {
            if (tensor.Lengths[axis] > 1 && tensor.Strides[axis] != expected) return false;
            expected *= tensor.Lengths[axis];
        }
        return true;
    }
}
