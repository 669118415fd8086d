using System.Runtime.InteropServices;

namespace Fashion.Keras.Hdf5;

/// <summary>Numbers that are asked for when they are written.</summary>
/// <param name="name">What they are, for messages.</param>
/// <param name="shape">Their shape.</param>
/// <param name="numbers">Gives them.</param>
internal sealed unsafe class NumberContent<T>(string name, IReadOnlyList<long> shape, Func<ReadOnlyMemory<T>> numbers)
    : Content(TypeMessage.Number<T>(), shape, sizeof(T)) where T : unmanaged
{
    private const int Piece = 1 << 22;

    public override void Write(Stream destination)
    {
        ReadOnlySpan<T> all = numbers().Span;
        if (all.Length != Count)
            throw new InvalidOperationException($"'{name}' was announced with {Count} elements, but {all.Length} came.");
        for (int done = 0; done < all.Length; done += Piece)
            destination.Write(MemoryMarshal.AsBytes(all.Slice(done, Math.Min(Piece, all.Length - done))));
    }
}
