using System.Reflection;
using Fashion.Keras.Kernels;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Rules for kernels that need no list of them.</summary>
public sealed class KernelContractTests
{
    // More whole numbers in a row than this and two of them get mixed up; they belong in a record with names.
    private const int MostNumbers = 4;

    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    // Guards, and what a kernel's tiles have in common.
    private static readonly Type[] NoKernels = [typeof(KernelGuard), typeof(IWinogradTile), typeof(IWinogradGradientTile)];

    // A class (or what the registers have in common) with a method that takes pointers (a block of a product is some), or a set of
    // functions for the loops over elements.
    private static readonly Type[] Kernels =
    [
        .. from type in typeof(MatMul).Assembly.GetTypes()
           where type is { Namespace: "Fashion.Keras.Kernels", IsValueType: false, IsNested: false } && !NoKernels.Contains(type)
           where type.GetMethods(Declared)
               .Any(m => !m.IsPrivate && m.GetParameters()
                   .Any(p => p.ParameterType.IsPointer || p.ParameterType == typeof(TileProduct).MakeByRefType()))
                 || type.GetNestedTypes(Declared)
                     .Any(f => typeof(IUnaryFunction).IsAssignableFrom(f) || typeof(IBinaryFunction).IsAssignableFrom(f))
           select type,
    ];

    [Fact]
    public void EveryKernel_HasAContract()
    {
        Type[] tested =
        [
            .. from type in typeof(KernelContract).Assembly.GetTypes()
               where typeof(KernelContract).IsAssignableFrom(type) && !type.IsAbstract
               select ((KernelContract)Activator.CreateInstance(type)!).Kernel,
        ];
        Assert.True(Kernels.Length > 25, $"{Kernels.Length} kernels are found; the search has lost some");
        Expect.None(Kernels.Except(tested).Select(k => k.Name), "No contract in Kernels/<Name>Tests.cs for");
        Expect.None(tested.Except(Kernels).Select(k => k.Name), "A contract, but no kernel");
    }

    [Fact]
    public void Entries_TakeFewBareNumbers()
    {
        Assert.Empty(
            from kernel in Kernels
            from entry in kernel.GetMethods(Declared)
            where !entry.IsPrivate
            let numbers = entry.GetParameters()
                .Count(p => p.ParameterType == typeof(int) || p.ParameterType == typeof(nint) || p.ParameterType == typeof(long))
            where numbers > MostNumbers
            select $"{kernel.Name}.{entry.Name} takes {numbers}");
    }
}
