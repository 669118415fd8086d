using System.Numerics.Tensors;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Layers;

/// <summary>
/// The fluent words, in a file that also uses System.Numerics.Tensors, whose extension methods bear some of the same names.
/// </summary>
public class FluentFormTests
{
    [Fact]
    public void Words_OnATensor_BuildTheShapesOfTheWriteUp()
    {
        Tensor<float> flat = Tensor.Create(new float[8], [2, 4]);
        Assert.Equal(3, flat.Reshape([2, 2, 2]).Rank);
        SymbolicTensor image = Input.Of([28, 28]).Reshape([28, 28, 1]);
        SymbolicTensor y = image
            .Conv2D(32, kernelSize: 3, activation: "relu")
            .MaxPooling2D(poolSize: 2)
            .Conv2D(64, kernelSize: (3, 3), strides: (1, 1), padding: Padding.Valid, activation: "relu")
            .MaxPooling2D(2);
        Assert.Equal([Shape.Unknown, 5, 5, 64], y.Shape);
        Assert.Equal([Shape.Unknown, 10], y.Flatten().Dense(128).Dropout(0.3).Dense(10).Activation("softmax").Shape);
    }

    [Fact]
    public void Merge_TwoBranches_JoinsTheirFeatures()
    {
        SymbolicTensor image = Input.Of([28, 28, 1]);
        SymbolicTensor convolved = image.Conv2D(8, 3, padding: Padding.Same, useBias: false).BatchNormalization().Activation("relu")
            .GlobalAveragePooling2D();
        SymbolicTensor flat = image.Flatten().Dense(16, activation: "relu", kernelRegularizer: "l2");
        Assert.Equal([Shape.Unknown, 24], Merge.Concatenate(convolved, flat).Shape);
        Assert.Equal([Shape.Unknown, 32], Merge.Concatenate(flat, flat, axis: 1).Shape);
        Assert.Equal([Shape.Unknown, 16], Merge.Add(flat, flat, flat).Shape);
    }
}
