using Fashion.Keras.Engine;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Tests.Engine;

/// <summary>What comes after a reshape that keeps the channels belongs to the convolution before it.</summary>
public sealed class ReshapeFusionTests
{
    [Theory]
    [InlineData(4, true)]
    [InlineData(8, false)]
    public void Compile_ReshapeThatChangesTheChannels_StaysBetween(int channels, bool fused)
    {
        Variable kernel = new("kernel", [1, 3, 2, 4]), bias = new("bias", [channels]);
        using var builder = new GraphBuilder();
        Value results = builder.Add(new Conv2DOp(new((1, 1), (1, 1), 0, 0, 0, 0, 1)), builder.Input("x", [5, 1, 10, 2]),
            builder.Read(kernel));
        Value reshaped = builder.Reshape(results, [5, 32 / channels, channels]);
        builder.Output(builder.Add(new BinaryOp(BinaryKind.Add), reshaped, builder.Read(bias)));

        Plan plan = Compiler.Compile(builder.Build(), new ExecutionOptions(Threads: 2));

        Assert.Equal(fused, plan.Steps.Any(step => step.Info.Operation.Contains("conv2d + bias", StringComparison.Ordinal)));
    }
}
