using System.Reflection;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Checked;

/// <summary>
/// A kernel without guards is found by its code: every entry that takes pointers either calls them or hands on to an overload of its own
/// name that does.
/// </summary>
public sealed class KernelEntryTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
    private const byte Call = 0x28;

    [Fact]
    public void EveryEntryOfEveryKernel_ChecksItsPreconditions()
    {
        MethodInfo[] entries =
        [
            .. from type in typeof(KernelGuard).Assembly.GetTypes()
               where type is { Namespace: "Fashion.Keras.Kernels", IsClass: true, IsNested: false } && type != typeof(KernelGuard)
               from method in type.GetMethods(Declared)
               where method.GetParameters().Any(p => p.ParameterType.IsPointer || p.ParameterType == typeof(TileProduct).MakeByRefType())
               select method,
        ];
        Assert.True(entries.Length > 70, $"{entries.Length} entries are found; the search has lost some");
        Assert.Empty(
            entries
                .Where(
                    e => !Called(e).Any(c => c.DeclaringType == typeof(KernelGuard)
                        || (c.DeclaringType == e.DeclaringType && c.Name == e.Name && c.IsGenericMethod)))
                .Select(e => $"{e.DeclaringType!.Name}.{e.Name}").Distinct());
    }

    // The methods that a body calls; a byte that only looks like a call names no method and is passed over.
    private static IEnumerable<MethodBase> Called(MethodInfo method)
    {
        byte[] code = method.GetMethodBody()!.GetILAsByteArray()!;
        for (int at = 0; at + 4 < code.Length; at++)
        {
            if (code[at] != Call) continue;
            MethodBase? called = null;
            try
            {
                called = method.Module.ResolveMethod(BitConverter.ToInt32(code, at + 1), null,
                    method.IsGenericMethod ? method.GetGenericArguments() : null);
            }
            catch (Exception exception) when (exception is ArgumentException or BadImageFormatException)
            {
            }
            if (called is not null) yield return called;
        }
    }
}
