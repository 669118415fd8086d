namespace Fashion.Keras.Kernels;

/// <summary>
/// Copies blocks between arrays of different order: for every index of <see cref="_sizes"/>, source and destination advance
/// by a stride of their own. Transposing, cutting, joining and padding are all this. The innermost axis is copied as a run
/// where both sides are contiguous.
/// </summary>
internal sealed unsafe class StridedCopy(int[] sizes, int[] sourceStrides, int[] destinationStrides)
{
    private readonly int[] _sizes = sizes;

    /// <summary>Indices of the first axis, by which the work can be shared out.</summary>
    public int Rows => _sizes.Length == 0 ? 1 : _sizes[0];

    /// <summary>Copies the given indices of the first axis.</summary>
    public void Run(float* source, float* destination, int first, int end)
    {
        KernelGuard.Holds(sourceStrides.Length == _sizes.Length && destinationStrides.Length == _sizes.Length, _sizes.Length);
        KernelGuard.Range(first, end, Rows);
        KernelGuard.Memory(source, Span(sourceStrides, end));
        KernelGuard.Memory(destination, Span(destinationStrides, end));
        KernelGuard.Apart(destination, Span(destinationStrides, end), source, Span(sourceStrides, end));
        if (_sizes.Length == 0)
        {
            *destination = *source;
            return;
        }
        for (int i = first; i < end; i++) Copy(1, source + (nint)i * sourceStrides[0], destination + (nint)i * destinationStrides[0]);
    }

    // Floats from the first to the last of the given indices of the first axis, inclusive.
    private long Span(int[] strides, int end)
    {
        long last = 0;
        for (int axis = 0; axis < _sizes.Length; axis++)
        {
            int size = axis == 0 ? end : _sizes[axis];
            if (size == 0) return 0;
            last += (size - 1L) * strides[axis];
        }
        return last + 1;
    }

    private void Copy(int axis, float* source, float* destination)
    {
        if (axis == _sizes.Length)
        {
            *destination = *source;
            return;
        }
        int size = _sizes[axis], from = sourceStrides[axis], to = destinationStrides[axis];
        if (axis < _sizes.Length - 1)
            for (int i = 0; i < size; i++) Copy(axis + 1, source + (nint)i * from, destination + (nint)i * to);
        else if (from == 1 && to == 1) new ReadOnlySpan<float>(source, size).CopyTo(new Span<float>(destination, size));
        else
            for (int i = 0; i < size; i++) destination[(nint)i * to] = source[(nint)i * from];
    }
}
