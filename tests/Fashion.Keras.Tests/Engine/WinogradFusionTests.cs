using Fashion.Keras.Engine;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Tests.Engine;

/// <summary>Which convolutions take minimal filtering.</summary>
public sealed class WinogradFusionTests
{
    [Theory]
    [InlineData(1, 16, false)]
    [InlineData(7, 16, false)]
    [InlineData(8, 16, true)]
    [InlineData(8, 15, false)]
    public void Compile_Convolution_IsFilteredMinimallyFromEightImagesAndSixteenChannelsOn(int images, int channels, bool filtered)
    {
        var kernel = new Variable("kernel", [3, 3, channels, 16]);
        using var builder = new GraphBuilder();
        builder.Output(builder.Add(new Conv2DOp(new((1, 1), (1, 1), 1, 1, 1, 1, 1)), builder.Input("x", [images, 6, 5, channels]),
            builder.Read(kernel)));

        Plan plan = Compiler.Compile(builder.Build(), new ExecutionOptions(Threads: 2));

        Assert.Equal(filtered, plan.Steps.Any(step => step.Info.Operation.Contains("winograd", StringComparison.Ordinal)));
    }
}
