using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// The machine code that a call of a kernel needs and that no image carries: methods that are always compiled for the processor at hand, or
/// small loops that are compiled by running them once. A kernel's class states it next to its entries; a step carries that of the entries
/// that it calls, so that it can be compiled before the step runs.
/// </summary>
internal sealed unsafe class KernelCode
{
    private const BindingFlags Methods = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
    private const DynamicallyAccessedMemberTypes Found =
        DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods;
    private const int Sample = 32;

    [DynamicallyAccessedMembers(Found)]
    private readonly Type? _kernels;
    private readonly string? _method;
    private readonly Type? _variant;
    private readonly Loop? _loop;
    private readonly KernelCode?[] _parts = [];

    private KernelCode([DynamicallyAccessedMembers(Found)] Type kernels, Type? variant, string method) =>
        (_kernels, _variant, _method) = (kernels, variant, method);

    private KernelCode(Loop loop) => _loop = loop;

    private KernelCode(KernelCode?[] parts) => _parts = parts;

    /// <summary>A loop over some numbers, all of them 0 at first.</summary>
    public delegate void Loop(float* numbers);

    /// <summary>Methods of a class by their names, with all overloads; generic ones for the widest registers that are used.</summary>
    public static KernelCode Of([DynamicallyAccessedMembers(Found)] Type kernels, params string[] names) => Of(kernels, null, names);

    /// <summary>Those methods of a class that are generic over a variant and the registers.</summary>
    public static KernelCode OfVariant([DynamicallyAccessedMembers(Found)] Type kernels, Type variant, params string[] names) =>
        Of(kernels, variant, names);

    /// <summary>What a loop calls when it runs over 32 numbers.</summary>
    public static KernelCode OfRunning(Loop loop) => new(loop);

    /// <summary>Several, in the order of their calls; null for nothing.</summary>
    public static KernelCode All(params KernelCode?[] parts) => new(parts);

    /// <summary>Calls an action with each piece that is compiled at once: a method, or a loop.</summary>
    public void ForEach(Action<KernelCode> action)
    {
        if (_parts.Length == 0) action(this);
        foreach (KernelCode? part in _parts) part?.ForEach(action);
    }

    /// <summary>Compiles a piece.</summary>
    public void Compile()
    {
        if (_kernels is not null) CompileMethods(_kernels, _variant, _method!);
        float* numbers = stackalloc float[Sample];
        new Span<float>(numbers, Sample).Clear();
        _loop?.Invoke(numbers);
    }

    /// <summary>The method of a piece; of a loop nothing.</summary>
    public override string ToString() => _kernels is null ? "" : $"{_kernels.Name}.{_method}";

    private static KernelCode Of([DynamicallyAccessedMembers(Found)] Type kernels, Type? variant, string[] names)
    {
        var parts = new KernelCode[names.Length];
        for (int i = 0; i < parts.Length; i++) parts[i] = new KernelCode(kernels, variant, names[i]);
        return new KernelCode(parts);
    }

    private static void CompileMethods([DynamicallyAccessedMembers(Found)] Type kernels, Type? variant, string name)
    {
        RuntimeTypeHandle[] types = variant is null ? Simd.Types : [variant.TypeHandle, .. Simd.Types];
        bool found = false;
        foreach (MethodInfo method in kernels.GetMethods(Methods))
        {
            if (method.Name != name) continue;
            if (!method.IsGenericMethodDefinition) RuntimeHelpers.PrepareMethod(method.MethodHandle);
            else if (method.GetGenericArguments().Length == types.Length) RuntimeHelpers.PrepareMethod(method.MethodHandle, types);
            found = true;
        }
        if (!found) throw new MissingMethodException(kernels.Name, name);
    }
}
