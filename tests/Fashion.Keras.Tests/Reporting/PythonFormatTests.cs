using Fashion.Keras.Reporting;

namespace Fashion.Keras.Tests.Reporting;

public sealed class PythonFormatTests
{
    [Theory]
    [InlineData(0.78125, 4, "0.7812")] // 25 of 32: an exact half, .NET alone says 0.7813
    [InlineData(0.84375, 4, "0.8438")]
    [InlineData(-0.78125, 4, "-0.7812")]
    [InlineData(0.5, 0, "0")]
    [InlineData(1.5, 0, "2")]
    [InlineData(2.5, 0, "2")]
    [InlineData(0.125, 2, "0.12")]
    [InlineData(2.675, 2, "2.67")]
    [InlineData(1e10, 4, "10000000000.0000")]
    [InlineData(double.NaN, 4, "nan")]
    [InlineData(double.NegativeInfinity, 4, "-inf")]
    public void Fixed_Value_RoundsHalvesToEven(double value, int decimals, string expected) =>
        Assert.Equal(expected, PythonFormat.Fixed(value, decimals));

    [Theory]
    [InlineData(0, 4, "0.0000e+00")]
    [InlineData(0.0001, 4, "1.0000e-04")]
    [InlineData(-5e-05, 4, "-5.0000e-05")]
    [InlineData(1.03125, 4, "1.0312e+00")]
    [InlineData(9.99999, 4, "1.0000e+01")]
    [InlineData(1e-300, 2, "1.00e-300")]
    [InlineData(double.PositiveInfinity, 4, "inf")]
    public void Exponent_Value_HasAtLeastTwoDigits(double value, int decimals, string expected) =>
        Assert.Equal(expected, PythonFormat.Exponent(value, decimals));

    [Theory]
    [InlineData(0.4936, true, "0.4936")]
    [InlineData(0.001, true, "1.0000e-03")]
    [InlineData(-0.5, true, "-0.5000")]
    [InlineData(-0.5, false, "-5.0000e-01")]
    public void LogValue_SmallOrNegative_TakesTheExponentWhereKerasDoes(double value, bool signed, string expected) =>
        Assert.Equal(expected, PythonFormat.LogValue(value, signed));

    [Theory]
    [InlineData(0, "0.0")]
    [InlineData(1, "1.0")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(0.010000000000000002, "0.010000000000000002")]
    [InlineData(1.0000000000000004e-05, "1.0000000000000004e-05")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(123456789012345680.0, "1.2345678901234568e+17")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(double.NaN, "nan")]
    public void Repr_Value_IsPythons(double value, string expected) => Assert.Equal(expected, PythonFormat.Repr(value));
}
