using Fashion.Keras.Saving;
using PureHDF;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Every kind of number that a dataset may hold becomes floats.</summary>
public sealed class Hdf5NumbersTests
{
    [Fact]
    public void Read_NumbersOfAnyType_GivesTheirValues()
    {
        Check(new sbyte[] { -128, 0, 127 }, [-128, 0, 127]);
        Check(new byte[] { 0, 200, 255 }, [0, 200, 255]);
        Check(new short[] { -32768, 0, 32767 }, [-32768, 0, 32767]);
        Check(new ushort[] { 0, 40000, 65535 }, [0, 40000, 65535]);
        Check(new int[] { -5, 0, 1 << 30 }, [-5, 0, 1 << 30]);
        Check(new uint[] { 0, 3_000_000_000, 1 }, [0, 3_000_000_000, 1]);
        Check(new long[] { -7, 0, 1L << 40 }, [-7, 0, 1L << 40]);
        Check(new ulong[] { 0, 1UL << 63, 5 }, [0, 1UL << 63, 5]);
        Check(new Half[] { (Half)(-0.5), (Half)0, (Half)2 }, [-0.5f, 0, 2]);
        Check(new double[] { -0.5, 0, 1e30 }, [-0.5f, 0, 1e30f]);
    }

    private static void Check<T>(T[] values, float[] want)
    {
        using var stream = new MemoryStream();
        new H5File { ["group"] = new H5Group { ["data"] = values } }.Write(stream);
        using Hdf5File file = Hdf5File.Open(stream, "numbers.h5");
        Assert.Equal(want, file.Root.Dataset("group/data").Read(values.Length));
    }
}
