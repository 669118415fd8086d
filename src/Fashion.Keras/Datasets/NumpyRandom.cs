namespace Fashion.Keras.Datasets;

/// <summary>
/// NumPy's RandomState: the Mersenne twister MT19937 with NumPy's shuffle, so that a seed gives the order that it gives in Python.
/// Source: Matsumoto and Nishimura 1998; numpy.org/doc/stable/reference/random/legacy.html.
/// </summary>
internal sealed class NumpyRandom
{
    private const int Size = 624, Shift = 397;

    private readonly uint[] _state = new uint[Size];
    private int _at = Size;

    public NumpyRandom(uint seed)
    {
        _state[0] = seed;
        for (uint i = 1; i < Size; i++) _state[i] = 1812433253u * (_state[i - 1] ^ _state[i - 1] >> 30) + i;
    }

    /// <summary>The numbers 0 to count - 1 in random order.</summary>
    public int[] Permutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = (int)UpTo((uint)i);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    // 0 to most, each as likely: numbers of as many bits, those above are drawn again.
    private uint UpTo(uint most)
    {
        uint mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(most);
        uint value;
        while ((value = Next() & mask) > most) { }
        return value;
    }

    private uint Next()
    {
        if (_at == Size) Twist();
        uint y = _state[_at++];
        y ^= y >> 11;
        y ^= y << 7 & 0x9D2C5680;
        y ^= y << 15 & 0xEFC60000;
        return y ^ y >> 18;
    }

    private void Twist()
    {
        for (int i = 0; i < Size; i++)
        {
            uint y = _state[i] & 0x80000000 | _state[(i + 1) % Size] & 0x7FFFFFFF;
            _state[i] = _state[(i + Shift) % Size] ^ y >> 1 ^ ((y & 1) != 0 ? 0x9908B0DF : 0);
        }
        _at = 0;
    }
}
