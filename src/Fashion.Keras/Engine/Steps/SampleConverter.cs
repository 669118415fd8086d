using Fashion.Keras.Data;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>From the type of the caller's data to the loop that makes floats of it.</summary>
internal static unsafe class SampleConverter
{
    public static void Convert(ElementType type, byte* source, float* destination, int count)
    {
        switch (type)
        {
            case ElementType.Single: new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(destination, count)); break;
            case ElementType.Byte or ElementType.Boolean: ToFloat.FromBytes(source, destination, count); break;
            case ElementType.Double: ToFloat.From((double*)source, destination, count); break;
            case ElementType.SByte: ToFloat.From((sbyte*)source, destination, count); break;
            case ElementType.Int16: ToFloat.From((short*)source, destination, count); break;
            case ElementType.UInt16: ToFloat.From((ushort*)source, destination, count); break;
            case ElementType.Int32: ToFloat.From((int*)source, destination, count); break;
            case ElementType.UInt32: ToFloat.From((uint*)source, destination, count); break;
            case ElementType.UInt64: ToFloat.From((ulong*)source, destination, count); break;
            case ElementType.Half: ToFloat.From((Half*)source, destination, count); break;
            default: ToFloat.From((long*)source, destination, count); break;
        }
    }
}
