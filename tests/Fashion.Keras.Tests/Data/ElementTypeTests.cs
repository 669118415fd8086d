using System.Numerics.Tensors;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Data;

/// <summary>Every plain number type of .NET is taken as data, as arrays and as tensors.</summary>
public sealed class ElementTypeTests
{
    public static TheoryData<ModelData, float[]> Arrays => new()
    {
        { new[] { 1f, 2.5f }, [1, 2.5f] },
        { new[] { 1d, 2.5 }, [1, 2.5f] },
        { new[] { (Half)1, (Half)2.5 }, [1, 2.5f] },
        { new byte[] { 1, 255 }, [1, 255] },
        { new sbyte[] { -1, 127 }, [-1, 127] },
        { new short[] { -300, 300 }, [-300, 300] },
        { new ushort[] { 1, 65535 }, [1, 65535] },
        { new[] { -70000, 70000 }, [-70000, 70000] },
        { new[] { 1u, 4294967295u }, [1, 4294967296f] },
        { new[] { -1L, 1L << 40 }, [-1, 1099511627776f] },
        { new[] { 1UL, ulong.MaxValue }, [1, 18446744073709551616f] },
        { new[] { false, true }, [0, 1] },
        { Tensor.Create([1u, 2u]), [1, 2] },
        { Tensor.Create([1UL, 2UL]), [1, 2] },
        { Tensor.Create([(Half)1, (Half)0.5]), [1, 0.5f] },
        { Tensor.Create([(sbyte)-1, (sbyte)2]), [-1, 2] },
        { Tensor.Create([(ushort)1, (ushort)2]), [1, 2] },
    };

    [Theory, MemberData(nameof(Arrays), DisableDiscoveryEnumeration = true)]
    public void Predict_DataOfAType_BecomesFloats(ModelData data, float[] expected)
    {
        var model = new Sequential { new Activation("linear", inputShape: [1]) };
        Assert.Equal(expected, model.Predict(data, verbose: Verbosity.Silent).ToArray());
    }

    [Fact]
    public void Predict_OtherElements_NamesTheType()
    {
        var error = Assert.Throws<ArgumentException>(() => (ModelData)new[] { 1m });
        Assert.Contains("Decimal", error.Message, StringComparison.Ordinal);
    }
}
