namespace Fashion.Keras.Internal;

/// <summary>The numbers 0 .. count-1 in an order that can be shuffled again, in memory that does not move.</summary>
internal sealed unsafe class PinnedPermutation
{
    private readonly int[] _order;

    public PinnedPermutation(int count)
    {
        _order = GC.AllocateUninitializedArray<int>(count, pinned: true);
        Sort();
    }

    /// <summary>Puts the numbers into an order that depends on the random numbers alone, not on the order before.</summary>
    public void Shuffle(Random random)
    {
        Sort();
        random.Shuffle(_order);
    }

    /// <summary>The order from a place on.</summary>
    public int* From(int index) => (int*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _order[index]);

    private void Sort()
    {
        for (int i = 0; i < _order.Length; i++) _order[i] = i;
    }
}
