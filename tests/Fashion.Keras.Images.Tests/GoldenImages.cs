using System.Numerics.Tensors;
using Fashion.Keras.Datasets;

namespace Fashion.Keras.Images.Tests;

/// <summary>Files and expected numbers that Pillow and Keras wrote: Golden/make_golden.py.</summary>
internal static class GoldenImages
{
    private static readonly Lazy<NpzFile> Expected = new(() => NpzFile.Read(File("expected.npz")));

    public static string File(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", name);

    public static IEnumerable<string> Keys => Expected.Value.Names;

    public static Tensor<T> Of<T>(string key) where T : unmanaged => Expected.Value.Get<T>(key);

    public static double Difference<T>(Tensor<T> expected, Tensor<float> actual) where T : unmanaged, System.Numerics.INumberBase<T>
    {
        Assert.Equal(expected.Lengths.ToArray(), actual.Lengths.ToArray());
        double most = 0;
        foreach ((T e, float a) in expected.Zip(actual)) most = Math.Max(most, Math.Abs(double.CreateChecked(e) - a));
        return most;
    }
}
