using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Random numbers without a state: the bits of element e are a fixed function of a key and e, so they do not depend on who
/// computes them, in which order or on how many threads. A key stands for one call site in one run.
/// </summary>
/// <remarks>
/// A counter-based generator: two rounds of multiply and xor-shift (constants of C. Wellons, "Prospecting for hash
/// functions", lowbias32) over the element number, each round keyed by one half of the key, so that two keys give two
/// unrelated sequences and not one sequence at two offsets. Only 32-bit additions, multiplications and shifts: eight or
/// sixteen lanes at a time on a vector unit.
/// </remarks>
[Experimental(ExperimentalApi.Engines)]
public static class RandomBits
{
    private const uint Weyl = 0x9E3779B9, First = 0x21F0AAAD, Second = 0xD35A2D97;

    /// <summary>The key of one call site (<paramref name="stream"/>) in one run.</summary>
    /// <param name="seed">Seed of the op.</param>
    /// <param name="stream">Stream of the op.</param>
    /// <param name="run">Number of the run.</param>
    public static ulong Key(ulong seed, int stream, ulong run) => Mix(Mix(Mix(seed) + (uint)stream) + run);

    /// <summary>32 random bits for the element at a row-major index.</summary>
    /// <param name="key">The key.</param>
    /// <param name="index">Place of the element.</param>
    public static uint Bits(ulong key, uint index)
    {
        uint x = index * Weyl + (uint)key;
        x = (x ^ (x >> 16)) * First;
        x ^= (x >> 15) ^ (uint)(key >> 32);
        x *= Second;
        return x ^ (x >> 15);
    }

    /// <summary>32 random bits for several elements at once; the same as one by one.</summary>
    internal static Vector<uint> Bits(ulong key, Vector<uint> index)
    {
        Vector<uint> x = index * Weyl + Vector.Create((uint)key);
        x = (x ^ (x >>> 16)) * First;
        x ^= (x >>> 15) ^ Vector.Create((uint)(key >> 32));
        x *= Second;
        return x ^ (x >>> 15);
    }

    /// <summary>A number in [0, 1), a multiple of 2^-24.</summary>
    /// <param name="bits">Random bits.</param>
    public static float Uniform(uint bits) => (bits >> 8) * (1f / (1 << 24));

    /// <summary>
    /// A standard normal number from two independent draws (Box and Muller, 1958). Element e of a tensor uses the bits of
    /// indices 2e and 2e + 1.
    /// </summary>
    /// <param name="bits">Random bits.</param>
    /// <param name="otherBits">Other random bits.</param>
    public static float Normal(uint bits, uint otherBits) =>
        MathF.Sqrt(-2 * MathF.Log(1 - Uniform(bits))) * MathF.Cos(2 * MathF.PI * Uniform(otherBits));

    /// <summary>Dropout keeps an element when its bits, as an unsigned number, are at least this; 2^32 at rate 1: keeps none.</summary>
    /// <param name="rate">Probability of dropping, in [0, 1].</param>
    public static ulong DropThreshold(float rate) => (ulong)(rate * 4294967296.0);

    // The finalizer of splitmix64 (Steele, Lea, Flood 2014): a bijection in which every input bit changes half of the output.
    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
