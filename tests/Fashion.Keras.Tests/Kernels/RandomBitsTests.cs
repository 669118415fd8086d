using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

public sealed class RandomBitsTests
{
    private const int Count = 200_000;

    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(0.93f)]
    public void DropThreshold_AnyRate_DropsThatShare(float rate)
    {
        ulong key = RandomBits.Key(7, 0, 0), threshold = RandomBits.DropThreshold(rate);
        int dropped = 0;
        for (uint i = 0; i < Count; i++)
            if (RandomBits.Bits(key, i) < threshold) dropped++;
        // Five standard deviations of a binomial share.
        Assert.Equal(rate, dropped / (double)Count, 5 * Math.Sqrt(rate * (1 - rate) / Count));
    }

    [Fact]
    public void DropThreshold_RateOne_DropsEveryElement() => Assert.True(uint.MaxValue < RandomBits.DropThreshold(1));

    [Fact]
    public void DropThreshold_RateZero_KeepsEveryElement() => Assert.Equal(0UL, RandomBits.DropThreshold(0));

    [Fact]
    public void Bits_EveryBit_IsSetHalfOfTheTime()
    {
        ulong key = RandomBits.Key(1, 2, 3);
        var set = new int[32];
        for (uint i = 0; i < Count; i++)
            for (int bit = 0; bit < 32; bit++) set[bit] += (int)(RandomBits.Bits(key, i) >> bit & 1);
        Assert.All(set, s => Assert.Equal(0.5, s / (double)Count, 5 * 0.5 / Math.Sqrt(Count)));
    }

    [Theory]
    [InlineData("neighbour")]
    [InlineData("row")]
    [InlineData("stream")]
    [InlineData("run")]
    [InlineData("seed")]
    public void Bits_RelatedDraws_AreNotCorrelated(string relation)
    {
        ulong key = RandomBits.Key(5, 1, 9);
        Func<uint, uint> other = relation switch
        {
            "neighbour" => i => RandomBits.Bits(key, i + 1),
            "row" => i => RandomBits.Bits(key, i + 128),
            "stream" => i => RandomBits.Bits(RandomBits.Key(5, 2, 9), i),
            "run" => i => RandomBits.Bits(RandomBits.Key(5, 1, 10), i),
            _ => i => RandomBits.Bits(RandomBits.Key(6, 1, 9), i),
        };
        double product = 0;
        for (uint i = 0; i < Count; i++)
            product += (RandomBits.Uniform(RandomBits.Bits(key, i)) - 0.5) * (RandomBits.Uniform(other(i)) - 0.5);
        // The product of two independent centred uniforms has standard deviation 1/12.
        Assert.Equal(0, product / Count * 12, 5 / Math.Sqrt(Count));
    }

    [Fact]
    public void Uniform_Bits_CoverZeroToBelowOne()
    {
        Assert.Equal(0, RandomBits.Uniform(0));
        Assert.True(RandomBits.Uniform(uint.MaxValue) < 1);
    }

    [Fact]
    public void Normal_ManyDraws_HaveMeanZeroAndVarianceOne()
    {
        ulong key = RandomBits.Key(3, 0, 0);
        double sum = 0, squares = 0;
        for (uint i = 0; i < Count; i++)
        {
            double draw = RandomBits.Normal(RandomBits.Bits(key, 2 * i), RandomBits.Bits(key, 2 * i + 1));
            Assert.True(double.IsFinite(draw));
            sum += draw;
            squares += draw * draw;
        }
        Assert.Equal(0, sum / Count, 5 / Math.Sqrt(Count));
        Assert.Equal(1, squares / Count, 5 * Math.Sqrt(2.0 / Count));
    }

    [Fact]
    public void Bits_SameArguments_NeverChange()
    {
        // Pinned: saved experiments and the vectorized form must keep drawing the same numbers.
        uint[] drawn = [.. Enumerable.Range(0, 4).Select(i => RandomBits.Bits(RandomBits.Key(42, 1, 2), (uint)i))];
        Assert.Equal(Pinned, drawn);
    }

    private static readonly uint[] Pinned = [3081639178, 1520448347, 499156732, 4066638099];
}
