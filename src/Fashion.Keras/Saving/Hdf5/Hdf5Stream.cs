using System.Runtime.CompilerServices;

namespace Fashion.Keras.Saving;

/// <summary>
/// A file in memory that ends what would not end: a reader led in circles runs out of reads or of stack, and gets an
/// exception instead of hanging or crashing.
/// </summary>
internal sealed class Hdf5Stream(byte[] data) : MemoryStream(data, writable: false)
{
    // PureHDF reads headers field by field; a file of n bytes has far fewer fields than n.
    private long _readsLeft = 100_000 + 16L * data.Length;

    public override int Read(Span<byte> buffer)
    {
        Count();
        return base.Read(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        Count();
        return base.Read(buffer, offset, count);
    }

    private void Count()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (--_readsLeft < 0) throw new InvalidDataException("reading does not come to an end");
    }
}
