using System.Runtime.CompilerServices;

namespace Fashion.Keras.Internal;

/// <summary>Arrays whose length the caller's data decides; where there is no memory for one, the error says for what.</summary>
internal static class Allocation
{
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    public static T[] Of<T>(int count, string what) where T : unmanaged
    {
        try
        {
            return new T[count];
        }
        catch (OutOfMemoryException e)
        {
            throw new InsufficientMemoryException(
                $"{what} takes {(long)count * Unsafe.SizeOf<T>() >> 20} MiB, which this process does not have.", e);
        }
    }
}
