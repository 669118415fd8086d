using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// The preconditions of kernels, checked at their entries: pointers, counts, ranges, and which arrays may share memory. Only
/// builds that define <see cref="Symbol"/> (Debug, and the build that Fashion.Keras.Checked.Tests runs) have the checks;
/// elsewhere neither the calls nor their arguments exist.
/// <para>
/// Kernels load and store without regard to cache lines, so a pointer has to be aligned to its element and to nothing more. An
/// array without elements may be null.
/// </para>
/// </summary>
internal static unsafe partial class KernelGuard
{
    /// <summary>The constant that a build with guards defines.</summary>
    public const string Symbol = "KERNEL_GUARDS";

    /// <summary>Whether this build has the guards.</summary>
    public static bool IsActive =>
#if KERNEL_GUARDS
        true;
#else
        false;
#endif

    /// <summary>So many elements lie at a pointer: it is not null, aligned to an element, and its end is an address.</summary>
    [Conditional(Symbol)]
    public static void Memory<T>(T* pointer, long count, [CallerArgumentExpression(nameof(pointer))] string name = "",
        [CallerMemberName] string member = "", [CallerFilePath] string file = "")
        where T : unmanaged
    {
        if (count < 0) Fail(file, member, $"{name} cannot have {count} elements");
        if (count == 0) return;
        if (pointer == null) Fail(file, member, $"{name} is null but must have {count} elements");
        if ((nuint)pointer % (nuint)sizeof(T) != 0)
            Fail(file, member, $"{name} (0x{(nuint)pointer:x}) is not aligned to its elements of {sizeof(T)} bytes");
        if ((UInt128)(nuint)pointer + (UInt128)count * (UInt128)sizeof(T) > nuint.MaxValue)
            Fail(file, member, $"{name} (0x{(nuint)pointer:x}) cannot have {count} elements: they would end outside the address space");
    }

    /// <summary>The same where null stands for "none".</summary>
    [Conditional(Symbol)]
    public static void MemoryOrNull<T>(T* pointer, long count, [CallerArgumentExpression(nameof(pointer))] string name = "",
        [CallerMemberName] string member = "", [CallerFilePath] string file = "")
        where T : unmanaged
    {
        if (pointer != null) Memory(pointer, count, name, member, file);
    }

    /// <summary>What is written shares no memory with what is read.</summary>
    [Conditional(Symbol)]
    public static void Apart<T, TOther>(T* written, long count, TOther* other, long otherCount,
        [CallerArgumentExpression(nameof(written))] string name = "", [CallerArgumentExpression(nameof(other))] string otherName = "",
        [CallerMemberName] string member = "", [CallerFilePath] string file = "")
        where T : unmanaged
        where TOther : unmanaged
    {
        nuint first = (nuint)written, end = (nuint)(written + count), otherFirst = (nuint)other, otherEnd = (nuint)(other + otherCount);
        if (count > 0 && otherCount > 0 && other != null && first < otherEnd && otherFirst < end)
            Fail(file, member, $"{name} ({At(first, count)}) is written and must not overlap {otherName} ({At(otherFirst, otherCount)})");
    }

    /// <summary>What is written is what is read, element by element, or shares no memory with it.</summary>
    [Conditional(Symbol)]
    public static void SameOrApart(float* written, float* other, long count, [CallerArgumentExpression(nameof(written))] string name = "",
        [CallerArgumentExpression(nameof(other))] string otherName = "", [CallerMemberName] string member = "",
        [CallerFilePath] string file = "")
    {
        if (written != other) Apart(written, count, other, count, name, otherName, member, file);
    }

    /// <summary>A count is 0 or more.</summary>
    [Conditional(Symbol)]
    public static void Count(long count, [CallerArgumentExpression(nameof(count))] string name = "", [CallerMemberName] string member = "",
        [CallerFilePath] string file = "") => AtLeast(count, 0, name, member, file);

    /// <summary>A number is not below a limit.</summary>
    [Conditional(Symbol)]
    public static void AtLeast(long value, long least, [CallerArgumentExpression(nameof(value))] string name = "",
        [CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        if (value < least) Fail(file, member, $"{name} must be at least {least}, not {value}");
    }

    /// <summary>A number is not above a limit.</summary>
    [Conditional(Symbol)]
    public static void AtMost(long value, long most, [CallerArgumentExpression(nameof(value))] string name = "",
        [CallerArgumentExpression(nameof(most))] string mostName = "", [CallerMemberName] string member = "",
        [CallerFilePath] string file = "")
    {
        if (value > most) Fail(file, member, $"{name} must be at most {mostName} = {most}, not {value}");
    }

    /// <summary>The elements [first, end) lie among the first so many.</summary>
    [Conditional(Symbol)]
    public static void Range(long first, long end, long limit, [CallerArgumentExpression(nameof(limit))] string limitName = "",
        [CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        if (first < 0 || end < first || end > limit)
            Fail(file, member, $"the range [{first}, {end}) must lie in [0, {limitName} = {limit})");
    }

    /// <summary>Anything else that must hold; the message has the condition's text and the sizes.</summary>
    [Conditional(Symbol)]
    public static void Holds<TSizes>(bool condition, in TSizes sizes, [CallerArgumentExpression(nameof(condition))] string text = "",
        [CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        if (!condition) Fail(file, member, $"{text} does not hold for {sizes}");
    }

    private static string At(nuint pointer, long count) => FormattableString.Invariant($"0x{pointer:x}, {count} elements");

    // A kernel's files begin with its name.
    [DoesNotReturn]
    private static void Fail(string file, string member, FormattableString message)
    {
        string name = file[(file.LastIndexOfAny(['/', '\\']) + 1)..];
        throw new KernelGuardException(string.Create(
            CultureInfo.InvariantCulture, $"{name[..name.IndexOf('.', StringComparison.Ordinal)]}.{member}: " +
            $"{FormattableString.Invariant(message)}."));
    }
}
