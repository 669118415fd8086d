using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Numerics.Tensors;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Execution;

/// <summary>
/// Which samples of which array make up one batch of one input: rows of the array, consecutive or listed. The input's shape says how many;
/// an input without axes is one row of one element. Valid during the run that it is given to.
/// </summary>
[Experimental(ExperimentalApi.Engines)]
public readonly unsafe struct Feed
{
    /// <param name="source">The array.</param>
    /// <param name="first">The first row, where none are listed.</param>
    /// <param name="rows">The rows; null for consecutive ones.</param>
    internal Feed(PinnedSource source, int first, int* rows = null)
    {
        Source = source;
        First = first;
        Rows = rows;
    }

    internal PinnedSource Source { get; }

    internal int First { get; }

    internal int* Rows { get; }

    /// <summary>Number of elements of a sample.</summary>
    public int RowLength => Source.RowLength;

    /// <summary>Which row of the array is the sample at a place of the batch: for messages.</summary>
    /// <param name="place">The place, from 0.</param>
    public int RowOf(int place) => Rows is null ? First + place : Rows[place];

    /// <summary>Copies a sample, converted to float.</summary>
    /// <param name="place">Its place in the batch, from 0.</param>
    /// <param name="destination">Room for <see cref="RowLength"/> elements.</param>
    /// <exception cref="ArgumentException">There is less room.</exception>
    public void Read(int place, Span<float> destination) => Convert(place, destination);

    /// <summary>Copies a sample, converted to double: all digits of what the user gave.</summary>
    /// <param name="place">Its place in the batch, from 0.</param>
    /// <param name="destination">Room for <see cref="RowLength"/> elements.</param>
    /// <exception cref="ArgumentException">There is less room.</exception>
    public void Read(int place, Span<double> destination) => Convert(place, destination);

    private void Convert<T>(int place, Span<T> destination) where T : unmanaged, INumber<T>
    {
        int length = RowLength;
        byte* sample = At(place, (nint)length * ArraySource.SizeOf(Source.Type));
        switch (Source.Type)
        {
            case ElementType.Single: From((float*)sample, length, destination); break;
            case ElementType.Double: From((double*)sample, length, destination); break;
            case ElementType.Byte or ElementType.Boolean: From(sample, length, destination); break;
            case ElementType.SByte: From((sbyte*)sample, length, destination); break;
            case ElementType.Int16: From((short*)sample, length, destination); break;
            case ElementType.UInt16: From((ushort*)sample, length, destination); break;
            case ElementType.Int32: From((int*)sample, length, destination); break;
            case ElementType.UInt32: From((uint*)sample, length, destination); break;
            case ElementType.Int64: From((long*)sample, length, destination); break;
            case ElementType.UInt64: From((ulong*)sample, length, destination); break;
            default: From((Half*)sample, length, destination); break;
        }

        static void From<TFrom>(TFrom* values, int length, Span<T> destination) where TFrom : unmanaged, INumber<TFrom> =>
            TensorPrimitives.ConvertTruncating(new ReadOnlySpan<TFrom>(values, length), destination);
    }

    /// <summary>Where the sample at a place of the batch lies.</summary>
    /// <param name="place">The place.</param>
    /// <param name="rowBytes">Bytes of a sample.</param>
    internal byte* At(int place, nint rowBytes) =>
        Source.Samples is null ? Source.Pointer + RowOf(place) * rowBytes : Source.Samples[RowOf(place)];
}
