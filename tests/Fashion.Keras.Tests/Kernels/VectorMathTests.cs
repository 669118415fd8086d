using System.Numerics;
using System.Runtime.Intrinsics;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

public sealed class VectorMathTests
{
    [Fact]
    public void Exp_AllOverTheRange_IsRightToTheLastPlaces()
    {
        double worst = 0;
        for (double at = -104; at < 88.8; at += 0.0011)
        {
            var x = (float)at;
            float want = (float)Math.Exp(x), got = Exp(x), spacing = MathF.BitIncrement(want) - want;
            if (float.IsInfinity(want)) Assert.Equal(want, got);
            else worst = Math.Max(worst, Math.Abs((double)got - Math.Exp(x)) / spacing);
        }
        Assert.True(worst < 1.5, $"{worst} units in the last place");
    }

    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(-1e-30f, 1f)]
    [InlineData(float.Epsilon, 1f)]
    [InlineData(89f, float.PositiveInfinity)]
    [InlineData(3e38f, float.PositiveInfinity)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(-104.5f, 0f)]
    [InlineData(-3e38f, 0f)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(float.NaN, float.NaN)]
    public void Exp_SpecialNumbers_AsInIeeeArithmetic(float x, float want) => Assert.Equal(want, Exp(x));

    [Fact]
    public void Functions_OfEveryWidth_GiveTheSameBits()
    {
        for (double at = -110; at < 100; at += 0.0117)
        {
            var x = (float)at;
            float exp = Exp(x), tanh = VectorMath.Tanh<SystemVector, Vector<float>>(Vector.Create(x))[0],
                sigmoid = VectorMath.Sigmoid<SystemVector, Vector<float>>(Vector.Create(x))[0];
            if (Simd.Has512) Same<Simd512, Vector512<float>>(Vector512.Create(x), y => y.GetElement(15));
            if (Simd.Has256) Same<Simd256, Vector256<float>>(Vector256.Create(x), y => y.GetElement(7));
            Same<Simd128, Vector128<float>>(Vector128.Create(x), y => y.GetElement(3));

            void Same<TSimd, TVector>(TVector lanes, Func<TVector, float> last)
                where TSimd : ISimd<TVector>
                where TVector : unmanaged
            {
                Assert.Equal(exp, last(VectorMath.Exp<TSimd, TVector>(lanes)));
                Assert.Equal(tanh, last(VectorMath.Tanh<TSimd, TVector>(lanes)));
                Assert.Equal(sigmoid, last(VectorMath.Sigmoid<TSimd, TVector>(lanes)));
            }
        }
    }

    private static float Exp(float x) => VectorMath.Exp(Vector.Create(x))[Vector<float>.Count - 1];
}
