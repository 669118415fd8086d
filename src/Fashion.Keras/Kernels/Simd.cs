using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Which register width the kernels' entries choose on this machine. The compiler folds the fields away; entries that asked the
/// processor themselves could not be compiled ahead of time.
/// </summary>
internal static class Simd
{
    public static readonly bool Has512 = Vector512.IsHardwareAccelerated && Avx512F.IsSupported;

    public static readonly bool Has256 = Vector256.IsHardwareAccelerated && Avx2.IsSupported && Fma.IsSupported;

    /// <summary>What the kernels' type parameters are for the widest register that is used.</summary>
    public static RuntimeTypeHandle[] Types =>
        Has512 ? [typeof(Simd512).TypeHandle, typeof(Vector512<float>).TypeHandle]
        : Has256 ? [typeof(Simd256).TypeHandle, typeof(Vector256<float>).TypeHandle]
        : [typeof(Simd128).TypeHandle, typeof(Vector128<float>).TypeHandle];

    /// <summary>Rows of the largest matrix tile for the widest register that is used.</summary>
    public static int TileRows => Has512 ? Simd512.TileRows : Has256 ? Simd256.TileRows : Simd128.TileRows;

    /// <summary>Floats in the widest register that is used.</summary>
    public static int Count => Has512 ? 16 : Has256 ? 8 : 4;
}
