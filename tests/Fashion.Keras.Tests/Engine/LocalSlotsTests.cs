using Fashion.Keras.Data;
using Fashion.Keras.Engine;
using Fashion.Keras.Kernels;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;
using Fashion.Keras.Training;

namespace Fashion.Keras.Tests.Engine;

/// <summary>Many samples go through several layers a few at a time, in little memory and with the same bits.</summary>
public sealed class LocalSlotsTests
{
    private const int Samples = 61;

    // Guards compare whole arrays, so no slot is local where they are.
    private static readonly bool IsOn = !KernelGuard.IsActive;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Compile_LayersOfSamples_TakeTurnsInMemoryOfAFewSamples(int threads)
    {
        Plan plan = PlanOf(Images(), 256, threads);
        Assert.Equal(IsOn, plan.Local.Any);
        if (!IsOn) return;
        int phase = Enumerable.Range(0, plan.Phases).MaxBy(p => plan.Local.Of(p).Length);
        Assert.True(plan.Local.Of(phase).Length >= 4);
        Assert.True(plan.Local.Turns(phase) > 1);
        // The result of one layer for all samples.
        Assert.InRange(plan.ArenaFloats, 1, 256L * 16 * 16 * 24);
        foreach (Slot slot in plan.Local.Of(phase)) Assert.True(plan.Local.MostFloats(slot, phase) < slot.Count);
    }

    [Fact]
    public void Compile_SmallSamples_HaveNoMemoryOfTheirOwn()
    {
        var model = new Sequential().Input(4, 4, 8).DepthwiseConv2D(3, padding: Padding.Same).Conv2D(8, 1).GlobalAveragePooling2D();
        Assert.False(PlanOf(model, 32, 2).Local.Any);
        Assert.Equal(IsOn, PlanOf(model, 1024, 2).Local.Any);
    }

    [Fact]
    public void Compile_OutputOfTheModel_IsNotLocal()
    {
        var model = new Sequential().Input(16, 16, 8).DepthwiseConv2D(3, padding: Padding.Same).DepthwiseConv2D(3, padding: Padding.Same);
        Plan plan = PlanOf(model, 256, 2);
        Assert.Equal(IsOn, plan.Local.Any);
        Assert.False(plan.Local.Contains(plan.Outputs[0]));
    }

    [Fact]
    public void Predict_AnyNumberOfThreads_GivesTheBitsOfWholeSteps()
    {
        Sequential model = Images();
        float[] numbers = new float[Samples * 16 * 16 * 3];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = MathF.Sin(i);
        var images = System.Numerics.Tensors.Tensor.Create(numbers, [Samples, 16, 16, 3]);
        float[]? first = null;
        foreach (int threads in new[] { 1, 2, 3, 5, 16 })
        {
            model.Options = new ModelOptions { Threads = threads };
            float[] got = [.. model.Predict(images, batchSize: Samples)];
            first ??= got;
            Assert.Equal(first, got);
        }
        model.Options = new ModelOptions { Fusion = false, Threads = 2 };
        AssertClose.Equal([.. model.Predict(images, batchSize: Samples).Select(v => (double)v)], [.. first!.Select(v => (double)v)], 1e-5,
            1e-4, "unfused");
    }

    private static Sequential Images() => new Sequential().Input(16, 16, 3).Conv2D(24, 3, padding: Padding.Same, activation: "relu")
        .DepthwiseConv2D(3, padding: Padding.Same, activation: "relu").Conv2D(40, 1, activation: "tanh").MaxPooling2D(2)
        .DepthwiseConv2D(3, 2, padding: Padding.Same).Conv2D(24, 1, activation: "relu").GlobalAveragePooling2D().Dense(10, "softmax");

    private static Plan PlanOf(Sequential model, int batch, int threads)
    {
        model.Options = new ModelOptions { Threads = threads };
        Shape shape = model.InputShapes[0].With(0, batch);
        return ((Executable)model.Trainer.Steps.Get(new StepKey(StepKind.Predict, [shape])).Executable).Plan;
    }
}
