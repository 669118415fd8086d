using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Engine;

/// <summary>A convolution of any kind, its bias and its activation are one step, with the numbers of three.</summary>
public sealed class ConvolutionEpilogueTests
{
    [Theory]
    [InlineData("direct", "conv2d + {0}")]
    [InlineData("depthwise", "conv2d + {0}")]
    [InlineData("pointwise", "conv2d + {0}")]
    [InlineData("winograd", "conv2d + {0} (winograd)")]
    [InlineData("sequence", "conv2d + {0}")]
    [InlineData("long sequence", "conv2d + {0} (winograd)")]
    public void BiasAndActivation_AreOneStepWithTheConvolution(string kind, string operation)
    {
        foreach (string activation in new[] { "relu", "tanh", "linear" })
        {
            Layer layer = kind switch
            {
                "direct" => new Conv2D(16, 5, activation: activation, biasInitializer: "random_normal"),
                "pointwise" => new Conv2D(21, 1, activation: activation, biasInitializer: "random_normal"),
                "depthwise" => new DepthwiseConv2D(3, padding: "same", activation: activation, biasInitializer: "random_normal"),
                "sequence" => new Conv1D(12, 3, activation: activation, biasInitializer: "random_normal"),
                "long sequence" => new Conv1D(16, 5, padding: "causal", activation: activation, biasInitializer: "random_normal"),
                _ => new Conv2D(16, 3, padding: "same", activation: activation, biasInitializer: "random_normal"),
            };
            bool sequence = layer is Conv1D;
            var model = new Sequential { new Input(sequence ? [42, 16] : [7, 6, 16]), layer };
            float[] numbers = new float[9 * 7 * 6 * 16];
            for (int i = 0; i < numbers.Length; i++) numbers[i] = MathF.Sin(i);
            var images = System.Numerics.Tensors.Tensor.Create(numbers, sequence ? [9, 42, 16] : [9, 7, 6, 16]);

            model.Options = new() { Fusion = false, Threads = 2 };
            float[] want = [.. model.Predict(images, batchSize: 9)];
            model.Options = new() { Profile = true, Threads = 2 };
            float[] got = [.. model.Predict(images, batchSize: 9)];

            string[] steps = [.. model.Profile().SelectMany(p => p.Entries).Select(step => step.Operation)];
            Assert.Contains(operation.Replace("{0}", activation == "linear" ? "bias" : activation, StringComparison.Ordinal), steps);
            Assert.DoesNotContain("elementwise", steps);
            AssertClose.Equal(Array.ConvertAll(want, v => (double)v), Array.ConvertAll(got, v => (double)v), 1e-5, 1e-4,
                $"{kind}, {activation}");
        }
    }
}
