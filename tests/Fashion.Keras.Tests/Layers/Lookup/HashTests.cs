using System.Text;
using Fashion.Keras.Internal;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Layers.Lookup;

/// <summary>
/// The hashes against published vectors: FarmHash's of Google's Guava, SipHash's of its paper, bins of Keras's own tests.
/// </summary>
public sealed class HashTests
{
    private static readonly string[] Names = ["omar", "stringer", "marlo", "wire", "skywalker"];

    [Theory]
    [InlineData("test", 1, 8581389452482819506L)]
    [InlineData("test", 8, -4196240717365766262L)]
    [InlineData("test", 64, 3500507768004279527L)]
    public void FarmHash_GuavasVectors_AreTheSame(string text, int times, long hash) =>
        Assert.Equal(hash, (long)FarmHash64.Of(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, times)))));

    [Fact]
    public void FarmHash_Hello_IsTensorFlowsFingerprint() => Assert.Equal(15404698994557526151UL, HashBuckets.Fingerprint("Hello"));

    [Fact]
    public void SipHash_VectorOfThePaper_IsTheSame() =>
        Assert.Equal(0xa129ca6149be45e5UL,
            SipHash64.Of(Enumerable.Range(0, 15).Select(i => (byte)i).ToArray(), 0x0706050403020100, 0x0f0e0d0c0b0a0908));

    [Fact]
    public void Hashing_CasesOfKerasTests_HaveTheSameBins()
    {
        Assert.Equal([1f, 0, 1, 1, 2], new Hashing(3).Call(["A", "B", "C", "D", "E"]).ToArray());
        Assert.Equal([1f, 1, 0, 2, 2], new Hashing(3, maskValue: "").Call(["A", "B", "", "C", "D"]).ToArray());
        Assert.Equal([1f, 2, 1, 0, 2], new Hashing(3, salt: [133, 137]).Call(["A", "B", "C", "D", "E"]).ToArray());
        Assert.Equal([0f, 0, 2, 1, 0], new Hashing(3, salt: [133]).Call(["A", "B", "C", "D", "E"]).ToArray());
        Assert.Equal([0f, 0, 1, 0, 0], new Hashing(2).Call(Names).ToArray());
        Assert.Equal([0f, 1, 0, 1, 0], new Hashing(2, salt: [133, 137]).Call(Names).ToArray());
        Assert.Equal([1f, 0, 1, 0, 1], new Hashing(2, salt: [211, 137]).Call(Names).ToArray());
        Assert.Equal([1f, 0, 1, 0, 2], new Hashing(3).Call(new[] { 0, 1, 2, 3, 4 }).ToArray());
        Assert.Equal([1f, 1, 2, 0, 1], new Hashing(3, salt: [133, 137]).Call(new long[] { 0, 1, 2, 3, 4 }).ToArray());
        Assert.Equal([1f, 0, 1, 0, 2], new Hashing(3).Call(new[] { 0.9f, 1.5f, 2, 3, 4 }).ToArray());
        Assert.Equal([0f, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1],
            new Hashing(3, outputMode: OutputMode.OneHot).Call(new[] { 0, 1, 2, 3, 4 }).ToArray());
        Assert.Equal([1f, 1, 2, 1, 1], new Hashing(3, maskValue: "").Call(Names).ToArray());
        Assert.Equal(0, new Hashing(5, maskValue: "7").Call(new[] { 7 })[0]);
    }

    [Fact]
    public void HashedCrossing_CasesOfKerasTests_HaveTheSameBins()
    {
        ModelData features = [new[] { "A", "B", "A", "B", "A" }, new[] { 101, 101, 101, 102, 102 }];
        Assert.Equal([1f, 4, 1, 1, 3], new HashedCrossing(5).Call(features).ToArray());
        Assert.Equal([5, 5], new HashedCrossing(5, OutputMode.OneHot).Call(features).Lengths.ToArray().Select(n => (int)n));
        Assert.Throws<ArgumentException>(() => new HashedCrossing(5).Call(new[] { "A" }));
        Assert.Throws<ShapeMismatchException>(() => new HashedCrossing(5).Call([new[] { "A" }, new[] { 1, 2 }]));
    }
}
