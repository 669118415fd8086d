using Fashion.Keras.Kernels;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Kernels;

public sealed unsafe class ReductionTests
{
    [Fact]
    public void Run_ManySizes_FoldsInOrderOfTheDefinition()
    {
        foreach (int inner in Enumerable.Range(1, 20).Append(33).Append(70))
            foreach (int reduced in new[] { 1, 2, 7, 33, 200 })
                foreach (int outer in new[] { 1, 3 })
                {
                    double[] x = GuardedBuffer.Numbers(outer * reduced * inner, 1), sums = new double[outer * inner], largest = new double[outer * inner];
                    Array.Fill(largest, double.NegativeInfinity);
                    for (int i = 0; i < x.Length; i++)
                    {
                        int at = i / (reduced * inner) * inner + i % inner;
                        sums[at] += x[i] / 4;
                        largest[at] = Math.Max(largest[at], x[i]);
                    }
                    using GuardedBuffer source = new(x), result = new(outer * inner);
                    Reduction.Run<BinaryFunctions.Add>(source.Pointer, result.Pointer, new ReductionSizes(outer, reduced, inner, inner), 0, 0.25f);
                    AssertClose.Equal(sums, result.Values, 1e-5, 1e-5, $"sum of ({outer}, {reduced}, {inner})");
                    Reduction.Run<BinaryFunctions.Maximum>(source.Pointer, result.Pointer, new ReductionSizes(outer, reduced, inner, inner), float.NegativeInfinity, 1);
                    AssertClose.Equal(largest, result.Values, 1e-7, 1e-7, $"maximum of ({outer}, {reduced}, {inner})");
                    result.AssertGuards();
                }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(40)]
    public void Run_NaN_IsNotHidden(int inner)
    {
        using GuardedBuffer source = new(GuardedBuffer.Numbers(100 * inner, 1)), result = new(inner);
        source.Pointer[37 * inner] = float.NaN;
        Reduction.Run<BinaryFunctions.Maximum>(source.Pointer, result.Pointer, new ReductionSizes(1, 100, inner, inner), float.NegativeInfinity, 1);
        for (int c = 0; c < inner; c++) Assert.Equal(c == 0, float.IsNaN(result.Values[c]));
    }
}
