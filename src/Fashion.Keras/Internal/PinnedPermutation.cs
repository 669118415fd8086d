namespace Fashion.Keras.Internal;

/// <summary>The numbers 0 .. count-1 in an order that can be shuffled anew, in memory that does not move.</summary>
internal sealed unsafe class PinnedPermutation
{
    private readonly int[] _order;

    public PinnedPermutation(int count)
    {
        _order = GC.AllocateUninitializedArray<int>(count, pinned: true);
        for (int i = 0; i < count; i++) _order[i] = i;
    }

    public void Shuffle(Random random) => random.Shuffle(_order);

    /// <summary>The order from a place on.</summary>
    public int* From(int index) => (int*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _order[index]);
}
