using Fashion.Keras.Data;
using Fashion.Keras.Losses;

namespace Fashion.Keras.Tests.Losses;

public class TargetValidationTests
{
    private static readonly Shape Output = [-1, 3];

    [Fact]
    public void ValidateTargets_LabelOutOfRange_NamesLabelPlaceAndRange()
    {
        var error =
            Assert.Throws<ArgumentException>(
                () => new SparseCategoricalCrossentropy().ValidateTargets(ArraySource.From(new[] { 0, 1, 2, 0, 3 }), Output));

        Assert.Contains("label 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("sample 4", error.Message, StringComparison.Ordinal);
        Assert.Contains("0..2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1.0)]
    [InlineData(3.0)]
    public void ValidateTargets_NoClassNumber_Throws(double label) =>
        Assert.Throws<ArgumentException>(
            () => new SparseCategoricalCrossentropy().ValidateTargets(ArraySource.From(new[] { 0.0, label }), Output));

    [Fact]
    public void ValidateTargets_IgnoredClass_IsAllowed()
    {
        var labels = ArraySource.From(new[] { 0, -1, 2 });

        new SparseCategoricalCrossentropy(ignoreClass: -1).ValidateTargets(labels, Output);

        Assert.Throws<ArgumentException>(() => new SparseCategoricalCrossentropy().ValidateTargets(labels, Output));
    }

    [Fact]
    public void ValidateTargets_OneHotForSparse_NamesShapesAndTheOtherLoss()
    {
        var error =
            Assert.Throws<ShapeMismatchException>(
                () => new SparseCategoricalCrossentropy().ValidateTargets(ArraySource.From(new float[8, 3]), Output));

        Assert.Contains("(8, 3)", error.Message, StringComparison.Ordinal);
        Assert.Contains("(None, 3)", error.Message, StringComparison.Ordinal);
        Assert.Contains("CategoricalCrossentropy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ValidateTargets_ClassNumbersForCategorical_NamesShapesAndTheOtherLoss()
    {
        var error =
            Assert.Throws<ShapeMismatchException>(
                () => new CategoricalCrossentropy().ValidateTargets(ArraySource.From(new int[8]), Output));

        Assert.Contains("(8,)", error.Message, StringComparison.Ordinal);
        Assert.Contains("(None, 3)", error.Message, StringComparison.Ordinal);
        Assert.Contains("SparseCategoricalCrossentropy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ValidateTargets_ColumnAgainstVector_IsMatched()
    {
        new MeanSquaredError().ValidateTargets(ArraySource.From(new float[8]), [-1, 1]);
        new SparseCategoricalCrossentropy().ValidateTargets(ArraySource.From(new int[8, 1]), Output);

        Assert.Throws<ShapeMismatchException>(() => new MeanSquaredError().ValidateTargets(ArraySource.From(new float[8]), [-1, 2]));
    }
}
