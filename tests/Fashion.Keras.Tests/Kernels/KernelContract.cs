using System.Runtime.Intrinsics;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// What every kernel must do, with one test class per kernel (<see cref="KernelContractTests"/> looks for a kernel that has
/// none): for all lengths around the width of a vector and odd shapes it agrees with its scalar twin, NaN and infinity included,
/// and reads and writes nothing outside its arrays, whichever side a forbidden page lies on.
/// </summary>
public abstract class KernelContract
{
    private protected KernelContract()
    {
    }

    /// <summary>Lengths from nothing to more than four of the widest vectors.</summary>
    private protected static IEnumerable<int> Lengths => Enumerable.Range(0, 71);

    /// <summary>Lengths around whole vectors of all widths, for kernels with several of them.</summary>
    private protected static int[] FewLengths { get; } = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 64, 70];

    /// <summary>The class of the kernel.</summary>
    internal abstract Type Kernel { get; }

    private protected static void RunCases(Type kernel, bool atEnd, Action<KernelCall> run)
    {
        using var call = new KernelCall(kernel.Name, atEnd);
        run(call);
        Assert.True(call.Cases > 0, $"{kernel.Name}: no case was run");
    }
}

/// <summary>
/// A kernel on vectors of the width that the runtime has; other widths are tried by <see cref="Engine.VectorWidthTests"/>.
/// </summary>
public abstract class VectorKernelContract : KernelContract
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EveryCase_AtAGuardPage_AgreesWithScalarTwin(bool atEnd) => RunCases(Kernel, atEnd, Run);

    /// <summary>All cases.</summary>
    private protected abstract void Run(KernelCall call);
}

/// <summary>A kernel that is written for any register width; run with all that the processor has.</summary>
public abstract class WidthKernelContract : KernelContract
{
    public static TheoryData<int, bool> Ways
    {
        get
        {
            var ways = new TheoryData<int, bool>();
            foreach (bool atEnd in new[] { true, false })
            {
                if (Simd.Has512) ways.Add(512, atEnd);
                if (Simd.Has256) ways.Add(256, atEnd);
                ways.Add(128, atEnd);
            }
            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void EveryCase_AtAGuardPage_AgreesWithScalarTwin(int bits, bool atEnd) => RunCases(Kernel, atEnd, call =>
    {
        if (bits == 512) Run<Simd512, Vector512<float>>(call);
        else if (bits == 256) Run<Simd256, Vector256<float>>(call);
        else Run<Simd128, Vector128<float>>(call);
    });

    /// <summary>All cases, for one width.</summary>
    private protected abstract void Run<TSimd, TVector>(KernelCall call)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged;
}
