namespace Fashion.Keras.Kernels;

/// <summary>
/// How a smaller array repeats inside a larger one (usual broadcasting, aligned at the last axes): sizes of the larger one,
/// neighbouring axes merged, and the smaller one's stride along each (0: repeated).
/// </summary>
internal sealed unsafe class BroadcastMap
{
    private readonly int[] _sizes;
    private readonly int[] _strides;

    public BroadcastMap(ReadOnlySpan<int> source, ReadOnlySpan<int> target)
    {
        var sizes = new List<int>();
        var strides = new List<int>();
        int stride = 1;
        for (int i = 1; i <= target.Length; i++)
        {
            int size = target[^i], own = i <= source.Length ? source[^i] : 1;
            if (size == 1) continue;
            bool repeats = own == 1;
            if (sizes.Count > 0 && (strides[^1] == 0) == repeats) sizes[^1] *= size;
            else
            {
                sizes.Add(size);
                strides.Add(repeats ? 0 : stride);
            }
            if (!repeats) stride *= own;
        }
        sizes.Reverse();
        strides.Reverse();
        _sizes = [.. sizes];
        _strides = [.. strides];
    }

    /// <summary>Every element at its own place.</summary>
    public bool IsIdentity => _sizes.Length == 0 || (_sizes.Length == 1 && _strides[0] == 1);

    /// <summary>One number for all.</summary>
    public bool IsScalar => _sizes.Length == 0 || (_sizes.Length == 1 && _strides[0] == 0);

    /// <summary>
    /// After how many elements of the target the source starts again, when it does nothing else (a bias over rows); else 0.
    /// </summary>
    public int Period => _sizes.Length == 2 && _strides[0] == 0 && _strides[1] == 1 ? _sizes[1] : 0;

    private long TargetCount => Count(includeRepeated: true);

    private long SourceCount => Count(includeRepeated: false);

    /// <summary>The target's elements from <paramref name="start"/> on.</summary>
    public void Fill(float* source, float* destination, int start, int count)
    {
        KernelGuard.AtLeast(_sizes.Length, 1);
        KernelGuard.Count(count);
        KernelGuard.Range(start, (long)start + count, TargetCount);
        KernelGuard.Memory(source, SourceCount);
        KernelGuard.Memory(destination, count);
        KernelGuard.Apart(destination, count, source, SourceCount);
        int inner = _sizes[^1], innerStride = _strides[^1];
        while (count > 0)
        {
            int at = start, offset = 0;
            for (int axis = _sizes.Length - 1; axis >= 0; axis--)
            {
                offset += at % _sizes[axis] * _strides[axis];
                at /= _sizes[axis];
            }
            int run = Math.Min(count, inner - start % inner);
            if (innerStride == 0) ElementwiseLoops.Fill(source[offset], destination, run);
            else new ReadOnlySpan<float>(source + offset, run).CopyTo(new Span<float>(destination, run));
            start += run;
            destination += run;
            count -= run;
        }
    }

    private long Count(bool includeRepeated)
    {
        long count = 1;
        for (int axis = 0; axis < _sizes.Length; axis++)
            if (includeRepeated || _strides[axis] != 0) count *= _sizes[axis];
        return count;
    }
}
